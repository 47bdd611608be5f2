// Bucket sums of table entries. Variable time: for public data only.
//
// References to entries (an address, plus 1 for a negative sign) are collected with their bucket, then
// sorted. Two buckets of similar length are summed side by side, one per lane, until both are
// complete; the shorter one is padded with the identity.
import { IDENTITY_ENTRY } from './constants.generated';
import { BUCKETS_WORK, FETCH_WORK } from './memory';
import { addCached, addNiels, FETCHED, fetchVarTime, NIELS, nielsToExtended, setIdentity, toCached } from './point';

/** One extended point, laid out like a table entry with four coordinates. */
export const BUCKET: usize = 144;

const CURRENT: usize = BUCKETS_WORK;
const RUNNING: usize = BUCKETS_WORK + 320;
const CACHED: usize = BUCKETS_WORK + 640;
const ENTRIES: usize = FETCH_WORK;
const ENTRIES_END: usize = ENTRIES + FETCHED * NIELS;

let bucketCount: usize = 0;
let lengths: usize = 0;
let list: usize = 0;
let top: usize = 0;

/** Bytes of workspace for this number of buckets and references. */
export function bucketsWork(buckets: usize, references: usize): usize {
  return 12 * buckets + 16 * references + 8 * FETCHED;
}

/** Starts collecting for an even number of buckets. `space` has `bucketsWork` bytes and is 4-aligned. */
export function beginBuckets(space: usize, buckets: usize): void {
  bucketCount = buckets;
  lengths = space;
  memory.fill(lengths, 0, 4 * buckets);
  list = space + 12 * buckets;
  top = list;
}

/** Adds an entry to a bucket. */
@inline export function addToBucket(bucket: usize, reference: usize): void {
  const counter = lengths + 4 * bucket;
  store<u32>(counter, load<u32>(counter) + 1);
  store<u32>(top, <u32>bucket);
  store<u32>(top, <u32>reference, 4);
  top += 8;
}

/** Writes the buckets to `order`, longest first. `space` has 4 bytes per reference, plus 8. */
function orderByLength(order: usize, space: usize): void {
  let longest: usize = 0;
  for (let b: usize = 0; b < bucketCount; b++) {
    const length = <usize>load<u32>(lengths + 4 * b);
    if (length > longest) longest = length;
  }
  memory.fill(space, 0, 4 * (longest + 1));
  for (let b: usize = 0; b < bucketCount; b++) {
    const counter = space + 4 * <usize>load<u32>(lengths + 4 * b);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let at: u32 = 0;
  for (let length = longest + 1; length-- > 0;) {
    const counter = space + 4 * length;
    const count = load<u32>(counter);
    store<u32>(counter, at);
    at += count;
  }
  for (let b: usize = 0; b < bucketCount; b++) {
    const counter = space + 4 * <usize>load<u32>(lengths + 4 * b);
    const rank = load<u32>(counter);
    store<u32>(counter, rank + 1);
    store<u32>(order + 4 * <usize>rank, <u32>b);
  }
}

/** buckets[b] = the sum of the entries added to bucket b. */
export function sumBuckets(buckets: usize): void {
  const order = lengths + 4 * bucketCount;
  const positions = order + 4 * bucketCount;
  const sorted = top;
  orderByLength(order, sorted);
  // Two consecutive buckets share a range of twice the longer one's length, with alternating references.
  let end = sorted;
  for (let r: usize = 0; r < bucketCount; r += 2) {
    const b0 = <usize>load<u32>(order + 4 * r);
    const b1 = <usize>load<u32>(order + 4 * r, 4);
    const length = <usize>load<u32>(lengths + 4 * b0);
    store<u32>(positions + 4 * b0, <u32>end);
    store<u32>(positions + 4 * b1, <u32>(end + 4));
    const first = end + 8 * <usize>load<u32>(lengths + 4 * b1);
    end += 8 * length;
    for (let s = first; s < end; s += 8) store<u32>(s, <u32>IDENTITY_ENTRY, 4);
  }
  for (let i: usize = 0; i < 8 * FETCHED; i += 4) store<u32>(end + i, <u32>IDENTITY_ENTRY);
  for (let s = list; s < top; s += 8) {
    const position = positions + 4 * <usize>load<u32>(s);
    const at = load<u32>(position);
    store<u32>(position, at + 8);
    store<u32>(<usize>at, load<u32>(s, 4));
  }
  let s = sorted;
  let entry = ENTRIES_END;
  for (let r: usize = 0; r < bucketCount; r += 2) {
    const b0 = <usize>load<u32>(order + 4 * r);
    const b1 = <usize>load<u32>(order + 4 * r, 4);
    const stop = s + 8 * <usize>load<u32>(lengths + 4 * b0);
    if (s == stop) setIdentity(CURRENT);
    for (let isFirst = true; s < stop; s += 8, isFirst = false) {
      if (entry == ENTRIES_END) {
        entry = ENTRIES;
        fetchVarTime(ENTRIES, s);
      }
      if (isFirst) nielsToExtended(CURRENT, entry);
      else addNiels(CURRENT, entry, true);
      entry += NIELS;
    }
    scatter(buckets + BUCKET * b0, buckets + BUCKET * b1, CURRENT);
  }
}

/**
 * weighted = Σ (j + 1)·buckets[j] over j < half in lane 0 and Σ (j + 1)·buckets[half + j] in lane 1, by
 * running sums from the highest bucket down; sum = the same sums without the factors j + 1.
 */
export function weighBuckets(weighted: usize, sum: usize, buckets: usize, half: usize): void {
  setIdentity(sum);
  setIdentity(weighted);
  for (let j = half; j-- > 0;) {
    gather(RUNNING, buckets + BUCKET * j, buckets + BUCKET * (half + j));
    toCached(CACHED, RUNNING);
    addCached(sum, CACHED);
    toCached(CACHED, sum);
    addCached(weighted, CACHED);
  }
}

/** An extended pair from two buckets. */
@inline function gather(p: usize, b0: usize, b1: usize): void {
  for (let c: usize = 0; c < 4; c++) {
    const p0 = v128.load(b0 + 32 * c);
    const p1 = v128.load(b0 + 32 * c, 16);
    const q0 = v128.load(b1 + 32 * c);
    const q1 = v128.load(b1 + 32 * c, 16);
    v128.store(p + 80 * c, v128.shuffle<i32>(p0, q0, 0, 4, 1, 5));
    v128.store(p + 80 * c, v128.shuffle<i32>(p0, q0, 2, 6, 3, 7), 16);
    v128.store(p + 80 * c, v128.shuffle<i32>(p1, q1, 0, 4, 1, 5), 32);
    v128.store(p + 80 * c, v128.shuffle<i32>(p1, q1, 2, 6, 3, 7), 48);
  }
  const t = v128.load(b0, 128);
  const u = v128.load(b1, 128);
  v128.store(p, v128.shuffle<i32>(t, u, 0, 4, 0, 4), 64);
  v128.store(p, v128.shuffle<i32>(t, u, 1, 5, 1, 5), 144);
  v128.store(p, v128.shuffle<i32>(t, u, 2, 6, 2, 6), 224);
  v128.store(p, v128.shuffle<i32>(t, u, 3, 7, 3, 7), 304);
}

/** Two buckets from an extended pair. */
@inline function scatter(b0: usize, b1: usize, p: usize): void {
  for (let c: usize = 0; c < 4; c++) {
    const v0 = v128.load(p + 80 * c);
    const v1 = v128.load(p + 80 * c, 16);
    const v2 = v128.load(p + 80 * c, 32);
    const v3 = v128.load(p + 80 * c, 48);
    v128.store(b0 + 32 * c, v128.shuffle<i32>(v0, v1, 0, 2, 4, 6));
    v128.store(b0 + 32 * c, v128.shuffle<i32>(v2, v3, 0, 2, 4, 6), 16);
    v128.store(b1 + 32 * c, v128.shuffle<i32>(v0, v1, 1, 3, 5, 7));
    v128.store(b1 + 32 * c, v128.shuffle<i32>(v2, v3, 1, 3, 5, 7), 16);
  }
  const a = v128.shuffle<i32>(v128.load(p, 64), v128.load(p, 144), 0, 4, 1, 5);
  const b = v128.shuffle<i32>(v128.load(p, 224), v128.load(p, 304), 0, 4, 1, 5);
  v128.store(b0, v128.shuffle<i32>(a, b, 0, 1, 4, 5), 128);
  v128.store(b1, v128.shuffle<i32>(a, b, 2, 3, 6, 7), 128);
}
