// ristretto255 (RFC 9496) on pairs; decoding reports which lanes are valid encodings.
import {
  D, D_MINUS_ONE_SQUARED, INVSQRT_A_MINUS_D, ONE, ONE_MINUS_D_SQUARED, SQRT_AD_MINUS_ONE, SQRT_M1,
} from './constants.generated';
import {
  absolute, add, carry, fromBytes, isEqual, isNegative, isZero, laneMask, mul, negate, PAIR,
  power22523, select, setOne, square, sub, subCarried, toBytes,
} from './field';
import { RISTRETTO_WORK } from './memory';
import { addLanes } from './point';

const U1: usize = RISTRETTO_WORK;
const U2: usize = RISTRETTO_WORK + 80;
const V: usize = RISTRETTO_WORK + 160;
const R: usize = RISTRETTO_WORK + 240;
const W: usize = RISTRETTO_WORK + 320;
const DX: usize = RISTRETTO_WORK + 400;
const DY: usize = RISTRETTO_WORK + 480;
const CHECK: usize = RISTRETTO_WORK + 560;
const NEGATED: usize = RISTRETTO_WORK + 640;

/** out = u·v⁷, the base of the power that `squareRootOfRatio` takes. out is neither u nor v. */
function powerBase(out: usize, u: usize, v: usize): void {
  square(W, v);
  mul(W, W, v); // v³
  square(out, W);
  mul(out, out, v); // v⁷
  mul(out, out, u);
}

/**
 * SQRT_RATIO_M1(u, v) of RFC 9496, §4.2, given `power` = (u·v⁷)^((p−5)/8): out = the non-negative
 * root of u/v, or of SQRT_M1·u/v. Bit i of the result is set if lane i of u/v is a square.
 * u and v are tight.
 */
function squareRootOfRatio(out: usize, u: usize, v: usize, power: usize): u32 {
  square(W, v);
  mul(W, W, v);
  mul(W, W, u);
  mul(out, W, power); // r = u·v³·(u·v⁷)^((p−5)/8)
  square(CHECK, out);
  mul(CHECK, CHECK, v); // v·r²
  const correct0 = isEqual(CHECK, u, 0);
  const correct1 = isEqual(CHECK, u, 1);
  add(W, CHECK, u);
  const flipped0 = isZero(W, 0);
  const flipped1 = isZero(W, 1);
  mul(W, u, SQRT_M1);
  add(W, CHECK, W);
  const flippedI0 = isZero(W, 0);
  const flippedI1 = isZero(W, 1);
  mul(W, out, SQRT_M1);
  select(out, out, W, laneMask(flipped0 | flippedI0, flipped1 | flippedI1));
  absolute(out);
  return correct0 | flipped0 | ((correct1 | flipped1) << 1);
}

/** 1 if the 32 bytes are below p and even. Public data. */
function isCanonicalAndEven(bytes: usize): u32 {
  const x0 = load<u64>(bytes);
  const x3 = load<u64>(bytes, 24);
  const full = load<u64>(bytes, 8) == u64.MAX_VALUE && load<u64>(bytes, 16) == u64.MAX_VALUE && x3 == 0x7fffffffffffffff;
  return u32(x3 >> 63 == 0 && !(full && x0 >= 0xffffffffffffffed) && (x0 & 1) == 0);
}

// Layout of `decode` in the caller's workspace: 5 field pairs per pair of points, grouped by variable so
// that the square roots of several pairs run together.
const DECODE_PAIRS: usize = 4;

/**
 * Decodes 2·pairs encodings (32 bytes each, consecutive) into extended pairs with Z = 1, pairs ≤ 4.
 * Bit i of the result is set if encoding i is valid; the point of an invalid encoding is undefined.
 * `work` has 5·4 field pairs.
 */
export function decode(out: usize, bytes: usize, pairs: usize, work: usize): u32 {
  let valid: u32 = 0;
  const s = work;
  const u2 = work + DECODE_PAIRS * PAIR;
  const v = work + 2 * DECODE_PAIRS * PAIR;
  const base = work + 3 * DECODE_PAIRS * PAIR;
  const power = work + 4 * DECODE_PAIRS * PAIR;
  for (let j: usize = 0; j < pairs; j++) {
    const o = PAIR * j;
    for (let lane: usize = 0; lane < 2; lane++) {
      const encoding = bytes + 64 * j + 32 * lane;
      fromBytes(s + o, lane, encoding);
      valid |= isCanonicalAndEven(encoding) << <u32>((j << 1) + lane);
    }
    square(W, s + o); // ss
    sub(U1, ONE, W);
    add(u2 + o, ONE, W);
    carry(u2 + o, u2 + o);
    square(U2, u2 + o); // u2²
    carry(U1, U1);
    square(V, U1);
    mul(V, V, D);
    add(V, V, U2);
    carry(V, V);
    negate(v + o, V); // v = −D·u1² − u2²
    carry(v + o, v + o);
    mul(DX, v + o, U2); // v·u2²
    powerBase(base + o, ONE, DX);
  }
  power22523(power, base, pairs);
  for (let j: usize = 0; j < pairs; j++) {
    const o = PAIR * j;
    const p = out + 4 * PAIR * j;
    square(U2, u2 + o);
    mul(U2, v + o, U2);
    const isSquare = squareRootOfRatio(R, ONE, U2, power + o);
    mul(DX, R, u2 + o); // den_x
    mul(DY, R, DX);
    mul(DY, DY, v + o); // den_y
    add(p, s + o, s + o);
    mul(p, p, DX);
    absolute(p); // x
    square(W, s + o);
    subCarried(U1, ONE, W);
    mul(p + PAIR, U1, DY); // y
    setOne(p + 2 * PAIR);
    mul(p + 3 * PAIR, p, p + PAIR); // t
    for (let lane: usize = 0; lane < 2; lane++) {
      const ok = ((isSquare >> <u32>lane) & 1) & (isNegative(p + 3 * PAIR, lane) ^ 1) & (isZero(p + PAIR, lane) ^ 1);
      valid &= ~((ok ^ 1) << <u32>((j << 1) + lane));
    }
  }
  return valid;
}

/** The encodings of both lanes of an extended pair: 64 bytes. Constant-time. */
export function encode(bytes: usize, p: usize): void {
  const x = p;
  const y = p + PAIR;
  const z = p + 2 * PAIR;
  const t = p + 3 * PAIR;
  add(U1, z, y);
  subCarried(W, z, y);
  mul(U1, U1, W); // (Z+Y)(Z−Y)
  mul(U2, x, y);
  square(V, U2);
  mul(V, V, U1); // u1·u2²
  powerBase(DX, ONE, V);
  power22523(DY, DX, 1);
  squareRootOfRatio(R, ONE, V, DY);
  mul(DX, R, U1); // den1
  mul(DY, R, U2); // den2
  mul(V, DX, DY);
  mul(V, V, t); // 1/Z
  mul(W, t, V);
  const rotate = laneMask(isNegative(W, 0), isNegative(W, 1));
  mul(U1, x, SQRT_M1); // ix
  mul(U2, y, SQRT_M1); // iy
  mul(CHECK, DX, INVSQRT_A_MINUS_D);
  select(DX, x, U2, rotate); // x
  select(U1, y, U1, rotate); // y
  select(DY, DY, CHECK, rotate); // 1/den
  mul(W, DX, V);
  const flip = laneMask(isNegative(W, 0), isNegative(W, 1));
  negate(NEGATED, U1);
  carry(NEGATED, NEGATED);
  select(U1, U1, NEGATED, flip);
  subCarried(W, z, U1);
  mul(R, DY, W);
  absolute(R);
  toBytes(bytes, R, 0);
  toBytes(bytes + 32, R, 1);
}

/** Bit i is set if lane i is the identity of the group: x = 0 or y = 0, modulo the torsion. */
export function isIdentity(p: usize): u32 {
  const lane0 = isZero(p, 0) | isZero(p + PAIR, 0);
  const lane1 = isZero(p, 1) | isZero(p + PAIR, 1);
  return lane0 | (lane1 << 1);
}

/**
 * The group element of 64 uniform bytes (RFC 9496, §4.3.4) in both lanes of an extended pair: each
 * lane maps 32 bytes to the curve, then the lanes are added. Public data.
 */
export function derive(out: usize, bytes: usize): void {
  const s = out;
  const v = out + PAIR;
  const r = out + 2 * PAIR;
  const n = out + 3 * PAIR;
  fromBytes(DX, 0, bytes);
  fromBytes(DX, 1, bytes + 32); // t
  square(r, DX);
  mul(r, r, SQRT_M1);
  add(U1, r, ONE);
  mul(U1, U1, ONE_MINUS_D_SQUARED); // u
  mul(v, r, D);
  add(v, v, ONE);
  carry(v, v);
  negate(v, v); // −1 − r·d
  add(W, r, D);
  mul(v, v, W);
  powerBase(DY, U1, v);
  power22523(U2, DY, 1);
  const isSquare = squareRootOfRatio(s, U1, v, U2);
  const square0 = laneMask(isSquare & 1, isSquare >> 1);
  mul(R, s, DX);
  absolute(R);
  negate(R, R);
  carry(R, R); // −|s·t|
  select(s, R, s, square0);
  negate(W, ONE);
  carry(W, W);
  select(CHECK, r, W, square0); // c
  subCarried(W, r, ONE);
  mul(n, CHECK, W);
  mul(n, n, D_MINUS_ONE_SQUARED);
  subCarried(n, n, v);
  mul(DX, s, v);
  add(DX, DX, DX);
  carry(DX, DX); // w0
  mul(DY, n, SQRT_AD_MINUS_ONE); // w1
  square(R, s);
  subCarried(U1, ONE, R); // w2
  add(U2, ONE, R);
  carry(U2, U2); // w3
  mul(out, DX, U2);
  mul(out + PAIR, U1, DY);
  mul(out + 2 * PAIR, DY, U2);
  mul(out + 3 * PAIR, DX, U1);
  addLanes(out);
}
