// Points of the twisted Edwards curve −x² + y² = 1 + d·x²y², two side by side, one in each lane.
//
// *Extended* pair (320 bytes): X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z, all tight.
// *Cached* pair (320 bytes): Y+X, Y−X, 2Z, 2d·T. *Niels* pair (240 bytes), of an affine point:
// (y+x)/2, (y−x)/2, d·x·y; the halves save a doubling of Z and keep limbs small.
// *Entry* (128 bytes, two cache lines): the niels form of a single point in a table: for each of the
// three coordinates limbs 0…7 (32 bytes), then the three limbs 8 and a zero word; 16 bytes are unused.
import { BIAS, D, D2, HALF } from './constants.generated';
import { add, carry, laneMask, mul, PAIR, setOne, setZero, square, sub, subCarried } from './field';
import { POINT_WORK } from './memory';

export const EXTENDED: usize = 320;
export const NIELS: usize = 240;
export const ENTRY: usize = 128;
const X: usize = 0;
const Y: usize = 80;
const Z: usize = 160;
const T: usize = 240;

// Intermediate values, at distinct offsets within 4096 bytes to avoid aliasing.
const A: usize = POINT_WORK + 0;
const B: usize = POINT_WORK + 80;
const C: usize = POINT_WORK + 160;
const E: usize = POINT_WORK + 240;
const F: usize = POINT_WORK + 320;
const G: usize = POINT_WORK + 400;
const H: usize = POINT_WORK + 480;

export function setIdentity(p: usize): void {
  setZero(p + X);
  setOne(p + Y);
  setOne(p + Z);
  setZero(p + T);
}

export function copyPoint(out: usize, p: usize): void {
  memory.copy(out, p, EXTENDED);
}

/** X = E·F, Y = G·H, Z = F·G, and T = E·H if withT; α is at most 1 for E, 3 for F, 2 for G and H. */
@inline function complete(p: usize, withT: bool): void {
  mul(p + X, E, F);
  mul(p + Y, G, H);
  mul(p + Z, F, G);
  if (withT) mul(p + T, E, H);
}

/** p = 2p (Hisil, Wong, Carter, Dawson 2008, §3.3); T only if withT. */
export function double(p: usize, withT: bool): void {
  square(A, p + X);
  square(B, p + Y);
  square(C, p + Z);
  add(E, p + X, p + Y);
  square(E, E); // (X+Y)²; α² = 4
  add(H, A, B);
  subCarried(E, H, E); // −2XY
  sub(G, A, B); // α 3
  add(C, C, C);
  add(F, C, G); // α 5
  carry(F, F);
  complete(p, withT);
}

/** p = 2^n·p. */
export function doubleTimes(p: usize, n: i32): void {
  for (let i = 1; i < n; i++) double(p, false);
  if (n > 0) double(p, true);
}

/** p = p + q for a niels pair q; 7 products, or 6 without T, which a doubling does not read. */
export function addNiels(p: usize, q: usize, withT: bool): void {
  sub(A, p + Y, p + X);
  mul(A, A, q + 80); // 3·1
  add(B, p + Y, p + X);
  mul(B, B, q); // 2·1
  mul(C, p + T, q + 160);
  subCarried(E, B, A);
  add(H, B, A);
  sub(F, p + Z, C); // α 3
  add(G, p + Z, C);
  complete(p, withT);
}

/** p = p + q for a cached pair q. 8 products. */
export function addCached(p: usize, q: usize): void {
  sub(A, p + Y, p + X);
  mul(A, A, q + 80);
  add(B, p + Y, p + X);
  mul(B, B, q);
  mul(C, p + T, q + 240);
  mul(F, p + Z, q + 160);
  subCarried(E, B, A);
  add(H, B, A);
  add(G, F, C);
  sub(F, F, C);
  complete(p, true);
}

export function toCached(out: usize, p: usize): void {
  add(out, p + Y, p + X);
  carry(out, out);
  subCarried(out + 80, p + Y, p + X);
  add(out + 160, p + Z, p + Z);
  carry(out + 160, out + 160);
  mul(out + 240, p + T, D2);
}

/** The niels form of an extended pair with Z = 1. */
export function affineToNiels(out: usize, p: usize): void {
  mul(A, p + X, HALF);
  mul(B, p + Y, HALF);
  mul(out + 160, p + T, D);
  add(out, B, A);
  carry(out, out);
  subCarried(out + 80, B, A);
}

/** Back to extended: x = (y+x)/2 − (y−x)/2, y = their sum, Z = 1, T = x·y. */
export function nielsToExtended(out: usize, q: usize): void {
  subCarried(out + X, q, q + 80);
  add(out + Y, q, q + 80);
  carry(out + Y, out + Y);
  setOne(out + Z);
  mul(out + T, out + X, out + Y);
}

/** out = p with the lanes swapped. */
export function swapLanes(out: usize, p: usize): void {
  for (let i: usize = 0; i < EXTENDED; i += 16)
    v128.store(out + i, v128.shuffle<i32>(v128.load(p + i), v128.load(p + i), 1, 0, 3, 2));
}

const SWAPPED: usize = POINT_WORK + 560;
const CACHED: usize = POINT_WORK + 880;

/** Both lanes = lane 0 + lane 1. */
export function addLanes(p: usize): void {
  swapLanes(SWAPPED, p);
  toCached(CACHED, SWAPPED);
  addCached(p, CACHED);
}

/** out = (lane 0 of p, lane 1 of q). */
export function zipLanes(out: usize, p: usize, q: usize): void {
  for (let i: usize = 0; i < EXTENDED; i += 16)
    v128.store(out + i, v128.shuffle<i32>(v128.load(p + i), v128.load(q + i), 0, 5, 2, 7));
}

/** p = p + q for extended pairs. */
export function addExtended(p: usize, q: usize): void {
  toCached(CACHED, q);
  addCached(p, CACHED);
}

/** Writes coordinate c of both entries: word 2i of a pair is limb i of lane 0, word 2i + 1 that of lane 1. */
@inline function scatterCoordinate(entry0: usize, entry1: usize, c: usize, pair: usize): void {
  const v0 = v128.load(pair);
  const v1 = v128.load(pair, 16);
  const v2 = v128.load(pair, 32);
  const v3 = v128.load(pair, 48);
  v128.store(entry0 + 32 * c, v128.shuffle<i32>(v0, v1, 0, 2, 4, 6));
  v128.store(entry0 + 32 * c, v128.shuffle<i32>(v2, v3, 0, 2, 4, 6), 16);
  v128.store(entry1 + 32 * c, v128.shuffle<i32>(v0, v1, 1, 3, 5, 7));
  v128.store(entry1 + 32 * c, v128.shuffle<i32>(v2, v3, 1, 3, 5, 7), 16);
  store<u32>(entry0 + 4 * c, load<u32>(pair, 64), 96);
  store<u32>(entry1 + 4 * c, load<u32>(pair, 68), 96);
}

/** Two entries from a niels pair. */
export function scatter(entry0: usize, entry1: usize, q: usize): void {
  for (let c: usize = 0; c < 3; c++) scatterCoordinate(entry0, entry1, c, q + PAIR * c);
  store<u32>(entry0, 0, 108);
  store<u32>(entry1, 0, 108);
}

const OTHER: usize = POINT_WORK + 1680; // 112 bytes

/** One entry, from lane 0 only. */
export function scatterFirst(entry: usize, q: usize): void {
  scatter(entry, OTHER, q);
}

/**
 * A niels pair from two entries, each negated if bit 0 of its reference is set: (y+x)/2 and (y−x)/2
 * are swapped and d·x·y is negated. The addresses depend on the signs: for public data only.
 */
export function gatherVarTime(out: usize, ref0: usize, ref1: usize): void {
  const s0: usize = ref0 & 1;
  const s1: usize = ref1 & 1;
  const p = ref0 - s0;
  const q = ref1 - s1;
  const pa = p + (s0 << 5);
  const qa = q + (s1 << 5);
  const pb = p + 32 - (s0 << 5);
  const qb = q + 32 - (s1 << 5);
  interleave(out, pa, qa, load<u32>(p + 96 + (s0 << 2)), load<u32>(q + 96 + (s1 << 2)));
  interleave(out + 80, pb, qb, load<u32>(p + 100 - (s0 << 2)), load<u32>(q + 100 - (s1 << 2)));
  const negative = laneMask(<u32>s0, <u32>s1);
  interleaveSigned(out + 160, p + 64, q + 64, load<u32>(p, 104), load<u32>(q, 104), negative);
}

@inline function tail(low: u32, high: u32): v128 {
  return i64x2.splat(<i64>(<u64>low | (<u64>high << 32)));
}

@inline function interleave(out: usize, p: usize, q: usize, tail0: u32, tail1: u32): void {
  const p0 = v128.load(p);
  const p1 = v128.load(p, 16);
  const q0 = v128.load(q);
  const q1 = v128.load(q, 16);
  v128.store(out, v128.shuffle<i32>(p0, q0, 0, 4, 1, 5));
  v128.store(out, v128.shuffle<i32>(p0, q0, 2, 6, 3, 7), 16);
  v128.store(out, v128.shuffle<i32>(p1, q1, 0, 4, 1, 5), 32);
  v128.store(out, v128.shuffle<i32>(p1, q1, 2, 6, 3, 7), 48);
  v128.store(out, tail(tail0, tail1), 64);
}

/** a, or 128p − a if the mask is set: (a xor −1) + (128p + 1). */
@inline function signed(a: v128, negative: v128, i: usize): v128 {
  const bias = i32x4.sub(v128.load(BIAS + 16 * i), negative);
  return i32x4.add(v128.xor(a, negative), v128.and(bias, negative));
}

@inline function interleaveSigned(out: usize, p: usize, q: usize, tail0: u32, tail1: u32, negative: v128): void {
  const p0 = v128.load(p);
  const p1 = v128.load(p, 16);
  const q0 = v128.load(q);
  const q1 = v128.load(q, 16);
  v128.store(out, signed(v128.shuffle<i32>(p0, q0, 0, 4, 1, 5), negative, 0));
  v128.store(out, signed(v128.shuffle<i32>(p0, q0, 2, 6, 3, 7), negative, 1), 16);
  v128.store(out, signed(v128.shuffle<i32>(p1, q1, 0, 4, 1, 5), negative, 2), 32);
  v128.store(out, signed(v128.shuffle<i32>(p1, q1, 2, 6, 3, 7), negative, 3), 48);
  v128.store(out, signed(tail(tail0, tail1), negative, 4), 64);
}

const N0: usize = POINT_WORK + 1200;

/**
 * A niels pair from two entries at fixed addresses, negated by mask: constant-time in the signs
 * (0 or 1).
 */
export function gatherSigned(out: usize, entry0: usize, entry1: usize, sign0: u32, sign1: u32): void {
  const negative = laneMask(sign0, sign1);
  interleave(N0, entry0, entry1, load<u32>(entry0, 96), load<u32>(entry1, 96));
  interleave(N0 + 80, entry0 + 32, entry1 + 32, load<u32>(entry0, 100), load<u32>(entry1, 100));
  interleaveSigned(out + 160, entry0 + 64, entry1 + 64, load<u32>(entry0, 104), load<u32>(entry1, 104), negative);
  for (let i: usize = 0; i < 80; i += 16) {
    const a = v128.load(N0 + i);
    const b = v128.load(N0 + i, 80);
    v128.store(out + i, v128.bitselect(b, a, negative));
    v128.store(out + i, v128.bitselect(a, b, negative), 80);
  }
}

/** Pairs of entries fetched at once, so that memory latencies overlap. */
export const FETCHED: usize = 8;

/** FETCHED niels pairs from as many consecutive pairs of references. */
export function fetchVarTime(out: usize, references: usize): void {
  for (let i: usize = 0; i < FETCHED; i++)
    gatherVarTime(out + NIELS * i, load<u32>(references + 8 * i), load<u32>(references + 8 * i, 4));
}
