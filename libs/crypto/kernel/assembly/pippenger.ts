// Multi-scalar multiplication by buckets (Pippenger 1976; Bernstein, Doumen, Lange, Oosterwijk 2012,
// §4). Variable time: for public data only. Processes two windows at a time: their buckets are summed
// together and weighted in one lane each.
import { addToBucket, beginBuckets, BUCKET, bucketsWork, sumBuckets, weighBuckets } from './buckets';
import { PIPPENGER_WORK } from './memory';
import { addCached, addLanes, copyPoint, doubleTimes, ENTRY, setIdentity, toCached, zipLanes } from './point';
import { signedWindowsVarTime } from './recode';

const CURRENT: usize = PIPPENGER_WORK;
const WINDOW: usize = PIPPENGER_WORK + 320;
const CACHED: usize = PIPPENGER_WORK + 640;

@inline function digitBytes(n: usize, windows: usize): usize { return (2 * n * windows + 15) & ~15; }

/** Bytes of workspace: digits, two sets of buckets 1…2^(c−1), and space for sorting. */
export function pippengerWork(n: usize, c: usize, windows: usize): usize {
  const count: usize = 1 << c;
  return digitBytes(n, windows) + count * BUCKET + bucketsWork(count, 2 * n);
}

/** Adds ±entries[i] to the bucket of its digit; bucket 1 is at `first`. */
function addDigits(digits: usize, entries: usize, n: usize, first: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const digit = <i32>load<i16>(digits + 2 * i);
    if (digit == 0) continue;
    const sign = digit >> 31;
    addToBucket(first + <usize>((digit ^ sign) - sign) - 1, entries + ENTRY * i + <usize>(sign & 1));
  }
}

/** p = Σ sᵢ·Pᵢ in both lanes, for n entries; windows is even and windows·c ≥ 254. */
export function pippengerVarTime(p: usize, entries: usize, scalars: usize, n: usize, c: usize, windows: usize, work: usize): void {
  signedWindowsVarTime(work, scalars, n, c, windows);
  const half: usize = 1 << (c - 1);
  const buckets = work + digitBytes(n, windows);
  const space = buckets + 2 * half * BUCKET;
  setIdentity(p);
  for (let w = windows; w > 0; w -= 2) {
    beginBuckets(space, 2 * half);
    addDigits(work + 2 * (w - 2) * n, entries, n, 0);
    addDigits(work + 2 * (w - 1) * n, entries, n, half);
    sumBuckets(buckets);
    weighBuckets(WINDOW, CURRENT, buckets, half);
    doubleTimes(p, <i32>(2 * c));
    toCached(CACHED, WINDOW);
    addCached(p, CACHED);
  }
  // Lane 1 holds the odd windows, which need the doublings of one more window.
  copyPoint(CURRENT, p);
  doubleTimes(CURRENT, <i32>c);
  zipLanes(p, p, CURRENT);
  addLanes(p);
}
