import { describe, expect, test } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { KernelUnderTest } from './testing/kernel-under-test.js';

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;
const { Fp, Fn } = Point;
const kernel = new KernelUnderTest();

const PAIR = 320;
const NIELS = 240;
const ENTRY = 128;

/** The eight points whose order divides the cofactor. */
const TORSION = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
].map((hex) => Point.fromHex(hex, true));

const multiple = fc
  .oneof(fc.constantFrom(1n, 2n, Fn.ORDER - 1n), fc.bigInt({ min: 1n, max: Fn.ORDER - 1n }))
  .map((k) => Point.BASE.multiply(k));
const point = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...TORSION) },
  { weight: 2, arbitrary: multiple },
  { weight: 1, arbitrary: fc.tuple(multiple, fc.constantFrom(...TORSION)).map(([p, t]) => p.add(t)) },
);
const points = fc.tuple(point, point);
const z = fc.oneof(fc.constantFrom(1n, 2n, Fp.ORDER - 1n), fc.bigInt({ min: 1n, max: Fp.ORDER - 1n }));
const scales = fc.tuple(z, z);
const RUNS = { numRuns: 60 };

/** An extended pair with the given Z. */
function extended(both: readonly Point[], scale: readonly bigint[] = [1n, 1n]): number {
  const address = kernel.allocate(PAIR);
  const affine = both.map((p) => p.toAffine());
  const coordinates = [
    affine.map(({ x }, i) => Fp.mul(x, scale[i] as bigint)),
    affine.map(({ y }, i) => Fp.mul(y, scale[i] as bigint)),
    [...scale],
    affine.map(({ x, y }, i) => Fp.mul(Fp.mul(x, y), scale[i] as bigint)),
  ];
  for (const [c, values] of coordinates.entries()) {
    const from = kernel.pairOf(values);
    kernel.bytes.copyWithin(address + 80 * c, from, from + 80);
  }
  return address;
}

/** The points of an extended pair; checks that T is X·Y/Z. */
function read(pair: number, withT = true): Point[] {
  return [0, 1].map((lane) => {
    const [X, Y, Z, T] = [0, 1, 2, 3].map((c) => kernel.canonical(pair + 80 * c, lane)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    if (withT) expect(Fp.mul(T, Z)).toBe(Fp.mul(X, Y));
    const inverse = Fp.inv(Z);
    return Point.fromAffine({ x: Fp.mul(X, inverse), y: Fp.mul(Y, inverse) });
  });
}

function niels(both: readonly Point[]): number {
  const address = kernel.allocate(NIELS);
  kernel.exports.affineToNiels(address, extended(both));
  return address;
}

const expectPoints = (actual: readonly Point[], expected: readonly Point[]) =>
  expect(actual.map((p) => p.toHex())).toEqual(expected.map((p) => p.toHex()));
const sums = (a: readonly Point[], b: readonly Point[]) => a.map((p, i) => p.add(b[i] as Point));

describe('points, two at a time, with torsion and the identity among them', () => {
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

  test('addition of extended points, also to itself and to its negative', () => {
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

  test('lanes are added, exchanged and zipped', () => {
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

  test('any number made affine by one inversion', () => {
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

  test('come back from a table as they went in, negated as asked, by address and by mask', () => {
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
