// Multi-scalar multiplication by buckets (Pippenger 1976; Bernstein, Doumen, Lange, Oosterwijk 2012,
// §4). Variable time: for public data only. Two windows at a time, one in each lane, each with its
// own buckets; a bucket is one extended point, laid out like a table entry with four coordinates.
import { PIPPENGER_WORK } from './memory';
import {
  addCached, addEntriesVarTime, addLanes, copyPoint, doubleTimes, ENTRY, setIdentity, toCached, zipLanes,
} from './point';
import { signedWindowsVarTime } from './recode';

export const BUCKET: usize = 144;

const CURRENT: usize = PIPPENGER_WORK;
const RUNNING: usize = PIPPENGER_WORK + 320;
const WINDOW: usize = PIPPENGER_WORK + 640;
const CACHED: usize = PIPPENGER_WORK + 960;

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

/** Bytes of workspace: digits, and two sets of buckets 0…2^(c−1). */
export function pippengerWork(n: usize, c: usize, windows: usize): usize {
  return ((2 * n * windows + 15) & ~15) + 2 * ((1 << (c - 1)) + 1) * BUCKET;
}

/** p = Σ sᵢ·Pᵢ in both lanes, for n entries; windows is even and windows·c ≥ 254. */
export function pippengerVarTime(p: usize, entries: usize, scalars: usize, n: usize, c: usize, windows: usize, work: usize): void {
  signedWindowsVarTime(work, scalars, n, c, windows);
  const buckets0 = work + ((2 * n * windows + 15) & ~15);
  const count: usize = (1 << (c - 1)) + 1;
  const buckets1 = buckets0 + count * BUCKET;
  setIdentity(p);
  for (let w = windows; w > 0; w -= 2) {
    setIdentity(CURRENT);
    for (let j: usize = 0; j < count; j++) scatter(buckets0 + BUCKET * j, buckets1 + BUCKET * j, CURRENT);
    const digits0 = work + 2 * (w - 2) * n;
    const digits1 = work + 2 * (w - 1) * n;
    for (let i: usize = 0; i < n; i++) {
      const d0 = <i32>load<i16>(digits0 + 2 * i);
      const d1 = <i32>load<i16>(digits1 + 2 * i);
      if ((d0 | d1) == 0) continue;
      const s0 = d0 >> 31;
      const s1 = d1 >> 31;
      const b0 = buckets0 + <usize>((d0 ^ s0) - s0) * BUCKET;
      const b1 = buckets1 + <usize>((d1 ^ s1) - s1) * BUCKET;
      gather(CURRENT, b0, b1);
      const entry = entries + ENTRY * i;
      addEntriesVarTime(CURRENT, entry + <usize>(s0 & 1), entry + <usize>(s1 & 1));
      scatter(b0, b1, CURRENT);
    }
    // Σ j·bucket[j], by a running sum from the highest down; bucket 0 held what had no digit.
    setIdentity(RUNNING);
    setIdentity(WINDOW);
    for (let j = count - 1; j > 0; j--) {
      gather(CURRENT, buckets0 + BUCKET * j, buckets1 + BUCKET * j);
      toCached(CACHED, CURRENT);
      addCached(RUNNING, CACHED);
      toCached(CACHED, RUNNING);
      addCached(WINDOW, CACHED);
    }
    doubleTimes(p, <i32>(2 * c));
    toCached(CACHED, WINDOW);
    addCached(p, CACHED);
  }
  // Lane 1 holds the odd windows: one window's doublings more.
  copyPoint(CURRENT, p);
  doubleTimes(CURRENT, <i32>c);
  zipLanes(p, p, CURRENT);
  addLanes(p);
}
