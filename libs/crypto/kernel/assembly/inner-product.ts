// Scalars of the inner-product argument over the original generators: instead of folding points, each
// round multiplies into every generator's factor. Generator i stands at i mod k in a round of length k.
import { montgomeryMultiply, SCALAR } from './scalar';

/** out[i] = a[(i mod k) xor k/2]·factors[i] for i < n: what generator i gets in the cross terms. */
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
