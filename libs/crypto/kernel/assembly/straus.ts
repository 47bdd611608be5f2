// Multi-scalar multiplication by one ladder of doublings with non-adjacent forms (Straus 1964;
// Solinas 2000). Variable time: for public data only.
//
// Digits are collected first, as (position, reference) with a reference the address of a table entry
// plus 1 for a negative digit; then sorted by position; then the ladder adds them two at a time,
// one to each lane.
import { IDENTITY_ENTRY } from './constants.generated';
import { addEntriesVarTime, addLanes, double, ENTRY, setIdentity } from './point';
import { loadWords } from './recode';
import { SCALAR } from './scalar';

const POSITIONS: usize = 258;
const counts: usize = memory.data(4 * 259, 16);
let list: usize = 0;
let top: usize = 0;

/** Begins a sum; `space` has 8 bytes for each digit to come, and as much again for sorting. */
export function strausBeginVarTime(space: usize): void {
  memory.fill(counts, 0, 4 * 259);
  list = space;
  top = space;
}

/**
 * Adds Σ sᵢ·Pᵢ over the i < n with (i & select) == wanted. tables + stride·i holds the 2^(width−2) odd
 * multiples of Pᵢ and, with shift > 0, behind them those of 2^shift·Pᵢ. width ≤ 12.
 */
export function strausAddVarTime(
  scalars: usize, n: usize, tables: usize, stride: usize, width: usize, shift: usize, select: usize, wanted: usize,
): void {
  const half: i32 = 1 << <i32>(width - 1);
  const mask: u64 = (1 << width) - 1;
  const second = (<usize>1 << (width - 2)) * ENTRY;
  for (let i: usize = 0; i < n; i++) {
    if ((i & select) != wanted) continue;
    const words = loadWords(scalars + SCALAR * i);
    const table = tables + stride * i;
    let position: usize = 0;
    let carry: u64 = 0;
    while (position < 256) {
      const word = position >> 6;
      const offset = position & 63;
      let x = load<u64>(words + 8 * word) >> offset;
      if (offset > 0) x |= load<u64>(words + 8 * word, 8) << (64 - offset);
      const zeros = <usize>ctz(x ^ (0 - carry));
      if (zeros > 0) {
        position += zeros;
        // Only zeros left, and no carry to end them: done. Otherwise go on from the first other bit.
        continue;
      }
      let digit = <i32>((x & mask) + carry);
      carry = <u64>(digit >= half);
      if (carry) digit -= 2 * half;
      const sign = <u32>digit >> 31;
      const magnitude = sign ? -digit : digit;
      let reference = table + <usize>(magnitude >> 1) * ENTRY + sign;
      let at = position;
      if (shift > 0 && position >= shift) {
        reference += second;
        at -= shift;
      }
      store<u32>(top, <u32>at);
      store<u32>(top, <u32>reference, 4);
      top += 8;
      store<u32>(counts + 4 * at, load<u32>(counts + 4 * at) + 1);
      position += width;
    }
  }
}

/** p = the sum, in both lanes. */
export function strausEvaluateVarTime(p: usize): void {
  const sorted = top;
  let sum: u32 = 0;
  let highest: usize = 0;
  for (let j: usize = 0; j < POSITIONS; j++) {
    const count = load<u32>(counts + 4 * j);
    if (count > 0) highest = j;
    store<u32>(counts + 4 * j, sum);
    sum += count;
  }
  for (let s = list; s < top; s += 8) {
    const counter = counts + 4 * <usize>load<u32>(s);
    const index = load<u32>(counter);
    store<u32>(counter, index + 1);
    store<u32>(sorted + 4 * <usize>index, load<u32>(s, 4));
  }
  // Now counts[j] is where position j ends, counts[j − 1] where it begins.
  setIdentity(p);
  for (let j = highest + 1; j-- > 0;) {
    double(p);
    const end = sorted + 4 * <usize>load<u32>(counts + 4 * j);
    let s = j > 0 ? sorted + 4 * <usize>load<u32>(counts + 4 * (j - 1)) : sorted;
    for (; s + 4 < end; s += 8) addEntriesVarTime(p, load<u32>(s), load<u32>(s, 4));
    if (s < end) addEntriesVarTime(p, load<u32>(s), IDENTITY_ENTRY);
  }
  addLanes(p);
}
