// GF(2^255 − 19), two elements side by side (a *pair*, 80 bytes). generate-field.mjs explains the layout
// and α, the bound on limbs in units of 2^29. All functions here are constant-time: no branch and no
// address depends on a limb.
import { BIAS, ONE } from './constants.generated';
import { mul, square } from './field.generated';
import { FIELD_WORK } from './memory';

export { mul, square };

/** Bytes of a pair. */
export const PAIR: usize = 80;

@inline function at(p: usize, i: usize): v128 { return v128.load(p + 16 * i); }

/** out = a + b; α(out) = α(a) + α(b). */
@inline export function add(out: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < 5; i++) v128.store(out + 16 * i, i32x4.add(at(a, i), at(b, i)));
}

/** out = a − b for tight b; α(out) = α(a) + 2. */
@inline export function sub(out: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < 5; i++)
    v128.store(out + 16 * i, i32x4.sub(i32x4.add(at(a, i), at(BIAS, i)), at(b, i)));
}

/** out = −a for tight a; α(out) = 2. */
@inline export function negate(out: usize, a: usize): void {
  for (let i: usize = 0; i < 5; i++) v128.store(out + 16 * i, i32x4.sub(at(BIAS, i), at(a, i)));
}

@inline export function copy(out: usize, a: usize): void {
  for (let i: usize = 0; i < 5; i++) v128.store(out + 16 * i, at(a, i));
}

/** One round of carries on limbs below 2^32: makes it tight. Limb 8 is kept in both halves of v4. */
@inline function storeCarried(out: usize, v0: v128, v1: v128, v2: v128, v3: v128, v4: v128): void {
  const mask = i32x4.splat(0x1fffffff);
  const c0 = i32x4.shr_u(v0, 29);
  const c1 = i32x4.shr_u(v1, 29);
  const c2 = i32x4.shr_u(v2, 29);
  const c3 = i32x4.shr_u(v3, 29);
  const c4 = i32x4.mul(i32x4.shr_u(v4, 29), i32x4.splat(1216));
  v128.store(out, i32x4.add(v128.and(v0, mask), v128.shuffle<i32>(c4, c0, 0, 1, 4, 5)));
  v128.store(out, i32x4.add(v128.and(v1, mask), v128.shuffle<i32>(c0, c1, 2, 3, 4, 5)), 16);
  v128.store(out, i32x4.add(v128.and(v2, mask), v128.shuffle<i32>(c1, c2, 2, 3, 4, 5)), 32);
  v128.store(out, i32x4.add(v128.and(v3, mask), v128.shuffle<i32>(c2, c3, 2, 3, 4, 5)), 48);
  v128.store(out, i32x4.add(v128.and(v4, mask), v128.shuffle<i32>(c3, c3, 2, 3, 2, 3)), 64);
}

/** out = a, tight, for α(a) ≤ 7. */
@inline export function carry(out: usize, a: usize): void {
  storeCarried(out, at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4));
}

@inline function difference(a: usize, b: usize, i: usize): v128 {
  return i32x4.sub(i32x4.add(at(a, i), at(BIAS, i)), at(b, i));
}

/** out = a − b, tight, for tight b and α(a) ≤ 5. */
@inline export function subCarried(out: usize, a: usize, b: usize): void {
  storeCarried(out, difference(a, b, 0), difference(a, b, 1), difference(a, b, 2), difference(a, b, 3), difference(a, b, 4));
}

/** out = mask ? b : a, bit by bit; mask is all ones or all zeros in each lane. */
@inline export function select(out: usize, a: usize, b: usize, mask: v128): void {
  for (let i: usize = 0; i < 5; i++) v128.store(out + 16 * i, v128.bitselect(at(b, i), at(a, i), mask));
}

/** The mask for `select` from two flags 0 or 1. */
@inline export function laneMask(flag0: u32, flag1: u32): v128 {
  const low: u32 = 0 - flag0;
  const high: u32 = 0 - flag1;
  return i64x2.splat(<i64>(<u64>low | (<u64>high << 32)));
}

/** out = a^(2^n) for `pairs` consecutive pairs; several pairs hide each other's latency. */
export function squareTimes(out: usize, a: usize, n: i32, pairs: usize): void {
  for (let j: usize = 0; j < pairs; j++) square(out + PAIR * j, a + PAIR * j);
  for (let i = 1; i < n; i++)
    for (let j: usize = 0; j < pairs; j++) square(out + PAIR * j, out + PAIR * j);
}

function mulEach(out: usize, a: usize, b: usize, pairs: usize): void {
  for (let j: usize = 0; j < pairs; j++) mul(out + PAIR * j, a + PAIR * j, b + PAIR * j);
}

const P0: usize = FIELD_WORK + 0;
const P1: usize = FIELD_WORK + 320;
const P2: usize = FIELD_WORK + 640;

/** out = a^((p−5)/8) = a^(2^252 − 3) for up to 4 pairs, by the addition chain of ref10. out is not a. */
export function power22523(out: usize, a: usize, pairs: usize): void {
  squareTimes(P0, a, 1, pairs); // 2
  squareTimes(P1, P0, 2, pairs); // 8
  mulEach(P1, a, P1, pairs); // 9
  mulEach(P0, P0, P1, pairs); // 11
  squareTimes(P0, P0, 1, pairs); // 22
  mulEach(P0, P1, P0, pairs); // 2^5 − 1
  squareTimes(P1, P0, 5, pairs);
  mulEach(P0, P1, P0, pairs); // 2^10 − 1
  squareTimes(P1, P0, 10, pairs);
  mulEach(P1, P1, P0, pairs); // 2^20 − 1
  squareTimes(P2, P1, 20, pairs);
  mulEach(P1, P2, P1, pairs); // 2^40 − 1
  squareTimes(P1, P1, 10, pairs);
  mulEach(P0, P1, P0, pairs); // 2^50 − 1
  squareTimes(P1, P0, 50, pairs);
  mulEach(P1, P1, P0, pairs); // 2^100 − 1
  squareTimes(P2, P1, 100, pairs);
  mulEach(P1, P2, P1, pairs); // 2^200 − 1
  squareTimes(P1, P1, 50, pairs);
  mulEach(P0, P1, P0, pairs); // 2^250 − 1
  squareTimes(P0, P0, 2, pairs);
  mulEach(out, P0, a, pairs); // 2^252 − 3
}

const I0: usize = FIELD_WORK + 960;
const I1: usize = FIELD_WORK + 1040;

/** out = 1/a (0 for 0) = (a^(2^252 − 3))^8 · a^3. */
export function invert(out: usize, a: usize): void {
  square(I0, a);
  mul(I0, I0, a);
  power22523(I1, a, 1);
  squareTimes(I1, I1, 3, 1);
  mul(out, I1, I0);
}

/** Writes 32 little-endian bytes (bit 255 ignored) to one lane; not reduced. */
export function fromBytes(out: usize, lane: usize, bytes: usize): void {
  const x0 = load<u64>(bytes);
  const x1 = load<u64>(bytes, 8);
  const x2 = load<u64>(bytes, 16);
  const x3 = load<u64>(bytes, 24) & 0x7fffffffffffffff;
  const p = out + 4 * lane;
  const m: u64 = 0x1fffffff;
  store<u32>(p, <u32>(x0 & m));
  store<u32>(p, <u32>((x0 >> 29) & m), 8);
  store<u32>(p, <u32>(((x0 >> 58) | (x1 << 6)) & m), 16);
  store<u32>(p, <u32>((x1 >> 23) & m), 24);
  store<u32>(p, <u32>(((x1 >> 52) | (x2 << 12)) & m), 32);
  store<u32>(p, <u32>((x2 >> 17) & m), 40);
  store<u32>(p, <u32>(((x2 >> 46) | (x3 << 18)) & m), 48);
  store<u32>(p, <u32>((x3 >> 11) & m), 56);
  store<u32>(p, <u32>((x3 >> 40) & m), 64);
  store<u32>(p, <u32>((x3 >> 40) & m), 72);
}

/** The canonical 32 bytes of one lane, for limbs below 2^32. */
export function toBytes(bytes: usize, a: usize, lane: usize): void {
  const p = a + 4 * lane;
  const m: u64 = 0x1fffffff;
  let l0 = <u64>load<u32>(p);
  let l1 = <u64>load<u32>(p, 8) + (l0 >> 29);
  let l2 = <u64>load<u32>(p, 16) + (l1 >> 29);
  let l3 = <u64>load<u32>(p, 24) + (l2 >> 29);
  let l4 = <u64>load<u32>(p, 32) + (l3 >> 29);
  let l5 = <u64>load<u32>(p, 40) + (l4 >> 29);
  let l6 = <u64>load<u32>(p, 48) + (l5 >> 29);
  let l7 = <u64>load<u32>(p, 56) + (l6 >> 29);
  let l8 = <u64>load<u32>(p, 64) + (l7 >> 29);
  // Reduces bits from 255 up by 2^255 ≡ 19: the value is now below 2^255 + 2^14 < 2p.
  l0 = (l0 & m) + 19 * (l8 >> 23);
  l8 &= 0x7fffff;
  l1 = (l1 & m) + (l0 >> 29);
  l2 = (l2 & m) + (l1 >> 29);
  l3 = (l3 & m) + (l2 >> 29);
  l4 = (l4 & m) + (l3 >> 29);
  l5 = (l5 & m) + (l4 >> 29);
  l6 = (l6 & m) + (l5 >> 29);
  l7 = (l7 & m) + (l6 >> 29);
  l8 += l7 >> 29;
  // q = 1 if the value is at least p, that is, if adding 19 reaches bit 255.
  let q = ((l0 & m) + 19) >> 29;
  q = ((l1 & m) + q) >> 29;
  q = ((l2 & m) + q) >> 29;
  q = ((l3 & m) + q) >> 29;
  q = ((l4 & m) + q) >> 29;
  q = ((l5 & m) + q) >> 29;
  q = ((l6 & m) + q) >> 29;
  q = ((l7 & m) + q) >> 29;
  q = (l8 + q) >> 23;
  l0 = (l0 & m) + 19 * q;
  l1 = (l1 & m) + (l0 >> 29);
  l2 = (l2 & m) + (l1 >> 29);
  l3 = (l3 & m) + (l2 >> 29);
  l4 = (l4 & m) + (l3 >> 29);
  l5 = (l5 & m) + (l4 >> 29);
  l6 = (l6 & m) + (l5 >> 29);
  l7 = (l7 & m) + (l6 >> 29);
  l8 = (l8 + (l7 >> 29)) & 0x7fffff;
  l0 &= m; l1 &= m; l2 &= m; l3 &= m; l4 &= m; l5 &= m; l6 &= m; l7 &= m;
  store<u64>(bytes, l0 | (l1 << 29) | (l2 << 58));
  store<u64>(bytes, (l2 >> 6) | (l3 << 23) | (l4 << 52), 8);
  store<u64>(bytes, (l4 >> 12) | (l5 << 17) | (l6 << 46), 16);
  store<u64>(bytes, (l6 >> 18) | (l7 << 11) | (l8 << 40), 24);
}

const CANONICAL: usize = FIELD_WORK + 1120;

/** 1 if the lane holds an odd ("negative") canonical value. */
export function isNegative(a: usize, lane: usize): u32 {
  toBytes(CANONICAL, a, lane);
  return load<u8>(CANONICAL) & 1;
}

/** 1 if the lane is zero mod p. */
export function isZero(a: usize, lane: usize): u32 {
  toBytes(CANONICAL, a, lane);
  const x = load<u64>(CANONICAL) | load<u64>(CANONICAL, 8) | load<u64>(CANONICAL, 16) | load<u64>(CANONICAL, 24);
  return <u32>(((x | (0 - x)) >> 63) ^ 1);
}

const E: usize = FIELD_WORK + 1152;

/** 1 if the lanes of a and tight b are equal mod p; α(a) ≤ 5. */
export function isEqual(a: usize, b: usize, lane: usize): u32 {
  sub(E, a, b);
  return isZero(E, lane);
}

/** a = |a|: the one of a and −a whose canonical value is even. a is tight. */
export function absolute(a: usize): void {
  const mask = laneMask(isNegative(a, 0), isNegative(a, 1));
  negate(E, a);
  carry(E, E);
  select(a, a, E, mask);
}

@inline export function setOne(out: usize): void { copy(out, ONE); }
@inline export function setZero(out: usize): void { memory.fill(out, 0, PAIR); }
