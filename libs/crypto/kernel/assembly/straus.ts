// Multi-scalar multiplication by one ladder of doublings with non-adjacent forms (Straus 1964;
// Solinas 2000). Variable time: for public data only.
//
// The digits are first collected as (position, reference), where a reference is the address of a table
// entry, plus 1 for a negative digit. They are then sorted by position, and the ladder adds them two at
// a time, one per lane.
import { IDENTITY_ENTRY } from './constants.generated';
import { FETCH_WORK } from './memory';
import { addLanes, addNiels, double, ENTRY, FETCHED, fetchVarTime, NIELS, setIdentity } from './point';
import { loadWords } from './recode';
import { SCALAR } from './scalar';

const ENTRIES: usize = FETCH_WORK;
const ENTRIES_END: usize = ENTRIES + FETCHED * NIELS;
const POSITIONS: usize = 258;
const counts: usize = memory.data(4 * 259, 16);
let list: usize = 0;
let top: usize = 0;

/** Starts a sum; `space` has 12 bytes per digit, plus 1,100. */
export function strausBeginVarTime(space: usize): void {
  memory.fill(counts, 0, 4 * 259);
  list = space;
  top = space;
}

/**
 * Adds Σ sᵢ·Pᵢ over the i < n with (i & select) == match. tables + stride·i holds the 2^(width−2) odd
 * multiples of Pᵢ, followed, if shift > 0, by those of 2^shift·Pᵢ. width ≤ 12.
 *
 * If delta > 0, lane 0 gets this sum and lane 1 the sum with tables + delta. Then all calls for one sum
 * need a delta, and the result stays in its lanes.
 */
export function strausAddVarTime(
  scalars: usize, n: usize, tables: usize, stride: usize, width: usize, shift: usize, select: usize, match: usize,
  delta: usize,
): void {
  const half: i32 = 1 << <i32>(width - 1);
  const mask: u64 = (1 << width) - 1;
  const second = (<usize>1 << (width - 2)) * ENTRY;
  const split: usize = shift > 0 ? shift : POSITIONS;
  for (let i: usize = 0; i < n; i++) {
    if ((i & select) != match) continue;
    const words = loadWords(scalars + SCALAR * i);
    const table = tables + stride * i;
    let position: usize = 0;
    let carry: u64 = 0;
    while (position < 256) {
      // At least 57 bits from this position; skips a run without a digit (zeros, or ones under a carry).
      let x = load<u64>(words + (position >> 3)) >> (position & 7);
      const run = <usize>ctz((x ^ (0 - carry)) | (1 << 40));
      position += run;
      if (run == 40) continue;
      x >>= run;
      let digit = <i32>((x & mask) + carry);
      const over = <i32>(digit >= half);
      carry = <u64>over;
      digit -= (0 - over) & (2 * half);
      const sign = digit >> 31;
      const magnitude = (digit ^ sign) - sign;
      const isSecond: usize = 0 - <usize>(position >= split);
      const reference = table + <usize>(magnitude >> 1) * ENTRY + (isSecond & second) + <usize>(sign & 1);
      const at = position - (isSecond & shift);
      const counter = counts + 4 * at;
      store<u32>(top, <u32>at);
      store<u32>(top, <u32>reference, 4);
      top += 8;
      if (delta > 0) {
        store<u32>(top, <u32>at);
        store<u32>(top, <u32>(reference + delta), 4);
        top += 8;
        store<u32>(counter, load<u32>(counter) + 1);
      }
      store<u32>(counter, load<u32>(counter) + 1);
      position += width;
    }
  }
}

/** p = the sum, in both lanes. */
export function strausEvaluateVarTime(p: usize): void {
  strausLanesVarTime(p);
  addLanes(p);
}

/**
 * p = the sums of the two lanes. References are sorted from the highest position down, and an odd number
 * at a position is padded with the identity. So the ladder reads them in order and can fetch several
 * entries at once, because the tables are larger than a core's own cache.
 */
export function strausLanesVarTime(p: usize): void {
  const sorted = top;
  let end: usize = sorted;
  let highest: usize = 0;
  for (let j = POSITIONS; j-- > 0;) {
    const count = <usize>load<u32>(counts + 4 * j);
    if (count > 0 && highest == 0) highest = j;
    store<u32>(counts + 4 * j, <u32>end);
    end += 4 * count;
    if (count & 1) {
      store<u32>(end, <u32>IDENTITY_ENTRY);
      end += 4;
    }
  }
  for (let i: usize = 0; i < 8 * FETCHED; i += 4) store<u32>(end + i, <u32>IDENTITY_ENTRY);
  for (let s = list; s < top; s += 8) {
    const counter = counts + 4 * <usize>load<u32>(s);
    const at = load<u32>(counter);
    store<u32>(counter, at + 4);
    store<u32>(<usize>at, load<u32>(s, 4));
  }
  // Now counts[j] is the end of the references of position j, without the padding.
  setIdentity(p);
  let s = sorted;
  let entry = ENTRIES_END;
  for (let j = highest + 1; j-- > 0;) {
    double(p, true);
    const stop = <usize>load<u32>(counts + 4 * j);
    for (; s < stop; s += 8) {
      if (entry == ENTRIES_END) {
        entry = ENTRIES;
        fetchVarTime(ENTRIES, s);
      }
      // The doubling after the last addition of a position does not read T.
      addNiels(p, entry, s + 8 < stop || j == 0);
      entry += NIELS;
    }
  }
}
