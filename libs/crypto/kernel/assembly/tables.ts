// Tables of odd multiples (P, 3P, 5P, …) as affine entries. The points are public, so variable time would
// be acceptable, though no branch here depends on a coordinate.
import { HALF, D } from './constants.generated';
import { add, carry, copy, invert, mul, PAIR, subCarried } from './field';
import { TABLES_WORK } from './memory';
import {
  addCached, affineToNiels, copyPoint, double, doubleTimes, ENTRY, EXTENDED, gatherVarTime, nielsToExtended, scatter,
  scatterFirst, toCached,
} from './point';

const NIELS_PAIR: usize = TABLES_WORK;

/** `count` extended pairs: p, 3p, 5p, … `step` is workspace for two extended pairs. */
function oddMultiples(out: usize, p: usize, count: usize, step: usize): void {
  copyPoint(out, p);
  copyPoint(step, p);
  double(step, true);
  toCached(step + EXTENDED, step);
  for (let i: usize = 1; i < count; i++) {
    copyPoint(out + EXTENDED * i, out + EXTENDED * (i - 1));
    addCached(out + EXTENDED * i, step + EXTENDED);
  }
}

/**
 * Converts extended pairs to niels pairs in place (240 of the 320 bytes), with one inversion;
 * `products` is workspace for one field pair per pair of points.
 */
export function toNiels(points: usize, count: usize, products: usize): void {
  copy(products, points + 2 * PAIR);
  for (let i: usize = 1; i < count; i++)
    mul(products + PAIR * i, products + PAIR * (i - 1), points + EXTENDED * i + 2 * PAIR);
  const last = products + PAIR * (count - 1);
  invert(last, last);
  for (let i = count; i-- > 0;) {
    const p = points + EXTENDED * i;
    const inverse = products + PAIR * i;
    if (i > 0) {
      const before = products + PAIR * (i - 1);
      // 1/z of this point; the running inverse continues with the point before.
      mul(p + 3 * PAIR, inverse, before);
      mul(before, inverse, p + 2 * PAIR);
    } else {
      copy(p + 3 * PAIR, inverse);
    }
    mul(p, p, p + 3 * PAIR); // x
    mul(p + PAIR, p + PAIR, p + 3 * PAIR); // y
    mul(p + 2 * PAIR, p, p + PAIR);
    mul(p + 2 * PAIR, p + 2 * PAIR, D); // d·x·y
    mul(p, p, HALF);
    mul(p + 3 * PAIR, p + PAIR, HALF);
    subCarried(p + PAIR, p + 3 * PAIR, p);
    add(p, p + 3 * PAIR, p);
    carry(p, p);
  }
}

/**
 * Writes the first `count` odd multiples of both points of a pair to the tables at t0 and t1; if
 * `shift` > 0, those of 2^shift times the points follow. Overwrites p; work has 400 bytes per multiple,
 * plus 640.
 */
export function buildTables(t0: usize, t1: usize, p: usize, count: usize, shift: i32, work: usize): void {
  const products = work + count * EXTENDED;
  const step = products + count * PAIR;
  for (let half: usize = 0; half < (shift > 0 ? 2 : 1); half++) {
    if (half == 1) doubleTimes(p, shift);
    oddMultiples(work, p, count, step);
    toNiels(work, count, products);
    for (let i: usize = 0; i < count; i++) {
      const at = ENTRY * (half * count + i);
      scatter(t0 + at, t1 + at, work + EXTENDED * i);
    }
  }
}

/** A comb: `windows` tables of 16 odd multiples of 32^j times the points, alternating between the two points. */
export function buildComb(out: usize, p: usize, windows: usize, work: usize): void {
  for (let j: usize = 0; j < windows; j++) {
    const t0 = out + 2 * j * 16 * ENTRY;
    buildTables(t0, t0 + 16 * ENTRY, p, 16, 0, work);
    doubleTimes(p, 5);
  }
}

/**
 * Tables of `count` odd multiples for the points of `pairs` extended pairs, one after the other (point
 * 2i, then point 2i + 1), with one inversion for all; work has 400 bytes per multiple of a pair, plus
 * 640.
 */
export function buildPointTables(out: usize, points: usize, pairs: usize, count: usize, work: usize): void {
  const products = work + pairs * count * EXTENDED;
  const step = products + pairs * count * PAIR;
  for (let j: usize = 0; j < pairs; j++) oddMultiples(work + j * count * EXTENDED, points + EXTENDED * j, count, step);
  toNiels(work, pairs * count, products);
  for (let j: usize = 0; j < pairs; j++) {
    const table = out + 2 * j * count * ENTRY;
    for (let i: usize = 0; i < count; i++)
      scatter(table + ENTRY * i, table + ENTRY * (count + i), work + EXTENDED * (j * count + i));
  }
}

/**
 * n entries from the points of ⌈n/2⌉ extended pairs, which are converted to niels pairs in place. Affine
 * points (Z = 1) need no inversion. `work` has one field pair per pair of points.
 */
export function pointsToEntries(entries: usize, points: usize, n: usize, affine: bool, work: usize): void {
  const pairs = (n + 1) >> 1;
  if (!affine) toNiels(points, pairs, work);
  for (let i: usize = 0; i < pairs; i++) {
    const p = points + EXTENDED * i;
    if (affine) affineToNiels(p, p);
    const entry = entries + 2 * i * ENTRY;
    if (i * 2 + 1 < n) scatter(entry, entry + ENTRY, p);
    else scatterFirst(entry, p);
  }
}

/** ⌈n/2⌉ extended pairs from n entries; if n is odd, the last entry fills both lanes. */
export function entriesToPoints(points: usize, entries: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 2) {
    const entry = entries + ENTRY * i;
    const p = points + (EXTENDED >> 1) * i;
    gatherVarTime(NIELS_PAIR, entry, i + 1 < n ? entry + ENTRY : entry);
    nielsToExtended(p, NIELS_PAIR);
  }
}
