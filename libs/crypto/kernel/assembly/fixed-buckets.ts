// Sums over many fixed generators with public scalars: variable time. The table of a generator holds its
// multiples by 2^(c·w), so that the digits of all windows share one set of buckets (Brickell, Gordon,
// McCurley, Wilson 1992). For many generators this needs fewer additions than a ladder over odd
// multiples, and much smaller tables.
import { addToBucket, beginBuckets, BUCKET, bucketsWork, sumBuckets, weighBuckets } from './buckets';
import { FIXED_BUCKETS_WORK } from './memory';
import { addExtended, addLanes, copyPoint, doubleTimes, ENTRY, EXTENDED, scatter, setIdentity, zipLanes } from './point';
import { signedWindowsVarTime } from './recode';
import { SCALAR } from './scalar';
import { toNiels } from './tables';

/** Bits of a digit, and digits of a scalar: 253 bits, see `signedWindowsVarTime`. */
const C: usize = 11;
export const FIXED_WINDOWS: usize = 23;
const BUCKETS: usize = 1 << (C - 1);
const HALF: usize = BUCKETS >> 1;

const WEIGHTED: usize = FIXED_BUCKETS_WORK;
const SUM: usize = FIXED_BUCKETS_WORK + 320;
const IDENTITY: usize = FIXED_BUCKETS_WORK + 640;
const DIGITS: usize = FIXED_BUCKETS_WORK + 960; // of one scalar

let buckets: usize = 0;

/** Bytes of workspace for a sum over this number of generators. */
export function fixedBucketsWork(generators: usize): usize {
  return BUCKETS * BUCKET + bucketsWork(BUCKETS, generators * FIXED_WINDOWS);
}

/** The tables of both points of a pair: 2^(c·w)·P for each window. Overwrites p; work has 400 bytes per window. */
export function buildWindows(t0: usize, t1: usize, p: usize, work: usize): void {
  for (let w: usize = 0; w < FIXED_WINDOWS; w++) {
    if (w > 0) doubleTimes(p, <i32>C);
    copyPoint(work + EXTENDED * w, p);
  }
  toNiels(work, FIXED_WINDOWS, work + EXTENDED * FIXED_WINDOWS);
  for (let w: usize = 0; w < FIXED_WINDOWS; w++) scatter(t0 + ENTRY * w, t1 + ENTRY * w, work + EXTENDED * w);
}

/** Starts a sum; `space` has `fixedBucketsWork` bytes. */
export function fixedBucketsBeginVarTime(space: usize): void {
  buckets = space;
  beginBuckets(space + BUCKETS * BUCKET, BUCKETS);
}

/** Adds Σ sᵢ·Pᵢ over i < n; the table of Pᵢ is at tables + i·FIXED_WINDOWS·ENTRY. */
export function fixedBucketsAddVarTime(scalars: usize, n: usize, tables: usize): void {
  let entry = tables;
  for (let i: usize = 0; i < n; i++) {
    signedWindowsVarTime(DIGITS, scalars + SCALAR * i, 1, C, FIXED_WINDOWS);
    for (let w: usize = 0; w < FIXED_WINDOWS; w++, entry += ENTRY) {
      const digit = <i32>load<i16>(DIGITS + 2 * w);
      if (digit == 0) continue;
      const sign = digit >> 31;
      addToBucket(<usize>((digit ^ sign) - sign) - 1, entry + <usize>(sign & 1));
    }
  }
}

/** p = the sum, in both lanes. The upper half of the buckets, in lane 1, has 2^(c−2) more weight. */
export function fixedBucketsEvaluateVarTime(p: usize): void {
  sumBuckets(buckets);
  weighBuckets(WEIGHTED, SUM, buckets, HALF);
  doubleTimes(SUM, <i32>(C - 2));
  setIdentity(IDENTITY);
  zipLanes(SUM, IDENTITY, SUM);
  addExtended(WEIGHTED, SUM);
  addLanes(WEIGHTED);
  copyPoint(p, WEIGHTED);
}
