// Scalars of the inner-product argument over the original generators: instead of folding points, each
// round updates the factor of every generator. Generator i is at position i mod k in a round of length k.
import { SCALAR_ONE } from './constants.generated';
import { montgomeryMultiply, SCALAR } from './scalar';

/** out[i] = a[(i mod k) xor k/2]·factors[i] for i < n: the coefficient of generator i in the cross terms. */
export function crossCoefficients(out: usize, a: usize, factors: usize, n: usize, k: usize): void {
  for (let i: usize = 0; i < n; i++)
    montgomeryMultiply(out + SCALAR * i, a + SCALAR * ((i & (k - 1)) ^ (k >> 1)), factors + SCALAR * i);
}

/** factors[i] *= (i mod k) < k/2 ? low : high, for i < n. */
export function foldFactors(factors: usize, low: usize, high: usize, n: usize, k: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const f = factors + SCALAR * i;
    montgomeryMultiply(f, f, (i & (k - 1)) < k >> 1 ? low : high);
  }
}

/** 1 if x holds the powers of x[1]: x[0] = 1 and x[i + 1] = x[i]·x[1] for all i. */
export function isGeometricVarTime(x: usize, n: usize, work: usize): u32 {
  let equal = isEqual(x, SCALAR_ONE);
  for (let i: usize = 1; i + 1 < n; i++) {
    montgomeryMultiply(work, x + SCALAR * i, x + SCALAR);
    equal &= isEqual(work, x + SCALAR * (i + 1));
  }
  return equal;
}

function isEqual(a: usize, b: usize): u32 {
  let difference: u32 = 0;
  for (let i: usize = 0; i < SCALAR; i += 4) difference |= load<u32>(a + i) ^ load<u32>(b + i);
  return u32(difference == 0);
}

/** out[q] = factors[k·q]/factors[0] for q < n, given 1/factors[0]. */
export function relativeFactors(out: usize, factors: usize, inverse: usize, n: usize, k: usize): void {
  for (let q: usize = 0; q < n; q++) montgomeryMultiply(out + SCALAR * q, factors + SCALAR * k * q, inverse);
}
