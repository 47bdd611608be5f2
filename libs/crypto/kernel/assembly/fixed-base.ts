// Sums over fixed generators with secret scalars. Constant-time: the sequence of instructions and of
// addresses depends on the numbers of generators only. Every table is read from end to end, and
// the entry wanted is kept by masks; signs are applied by masks.
import { signedOdd, DIGITS } from './recode';
import { addLanes, addNiels, doubleTimes, ENTRY, gatherSigned, setIdentity } from './point';

/** Bytes of workspace that each function here needs, besides its digits. */
export const FIXED_BASE_WORK: usize = 2 * ENTRY + 240 + 48;

/** out = the entry of a table of 16 that digit u stands for: of |2u − 31|. */
function selectEntry(out: usize, table: usize, u: u32): void {
  const wanted = i32x4.splat(<i32>((u & 15) ^ (((u >> 4) - 1) & 15)));
  let v0 = i64x2.splat(0);
  let v1 = v0;
  let v2 = v0;
  let v3 = v0;
  let v4 = v0;
  let v5 = v0;
  let v6 = v0;
  for (let i = 0; i < 16; i++) {
    const mask = i32x4.eq(i32x4.splat(i), wanted);
    v0 = v128.or(v0, v128.and(mask, v128.load(table)));
    v1 = v128.or(v1, v128.and(mask, v128.load(table, 16)));
    v2 = v128.or(v2, v128.and(mask, v128.load(table, 32)));
    v3 = v128.or(v3, v128.and(mask, v128.load(table, 48)));
    v4 = v128.or(v4, v128.and(mask, v128.load(table, 64)));
    v5 = v128.or(v5, v128.and(mask, v128.load(table, 80)));
    v6 = v128.or(v6, v128.and(mask, v128.load(table, 96)));
    table += ENTRY;
  }
  v128.store(out, v0);
  v128.store(out, v1, 16);
  v128.store(out, v2, 32);
  v128.store(out, v3, 48);
  v128.store(out, v4, 64);
  v128.store(out, v5, 80);
  v128.store(out, v6, 96);
}

/** p += (digit u0 of the first table, digit u1 of the second). */
@inline function addSelected(p: usize, table0: usize, table1: usize, u0: u32, u1: u32, work: usize): void {
  selectEntry(work, table0, u0);
  selectEntry(work + ENTRY, table1, u1);
  gatherSigned(work + 2 * ENTRY, work, work + ENTRY, (u0 >> 4) ^ 1, (u1 >> 4) ^ 1);
  addNiels(p, work + 2 * ENTRY, true);
}

/**
 * p = lane 0: a·B, lane 1: b·B_blinding, for two consecutive scalars a, b and the comb of the two
 * generators. `digits` is workspace for 2·52 bytes.
 */
export function combMultiply(p: usize, comb: usize, scalars: usize, digits: usize, work: usize): void {
  signedOdd(digits, scalars, 2);
  setIdentity(p);
  for (let j: usize = 0; j < DIGITS; j++) {
    const table = comb + 2 * j * 16 * ENTRY;
    addSelected(p, table, table + 16 * ENTRY, load<u8>(digits + j), load<u8>(digits + DIGITS + j), work);
  }
}

/**
 * p = Σ over `strings` of a table and its digits, in both lanes. A string is (address of a table,
 * address of digits), 8 bytes. The first `long` have 52 digits, the others `shortDigits`; both
 * counts are even. Digits are those of `signedOdd`, or the two halves of them.
 */
export function multiplyFixed(p: usize, strings: usize, long: usize, short: usize, shortDigits: usize, work: usize): void {
  setIdentity(p);
  const shorts = strings + 8 * long;
  const end = shorts + 8 * short;
  for (let j = long > 0 ? DIGITS : shortDigits; j-- > 0;) {
    doubleTimes(p, 5);
    if (j < shortDigits) addStrings(p, shorts, end, j, work);
    addStrings(p, strings, shorts, j, work);
  }
  addLanes(p);
}

function addStrings(p: usize, from: usize, to: usize, digit: usize, work: usize): void {
  for (let s = from; s < to; s += 16) {
    const u0 = load<u8>(load<u32>(s, 4) + digit);
    const u1 = load<u8>(load<u32>(s, 12) + digit);
    addSelected(p, load<u32>(s), load<u32>(s, 8), u0, u1, work);
  }
}

/**
 * p += Σ (bit i of the value ? Gᵢ : −Hᵢ) for i < n, the even ones in lane 0, the odd ones in lane 1.
 * Tables of G and H have `stride` bytes a generator and begin with the generator.
 */
export function addBits(p: usize, value: u64, n: i32, g: usize, h: usize, stride: usize, work: usize): void {
  for (let i = 0; i < n; i += 2) {
    const bit0 = <u32>(value >> i) & 1;
    const bit1 = <u32>(value >> (i + 1)) & 1;
    chooseEntry(work, g, h, bit0);
    chooseEntry(work + ENTRY, g + stride, h + stride, bit1);
    gatherSigned(work + 2 * ENTRY, work, work + ENTRY, bit0 ^ 1, bit1 ^ 1);
    addNiels(p, work + 2 * ENTRY, true);
    g += 2 * stride;
    h += 2 * stride;
  }
}

/** out = bit ? g : h. */
@inline function chooseEntry(out: usize, g: usize, h: usize, bit: u32): void {
  const mask = i32x4.splat(<i32>(0 - bit));
  for (let i: usize = 0; i < 112; i += 16)
    v128.store(out + i, v128.bitselect(v128.load(g + i), v128.load(h + i), mask));
}
