import { describe, expect, test } from '@jest/globals';
import { concatBytes } from '@noble/curves/utils.js';
import fc from 'fast-check';
import {
  bytesOf,
  encodingsOf,
  expectSame,
  expectSameCommitments,
  expectSameDecoding,
  expectSameManyParties,
  expectSameMultiScalarMul,
  ORDER,
  scalar,
  vectors,
  wasmBackend,
} from '../../testing/differential.js';
import type { Scalars } from '../backend.js';

// differential.sweep.spec.ts has the larger sizes and more runs.

describe('points equal those of the noble backend', () => {
  test('any number of points decoded and encoded', () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 11 }), (multiples) => {
        const bytes = encodingsOf(multiples);
        expectSame((group) => group.encodePoints(group.decodePoints(bytes)));
        expect(wasmBackend.withScope((group) => group.encodePoints(group.decodePoints(bytes)))).toEqual(
          bytes,
        );
      }),
      { numRuns: 6 },
    );
  });

  test('random bytes are valid for both backends or for neither', () => expectSameDecoding(40));

  test('points derived from uniform bytes', () => {
    const block = fc.oneof(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.constantFrom(new Uint8Array(64), new Uint8Array(64).fill(255)),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) =>
        expectSame((group) => group.encodePoints(group.derivePointsVarTime(concatBytes(...blocks)))),
      ),
      { numRuns: 40 },
    );
  });

  test('isIdentity recognizes the identity, also as a sum', () => {
    wasmBackend.withScope((group) => {
      expect(group.isIdentity(group.decodePoints(new Uint8Array(32)))).toBe(true);
      expect(group.isIdentity(group.decodePoints(encodingsOf([5n])))).toBe(false);
      const msm = group.newMultiScalarMulVarTime({ points: 2, parties: 0 });
      msm.addPoints(group.decodeScalars(bytesOf(3n, ORDER - 1n)), group.decodePoints(encodingsOf([5n, 15n])));
      expect(group.isIdentity(msm.evaluateVarTime())).toBe(true);
    });
  });
});

describe('sums over the generators equal those of the noble backend', () => {
  test('commitments, with zeros among values and blindings', () => {
    fc.assert(
      fc.property(vectors, ({ a, b }) =>
        expectSame((group) =>
          group.encodePoints(
            group.commit(group.decodeScalars(bytesOf(...a)), group.decodeScalars(bytesOf(...b))),
          ),
        ),
      ),
      { numRuns: 6 },
    );
  });

  test.each([
    [64, 1],
    [8, 2],
  ])('commitBits and commitVectors, %i bits of %i values', (bits, m) => expectSameCommitments(bits, m));

  test.each([
    [64, 1],
    [8, 4],
  ])('the rounds of an inner-product argument, %i bits of %i values', (bits, m) => {
    expectSame((group) => {
      const n = bits * m;
      const one = (k: bigint) => group.decodeScalars(bytesOf(k));
      let a = group.powers(one(ORDER - 3n), n);
      let b = group.powers(one(1n << 251n), n);
      const generators = group.innerProductGeneratorsVarTime(group.powers(one(ORDER / 3n), n), bits);
      const results: Uint8Array[] = [];
      for (let k = n; k > 1; k /= 2) {
        results.push(
          group.encodePoints(generators.crossTermsVarTime(a, b, one(7n << 100n), one(ORDER - 9n))),
        );
        const u = one((1n << 250n) + BigInt(k));
        const uInverse = group.invertVarTime(u);
        const fold = (v: Scalars, lo: Scalars, hi: Scalars) =>
          group.add(
            group.multiply(group.slice(v, 0, k / 2), lo),
            group.multiply(group.slice(v, k / 2, k), hi),
          );
        a = fold(a, u, uInverse);
        b = fold(b, uInverse, u);
        if (k > 2) generators.foldVarTime(u, uInverse);
      }
      return results;
    });
  });

  test.each([0, 1, 17, 150])('multi-scalar multiplication with %i points', (count) =>
    expectSameMultiScalarMul(count),
  );

  test.each([
    [4, 8],
    [16, 16],
  ])('multi-scalar multiplication with %i parties of %i bits', (parties, bits) =>
    expectSameManyParties(parties, bits),
  );
});
