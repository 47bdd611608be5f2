import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { KernelUnderTest } from './testing/kernel-under-test.js';
import { ENTRY, expectPoints, niels, PAIR, Point, point, read } from './testing/points.js';

const kernel = new KernelUnderTest();
const BUCKET = 144;

interface Addend {
  readonly bucket: number;
  readonly index: number;
  readonly isNegative: boolean;
}

const total = (list: readonly Point[]) => list.reduce((sum, p) => sum.add(p), Point.ZERO);

/** Sums the addends by bucket in the kernel; returns the address of the buckets. */
function sumInKernel(entries: readonly Point[], buckets: number, addends: readonly Addend[]): number {
  const table = (kernel.allocate(ENTRY * (entries.length + 2)) + ENTRY - 1) & -ENTRY;
  for (let i = 0; i < entries.length; i += 2) {
    const pair = niels(kernel, [entries[i] as Point, entries[i + 1] ?? Point.ZERO]);
    kernel.exports.scatter(table + ENTRY * i, table + ENTRY * (i + 1), pair);
  }
  const sums = kernel.allocate(BUCKET * buckets);
  kernel.exports.beginBuckets(kernel.allocate(kernel.exports.bucketsWork(buckets, addends.length)), buckets);
  for (const { bucket, index, isNegative } of addends)
    kernel.exports.addToBucket(bucket, table + ENTRY * index + Number(isNegative));
  kernel.exports.sumBuckets(sums);
  return sums;
}

/** What the buckets should hold. */
const expectedSums = (entries: readonly Point[], buckets: number, addends: readonly Addend[]) =>
  Array.from({ length: buckets }, (_, b) =>
    total(
      addends
        .filter(({ bucket }) => bucket === b)
        .map(({ index, isNegative }) => {
          const entry = entries[index] as Point;
          return isNegative ? entry.negate() : entry;
        }),
    ),
  );

/** Two buckets as points: weighed alone, each counts once. */
function readTwo(buckets: number): Point[] {
  const [weighted, sum] = [kernel.allocate(PAIR), kernel.allocate(PAIR)];
  kernel.exports.weighBuckets(weighted, sum, buckets, 1);
  expectPoints(read(kernel, sum), read(kernel, weighted));
  return read(kernel, weighted);
}

function expectSums(entries: readonly Point[], buckets: number, addends: readonly Addend[]): void {
  const sums = sumInKernel(entries, buckets, addends);
  const expected = expectedSums(entries, buckets, addends);
  for (let b = 0; b < buckets; b += 2) expectPoints(readTwo(sums + BUCKET * b), expected.slice(b, b + 2));

  const half = buckets / 2;
  const [weighted, sum] = [kernel.allocate(PAIR), kernel.allocate(PAIR)];
  kernel.exports.weighBuckets(weighted, sum, sums, half);
  const lanes = [expected.slice(0, half), expected.slice(half)];
  expectPoints(read(kernel, sum), lanes.map(total));
  expectPoints(
    read(kernel, weighted),
    lanes.map((lane) => total(lane.map((p, j) => p.multiplyUnsafe(BigInt(j + 1))))),
  );
}

describe('buckets', () => {
  // Few entries, torsion and the identity among them, so that equal and opposite ones meet in a bucket.
  const entries = fc.array(point, { minLength: 1, maxLength: 4 });
  const lists = fc.tuple(entries, fc.constantFrom(2, 4, 8, 16)).chain(([points, buckets]) =>
    fc.tuple(
      fc.constant(points),
      fc.constant(buckets),
      fc.array(
        fc.record({
          // Lower buckets are met more often: lengths differ, and some stay empty.
          bucket: fc.tuple(fc.nat(buckets - 1), fc.nat(buckets - 1)).map(([a, b]) => Math.min(a, b)),
          index: fc.nat(points.length - 1),
          isNegative: fc.boolean(),
        }),
        { maxLength: 60 },
      ),
    ),
  );

  test('hold the sums of what was added to them, and are weighed by their places', () => {
    fc.assert(
      fc.property(lists, ([points, buckets, addends]) => expectSums(points, buckets, addends)),
      { numRuns: 60 },
    );
  });

  const g = Point.BASE;
  const all = (bucket: number, n: number, isNegative = (_: number) => false) =>
    Array.from({ length: n }, (_, i) => ({ bucket, index: 0, isNegative: isNegative(i) }));

  test.each<[string, Addend[]]>([
    ['nothing at all', []],
    ['everything in one bucket, beside empty ones', all(2, 37)],
    ['everything in the last bucket', all(3, 8)],
    ['one bucket much longer than the next', [...all(0, 33), ...all(1, 1)]],
    ['lengths that fill the entries fetched at once exactly', [...all(0, 8), ...all(1, 8), ...all(3, 16)]],
    ['opposites that leave the identity', all(1, 10, (i) => i % 2 === 1)],
    ['the same point again and again, which doubles', [...all(0, 2), ...all(1, 2), ...all(2, 3)]],
  ])('%s', (_, addends) => expectSums([g], 4, addends));

  test('the identity alone', () => expectSums([Point.ZERO], 2, all(0, 3)));
});
