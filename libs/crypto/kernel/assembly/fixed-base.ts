// Sums over fixed generators with secret scalars. Constant-time: the sequence of instructions and
// addresses depends only on the number of generators. Every table is read completely; masks select
// the entry and apply its sign. Each function takes `work`, 2·128 + 240 bytes of workspace.
import { recodeSignedOdd, DIGITS } from './recode';
import { addLanes, addNiels, doubleTimes, ENTRY, gatherSigned, setIdentity } from './point';

/** out = the entry for digit u in a table of 16 odd multiples: the multiple |2u − 31|. */
function selectEntry(out: usize, table: usize, u: u32): void {
  const index = i32x4.splat(<i32>((u & 15) ^ (((u >> 4) - 1) & 15)));
  let v0 = i64x2.splat(0);
  let v1 = v0;
  let v2 = v0;
  let v3 = v0;
  let v4 = v0;
  let v5 = v0;
  let v6 = v0;
  for (let i = 0; i < 16; i++) {
    const mask = i32x4.eq(i32x4.splat(i), index);
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

/** p += (entry for digit u0 of table0, entry for digit u1 of table1). */
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
  recodeSignedOdd(digits, scalars, 2);
  setIdentity(p);
  for (let j: usize = 0; j < DIGITS; j++) {
    const table = comb + 2 * j * 16 * ENTRY;
    addSelected(p, table, table + 16 * ENTRY, load<u8>(digits + j), load<u8>(digits + DIGITS + j), work);
  }
}

/**
 * p = Σ over the terms of table times digits, in both lanes. A term is (address of a table, address of
 * digits), 8 bytes. The first `whole` terms have 52 digits, the following `halves` terms `halfDigits`;
 * both counts are even. Digits are those of `recodeSignedOdd`, or one half of them.
 */
export function multiplyFixed(p: usize, terms: usize, whole: usize, halves: usize, halfDigits: usize, work: usize): void {
  setIdentity(p);
  const half = terms + 8 * whole;
  const end = half + 8 * halves;
  for (let j = whole > 0 ? DIGITS : halfDigits; j-- > 0;) {
    doubleTimes(p, 5);
    if (j < halfDigits) addTerms(p, half, end, j, work);
    addTerms(p, terms, half, j, work);
  }
  addLanes(p);
}

function addTerms(p: usize, from: usize, to: usize, digit: usize, work: usize): void {
  for (let s = from; s < to; s += 16) {
    const u0 = load<u8>(load<u32>(s, 4) + digit);
    const u1 = load<u8>(load<u32>(s, 12) + digit);
    addSelected(p, load<u32>(s), load<u32>(s, 8), u0, u1, work);
  }
}

/**
 * p += Σ (bit i of the value ? Gᵢ : −Hᵢ) for i < n; even i in lane 0, odd i in lane 1. The tables of G
 * and H have `stride` bytes per generator and start with the generator itself.
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
