import { describe, expect, test } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { KernelUnderTest } from './kernel-under-test.js';

const { Fp } = ed25519.Point;
const P = Fp.ORDER;
const kernel = new KernelUnderTest();

const EDGES = [
  0n,
  1n,
  2n,
  18n,
  19n,
  P - 1n,
  P - 2n,
  P,
  P + 1n,
  P + 18n,
  2n ** 255n - 1n,
  (P - 1n) / 2n,
].concat(
  Array.from({ length: 8 }, (_, i) => 2n ** BigInt(29 * (i + 1))),
  Array.from({ length: 8 }, (_, i) => 2n ** BigInt(29 * (i + 1)) - 1n),
);
const element = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: 2n ** 255n - 1n }));
const pair = fc.tuple(element, element);

/** Nine limbs of at most `alpha`·2^29, sometimes all at the maximum. */
const limbs = (alpha: number) => {
  const top = Math.floor(alpha * 2 ** 29);
  const limb = fc.oneof(fc.constantFrom(0, 1, top, top - 1, 2 ** 29 - 1), fc.integer({ min: 0, max: top }));
  return fc.oneof(fc.constant(Array<number>(9).fill(top)), fc.array(limb, { minLength: 9, maxLength: 9 }));
};
const limbPair = (alpha: number) => fc.tuple(limbs(alpha), limbs(alpha));
const TIGHT = 2 ** 29 + 2 ** 17;
/** α of a tight limb. */
const ONE = TIGHT / 2 ** 29;

const valuesOf = (address: number) => kernel.valuesOf(address).map((value) => Fp.create(value));
const each = (values: bigint[], operation: (value: bigint) => bigint) =>
  values.map((v) => Fp.create(operation(v)));
const largestLimb = (address: number) => Math.max(...kernel.limbsOf(address).flat());
const expectTight = (address: number) => expect(largestLimb(address)).toBeLessThan(TIGHT);

/** Tests of the kernel's field arithmetic, with this number of runs per property. */
export function describeField(numRuns: number): void {
  describe('pairs of elements of GF(2^255 − 19)', () => {
    test('decoding bytes and encoding canonical bytes', () => {
      fc.assert(
        fc.property(pair, (values) => {
          const a = kernel.pairOf(values);
          expect([0, 1].map((lane) => kernel.canonical(a, lane))).toEqual(each(values, (v) => v));
          const encoded = kernel.allocate(80);
          for (const lane of [0, 1])
            kernel.exports.fieldFromBytes(encoded, lane, kernel.write32(values[lane] as bigint));
          expect(kernel.valuesOf(encoded)).toEqual(values);
        }),
        { numRuns },
      );
    });

    test('canonical bytes of limbs far above 2^29', () => {
      fc.assert(
        fc.property(limbPair(7.9), (pairs) => {
          const a = kernel.pairOfLimbs(pairs);
          expect([0, 1].map((lane) => kernel.canonical(a, lane))).toEqual(valuesOf(a));
        }),
        { numRuns },
      );
    });

    test.each([
      ['mul', (x: bigint, y: bigint) => x * y],
      ['add', (x: bigint, y: bigint) => x + y],
      ['sub', (x: bigint, y: bigint) => x - y],
      ['subCarried', (x: bigint, y: bigint) => x - y],
    ] as const)('%s, also in place', (name, operation) => {
      fc.assert(
        fc.property(pair, pair, (left, right) => {
          const [a, b, out] = [kernel.pairOf(left), kernel.pairOf(right), kernel.allocate(80)];
          const expected = left.map((x, lane) => Fp.create(operation(x, right[lane] as bigint)));
          kernel.exports[name](out, a, b);
          expect(valuesOf(out)).toEqual(expected);
          kernel.exports[name](a, a, b);
          expect(valuesOf(a)).toEqual(expected);
        }),
        { numRuns },
      );
    });

    test('square, negation, inverse, carries', () => {
      fc.assert(
        fc.property(pair, (values) => {
          const [a, out] = [kernel.pairOf(values), kernel.allocate(80)];
          const results = (['square', 'negate', 'carry', 'invert'] as const).map((name) => {
            kernel.exports[name](out, a);
            return valuesOf(out);
          });
          const reduced = each(values, (v) => v);
          expect(results).toEqual([
            reduced.map((v) => Fp.sqr(v)),
            reduced.map((v) => Fp.neg(v)),
            reduced,
            reduced.map((v) => (v === 0n ? 0n : Fp.inv(v))),
          ]);
        }),
        { numRuns },
      );
    });

    test('sign and zero', () => {
      fc.assert(
        fc.property(pair, (values) => {
          const a = kernel.pairOf(values);
          for (const lane of [0, 1]) {
            const value = Fp.create(values[lane] as bigint);
            expect(kernel.exports.isNegative(a, lane)).toBe(Number(value & 1n));
            expect(kernel.exports.isZero(a, lane)).toBe(Number(value === 0n));
          }
        }),
        { numRuns },
      );
    });
  });

  describe('limbs stay within the bounds of the next operation', () => {
    // α, β < 4 and α·β ≤ 7; the largest operands in point.ts are 3 and 2.
    test.each([
      [1.75, 3.99],
      [2, 3.5],
      [3, 2.3],
      [2.64, 2.64],
    ])('products of limbs below %d·2^29 and %d·2^29 are exact and tight', (alpha, beta) => {
      fc.assert(
        fc.property(limbPair(alpha), limbPair(beta), (left, right) => {
          const [a, b, out] = [kernel.pairOfLimbs(left), kernel.pairOfLimbs(right), kernel.allocate(80)];
          const expected = [0, 1].map((lane) =>
            Fp.create((kernel.valuesOf(a)[lane] as bigint) * (kernel.valuesOf(b)[lane] as bigint)),
          );
          kernel.exports.mul(out, a, b);
          expect(valuesOf(out)).toEqual(expected);
          expectTight(out);
        }),
        { numRuns },
      );
    });

    test('squares of limbs below 2.64·2^29 are exact and tight', () => {
      fc.assert(
        fc.property(limbPair(2.64), (values) => {
          const [a, out] = [kernel.pairOfLimbs(values), kernel.allocate(80)];
          kernel.exports.square(out, a);
          expect(valuesOf(out)).toEqual(kernel.valuesOf(a).map((v) => Fp.sqr(Fp.create(v))));
          expectTight(out);
        }),
        { numRuns },
      );
    });

    test('differences of tight elements have limbs from 0 to 3·2^29; after carrying they are tight', () => {
      fc.assert(
        fc.property(limbPair(ONE), limbPair(ONE), (left, right) => {
          const [a, b, out] = [kernel.pairOfLimbs(left), kernel.pairOfLimbs(right), kernel.allocate(80)];
          const expected = [0, 1].map((lane) =>
            Fp.create((kernel.valuesOf(a)[lane] as bigint) - (kernel.valuesOf(b)[lane] as bigint)),
          );
          kernel.exports.sub(out, a, b);
          expect(valuesOf(out)).toEqual(expected);
          expect(largestLimb(out)).toBeLessThan(3.01 * 2 ** 29);
          kernel.exports.subCarried(out, a, b);
          expect(valuesOf(out)).toEqual(expected);
          expectTight(out);
        }),
        { numRuns },
      );
    });

    test('one round of carries makes limbs below 7·2^29 tight', () => {
      fc.assert(
        fc.property(limbPair(7), (values) => {
          const [a, out] = [kernel.pairOfLimbs(values), kernel.allocate(80)];
          kernel.exports.carry(out, a);
          expect(valuesOf(out)).toEqual(valuesOf(a));
          expectTight(out);
        }),
        { numRuns },
      );
    });
  });
}
