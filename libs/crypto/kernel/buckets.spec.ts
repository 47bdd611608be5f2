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

/** The expected sum of each bucket. */
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

/** Two buckets as points: with a half of one bucket, each has weight 1. */
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
  // Few entries, including torsion points and the identity, so that buckets get equal and opposite ones.
  const entries = fc.array(point, { minLength: 1, maxLength: 4 });
  const lists = fc.tuple(entries, fc.constantFrom(2, 4, 8, 16)).chain(([points, buckets]) =>
    fc.tuple(
      fc.constant(points),
      fc.constant(buckets),
      fc.array(
        fc.record({
          // Lower buckets are more likely, so lengths differ and some buckets stay empty.
          bucket: fc.tuple(fc.nat(buckets - 1), fc.nat(buckets - 1)).map(([a, b]) => Math.min(a, b)),
          index: fc.nat(points.length - 1),
          isNegative: fc.boolean(),
        }),
        { maxLength: 60 },
      ),
    ),
  );

  test('hold the sums of their entries, and weighBuckets weights them by position', () => {
    fc.assert(
      fc.property(lists, ([points, buckets, addends]) => expectSums(points, buckets, addends)),
      { numRuns: 60 },
    );
  });

  const g = Point.BASE;
  const all = (bucket: number, n: number, isNegative = (_: number) => false) =>
    Array.from({ length: n }, (_, i) => ({ bucket, index: 0, isNegative: isNegative(i) }));

  test.each<[string, Addend[]]>([
    ['no entry', []],
    ['all entries in one bucket', all(2, 37)],
    ['all entries in the last bucket', all(3, 8)],
    ['one bucket much longer than the next', [...all(0, 33), ...all(1, 1)]],
    [
      'lengths that are multiples of the entries fetched at once',
      [...all(0, 8), ...all(1, 8), ...all(3, 16)],
    ],
    ['opposite points that cancel', all(1, 10, (i) => i % 2 === 1)],
    ['the same point repeatedly', [...all(0, 2), ...all(1, 2), ...all(2, 3)]],
  ])('%s', (_, addends) => expectSums([g], 4, addends));

  test('only the identity', () => expectSums([Point.ZERO], 2, all(0, 3)));
});
