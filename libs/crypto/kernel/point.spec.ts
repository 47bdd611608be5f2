import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { KernelUnderTest } from './testing/kernel-under-test.js';
import {
  ENTRY,
  expectPoints,
  extended as extendedIn,
  NIELS,
  niels as nielsIn,
  PAIR,
  Point,
  points,
  read as readFrom,
  scales,
} from './testing/points.js';

const kernel = new KernelUnderTest();
const extended = (both: readonly Point[], scale?: readonly bigint[]) => extendedIn(kernel, both, scale);
const read = (pair: number, withT = true) => readFrom(kernel, pair, withT);
const niels = (both: readonly Point[]) => nielsIn(kernel, both);
const RUNS = { numRuns: 60 };
const sums = (a: readonly Point[], b: readonly Point[]) => a.map((p, i) => p.add(b[i] as Point));

describe('pairs of points, including torsion points and the identity', () => {
  test('doubling, with and without T', () => {
    fc.assert(
      fc.property(points, scales, (both, scale) => {
        for (const withT of [1, 0]) {
          const p = extended(both, scale);
          kernel.exports.double(p, withT);
          expectPoints(read(p, withT === 1), sums(both, both));
        }
      }),
      RUNS,
    );
  });

  test('addition of affine points, with and without T', () => {
    fc.assert(
      fc.property(points, scales, points, (left, scale, right) => {
        for (const withT of [1, 0]) {
          const p = extended(left, scale);
          kernel.exports.addNiels(p, niels(right), withT);
          expectPoints(read(p, withT === 1), sums(left, right));
        }
      }),
      RUNS,
    );
  });

  test('addition of extended points, also of a point to itself and to its negative', () => {
    fc.assert(
      fc.property(points, scales, points, scales, (left, scaleLeft, right, scaleRight) => {
        const q = extended(right, scaleRight);
        for (const [other, expected] of [
          [extended(left, scaleLeft), left],
          [extended(right, scaleLeft), right],
          [
            extended(
              right.map((p) => p.negate()),
              scaleLeft,
            ),
            right.map((p) => p.negate()),
          ],
        ] as const) {
          kernel.exports.addExtended(other, q);
          expectPoints(read(other), sums(expected, right));
        }
      }),
      RUNS,
    );
  });

  test('addLanes, swapLanes and zipLanes', () => {
    fc.assert(
      fc.property(points, points, scales, (left, right, scale) => {
        const [a, b] = left as [Point, Point];
        const p = extended(left, scale);
        const out = kernel.allocate(PAIR);
        kernel.exports.swapLanes(out, p);
        expectPoints(read(out), [b, a]);
        kernel.exports.zipLanes(out, p, extended(right));
        expectPoints(read(out), [a, right[1] as Point]);
        kernel.exports.addLanes(p);
        expectPoints(read(p), [a.add(b), a.add(b)]);
      }),
      RUNS,
    );
  });

  test('toNiels of several pairs with one inversion', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(points, scales), { minLength: 1, maxLength: 5 }), (list) => {
        const address = kernel.allocate(PAIR * list.length);
        for (const [i, [both, scale]] of list.entries()) {
          const from = extended(both, scale);
          kernel.bytes.copyWithin(address + PAIR * i, from, from + PAIR);
        }
        kernel.exports.toNiels(address, list.length, kernel.allocate(80 * list.length));
        for (const [i, [both]] of list.entries()) {
          const back = kernel.allocate(PAIR);
          kernel.exports.nielsToExtended(back, address + PAIR * i);
          expectPoints(read(back), both);
        }
      }),
      RUNS,
    );
  });
});

describe('table entries', () => {
  const sign = fc.integer({ min: 0, max: 1 });

  test('scatter and gather are inverse, with signs by address and by mask', () => {
    fc.assert(
      fc.property(points, sign, sign, (both, sign0, sign1) => {
        const entries = (kernel.allocate(4 * ENTRY) + ENTRY) & -ENTRY;
        kernel.exports.scatter(entries, entries + ENTRY, niels(both));
        const expected = both.map((p, i) => ([sign0, sign1][i] === 1 ? p.negate() : p));
        const out = kernel.allocate(NIELS);
        const identity = () => extended([Point.ZERO, Point.ZERO]);

        kernel.exports.gatherVarTime(out, entries + sign0, entries + ENTRY + sign1);
        const byAddress = identity();
        kernel.exports.addNiels(byAddress, out, 1);
        expectPoints(read(byAddress), expected);

        kernel.exports.gatherSigned(out, entries, entries + ENTRY, sign0, sign1);
        const byMask = identity();
        kernel.exports.addNiels(byMask, out, 1);
        expectPoints(read(byMask), expected);
      }),
      RUNS,
    );
  });
});
