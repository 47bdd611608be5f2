// Scalars modulo ℓ in Montgomery form, 9 limbs of 29 bits (36 bytes), always fully reduced, and
// vectors of them. Constant-time unless the name ends in VarTime.
import { SCALAR_ONE, SCALAR_ORDER, SCALAR_R2, SCALAR_R2_256, SCALAR_UNIT } from './constants.generated';
import { SCALAR_WORK } from './memory';
import { montgomeryMultiply } from './scalar.generated';

export { montgomeryMultiply };
export const SCALAR: usize = 36;

const S0: usize = SCALAR_WORK;
const S1: usize = SCALAR_WORK + 48;
const S2: usize = SCALAR_WORK + 96;

@inline function copy(out: usize, a: usize): void { memory.copy(out, a, SCALAR); }

/** out = a + b. */
export function add(out: usize, a: usize, b: usize): void {
  // a + b − ℓ and a + b, side by side.
  let c: i64 = 0;
  let d: i64 = 0;
  for (let i: usize = 0; i < 36; i += 4) {
    const x = <i64>load<u32>(a + i) + <i64>load<u32>(b + i);
    c += x;
    store<u32>(S0 + i, <u32>(c & 0x1fffffff));
    c >>= 29;
    d += x - <i64>load<u32>(SCALAR_ORDER + i);
    store<u32>(S1 + i, <u32>(d & 0x1fffffff));
    d >>= 29;
  }
  choose(out, S1, S0, <u32>d);
}

/** out = a − b. */
export function sub(out: usize, a: usize, b: usize): void {
  // a − b and a − b + ℓ, side by side.
  let c: i64 = 0;
  let d: i64 = 0;
  for (let i: usize = 0; i < 36; i += 4) {
    const x = <i64>load<u32>(a + i) - <i64>load<u32>(b + i);
    c += x;
    store<u32>(S0 + i, <u32>(c & 0x1fffffff));
    c >>= 29;
    d += x + <i64>load<u32>(SCALAR_ORDER + i);
    store<u32>(S1 + i, <u32>(d & 0x1fffffff));
    d >>= 29;
  }
  choose(out, S0, S1, <u32>c);
}

/** out = mask ? b : a. */
@inline function choose(out: usize, a: usize, b: usize, mask: u32): void {
  for (let i: usize = 0; i < 36; i += 4) {
    const x = load<u32>(a + i);
    store<u32>(out + i, x ^ ((x ^ load<u32>(b + i)) & mask));
  }
}

/** 256 bits as nine limbs, not reduced. */
function unpack(out: usize, bytes: usize): void {
  const x0 = load<u64>(bytes);
  const x1 = load<u64>(bytes, 8);
  const x2 = load<u64>(bytes, 16);
  const x3 = load<u64>(bytes, 24);
  const m: u64 = 0x1fffffff;
  store<u32>(out, <u32>(x0 & m));
  store<u32>(out, <u32>((x0 >> 29) & m), 4);
  store<u32>(out, <u32>(((x0 >> 58) | (x1 << 6)) & m), 8);
  store<u32>(out, <u32>((x1 >> 23) & m), 12);
  store<u32>(out, <u32>(((x1 >> 52) | (x2 << 12)) & m), 16);
  store<u32>(out, <u32>((x2 >> 17) & m), 20);
  store<u32>(out, <u32>(((x2 >> 46) | (x3 << 18)) & m), 24);
  store<u32>(out, <u32>((x3 >> 11) & m), 28);
  store<u32>(out, <u32>(x3 >> 40), 32);
}

/** Four little-endian words of the canonical value. */
export function toWords(out: usize, a: usize): void {
  montgomeryMultiply(S0, a, SCALAR_UNIT);
  const l0 = <u64>load<u32>(S0);
  const l1 = <u64>load<u32>(S0, 4);
  const l2 = <u64>load<u32>(S0, 8);
  const l3 = <u64>load<u32>(S0, 12);
  const l4 = <u64>load<u32>(S0, 16);
  const l5 = <u64>load<u32>(S0, 20);
  const l6 = <u64>load<u32>(S0, 24);
  const l7 = <u64>load<u32>(S0, 28);
  const l8 = <u64>load<u32>(S0, 32);
  store<u64>(out, l0 | (l1 << 29) | (l2 << 58));
  store<u64>(out, (l2 >> 6) | (l3 << 23) | (l4 << 52), 8);
  store<u64>(out, (l4 >> 12) | (l5 << 17) | (l6 << 46), 16);
  store<u64>(out, (l6 >> 18) | (l7 << 11) | (l8 << 40), 24);
}

/** 1 if the 32 bytes are below ℓ. */
function isCanonical(bytes: usize): u32 {
  unpack(S0, bytes);
  let c: i64 = 0;
  for (let i: usize = 0; i < 36; i += 4) c = (c + <i64>load<u32>(S0 + i) - <i64>load<u32>(SCALAR_ORDER + i)) >> 29;
  return <u32>c & 1;
}

/** n scalars from 32 bytes each, reduced; returns 1 if all were canonical. */
export function fromBytes(out: usize, bytes: usize, n: usize): u32 {
  let canonical: u32 = 1;
  for (let i: usize = 0; i < n; i++) {
    canonical &= isCanonical(bytes + 32 * i);
    unpack(S0, bytes + 32 * i);
    montgomeryMultiply(out + SCALAR * i, S0, SCALAR_R2);
  }
  return canonical;
}

/** n scalars from 64 uniform bytes each. */
export function fromWideBytes(out: usize, bytes: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    unpack(S0, bytes + 64 * i);
    montgomeryMultiply(S2, S0, SCALAR_R2);
    unpack(S0, bytes + 64 * i + 32);
    montgomeryMultiply(S0, S0, SCALAR_R2_256);
    add(out + SCALAR * i, S2, S0);
  }
}

/** n scalars as 32 canonical bytes each. */
export function toBytes(out: usize, a: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) toWords(out + 32 * i, a + SCALAR * i);
}

/** out[i] = a[i·stepA] + b[i·stepB]; a step of 0 broadcasts one scalar. */
export function addVectors(out: usize, a: usize, b: usize, n: usize, stepA: usize, stepB: usize): void {
  for (let i: usize = 0; i < n; i++) add(out + SCALAR * i, a + SCALAR * stepA * i, b + SCALAR * stepB * i);
}

export function subVectors(out: usize, a: usize, b: usize, n: usize, stepA: usize, stepB: usize): void {
  for (let i: usize = 0; i < n; i++) sub(out + SCALAR * i, a + SCALAR * stepA * i, b + SCALAR * stepB * i);
}

/** out[i] = a[i]·b[i·stepB]; a step of 0 broadcasts one scalar. */
export function mulVectors(out: usize, a: usize, b: usize, n: usize, stepB: usize): void {
  for (let i: usize = 0; i < n; i++)
    montgomeryMultiply(out + SCALAR * i, a + SCALAR * i, b + SCALAR * stepB * i);
}

/** out = Σ a[i]·b[i]. out is neither a nor b. */
export function innerProduct(out: usize, a: usize, b: usize, n: usize): void {
  memory.fill(out, 0, SCALAR);
  for (let i: usize = 0; i < n; i++) {
    montgomeryMultiply(S2, a + SCALAR * i, b + SCALAR * i);
    add(out, out, S2);
  }
}

/** out = x^0, x^1, … x^(n−1). */
export function powers(out: usize, x: usize, n: usize): void {
  copy(out, SCALAR_ONE);
  for (let i: usize = 1; i < n; i++) montgomeryMultiply(out + SCALAR * i, out + SCALAR * (i - 1), x);
}

/** out = a^(ℓ−2) = 1/a, one scalar; the exponent is public. 0 gives 0. out is not a. */
export function invert(out: usize, a: usize): void {
  copy(out, SCALAR_ONE);
  for (let i = 252; i >= 0; i--) {
    montgomeryMultiply(out, out, out);
    const limb = load<u32>(SCALAR_ORDER + ((<usize>i / 29) << 2)) - (i < 29 ? 2 : 0);
    if ((limb >> (i % 29)) & 1) montgomeryMultiply(out, out, a);
  }
}

/**
 * The inverses of n scalars with one inversion (Montgomery's trick); the inverse of 0 is defined as 0.
 * `work` holds 2n scalars. The time depends on which scalars are 0.
 */
export function invertVectorVarTime(out: usize, a: usize, n: usize, work: usize): void {
  const products = work + SCALAR * n;
  for (let i: usize = 0; i < n; i++) {
    copy(work + SCALAR * i, isZero(a + SCALAR * i) ? SCALAR_ONE : a + SCALAR * i);
    montgomeryMultiply(products + SCALAR * i, i > 0 ? products + SCALAR * (i - 1) : SCALAR_ONE, work + SCALAR * i);
  }
  invert(S2, products + SCALAR * (n - 1));
  for (let i = n; i-- > 0;) {
    montgomeryMultiply(S0, S2, i > 0 ? products + SCALAR * (i - 1) : SCALAR_ONE);
    montgomeryMultiply(S2, S2, work + SCALAR * i);
    if (isZero(a + SCALAR * i)) memory.fill(out + SCALAR * i, 0, SCALAR);
    else copy(out + SCALAR * i, S0);
  }
}

function isZero(a: usize): bool {
  let bits: u32 = 0;
  for (let i: usize = 0; i < SCALAR; i += 4) bits |= load<u32>(a + i);
  return bits == 0;
}

/** out[i·m + j] = a[i]·b[j] for i < n, j < m. */
export function kronecker(out: usize, a: usize, n: usize, b: usize, m: usize): void {
  for (let i: usize = 0; i < n; i++) mulVectors(out + SCALAR * m * i, b, a + SCALAR * i, m, 0);
}

/** out[i·2^k + b] = a[i]·Π ratios[j] over the j < k for which bit k − 1 − j of b is set; i < n. */
export function subsetProducts(out: usize, a: usize, n: usize, ratios: usize, k: usize): void {
  for (let i: usize = 0; i < n; i++) {
    copy(out, a + SCALAR * i);
    let length: usize = SCALAR;
    for (let j = k; j-- > 0; length <<= 1)
      for (let at: usize = 0; at < length; at += SCALAR)
        montgomeryMultiply(out + length + at, out + at, ratios + SCALAR * j);
    out += length;
  }
}

/** out[j·bits + i] = bit i of the j-th 64-bit number. */
export function decomposeBits(out: usize, values: usize, m: usize, bits: usize): void {
  for (let j: usize = 0; j < m; j++) {
    const value = load<u64>(values + 8 * j);
    for (let i: usize = 0; i < bits; i++) {
      const mask = 0 - <u32>((value >> i) & 1);
      for (let k: usize = 0; k < SCALAR; k += 4)
        store<u32>(out + k, load<u32>(SCALAR_ONE + k) & mask);
      out += SCALAR;
    }
  }
}
