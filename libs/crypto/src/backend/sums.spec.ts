import { describe, expect, test } from '@jest/globals';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { encodeU64 } from '../bytes.js';
import { pedersenGenerators } from '../generators/pedersen.js';
import { backends } from '../testing/backends.js';
import { randomNumbers } from '../testing/claims.js';
import { decodeNumbers, times, vector } from '../testing/group.js';
import { expectFoldedGenerators, expectMultiScalarMul, expectVectorCommitment } from '../testing/sums.js';

// sums.sweep.spec.ts has the larger sizes.

const { B, BBlinding } = pedersenGenerators();

describe.each(backends)('sums of the $name backend', (backend) => {
  test('commit is v·B + r·B_blinding for each element', () => {
    fc.assert(
      fc.property(vector(3), vector(3), (v, r) => {
        const expected = v.map((value, i) =>
          times(B, value)
            .add(times(BBlinding, r[i] as bigint))
            .toBytes(),
        );
        backend.withScope((group) =>
          expect(group.encodePoints(group.commit(decodeNumbers(group, v), decodeNumbers(group, r)))).toEqual(
            concatBytes(...expected),
          ),
        );
      }),
      { numRuns: 5 },
    );
  });

  test.each([
    [8, 1],
    [8, 4],
  ])('commitVectors: %d bits, %d parties', (bits, m) => expectVectorCommitment(backend, bits, m));

  test.each([
    [8, [0n]],
    [8, [255n, 0n, 1n, 128n]],
    [64, [2n ** 64n - 1n, 2n ** 63n]],
  ])('commitBits equals commitVectors of a_L and a_R = a_L − 1: %d bits, %p', (bits, values) => {
    backend.withScope((group) => {
      const bytes = encodeU64(values, 8);
      const aL = group.decomposeBits(bytes, bits);
      const aR = group.subtract(aL, decodeNumbers(group, [1n]));
      const alpha = decodeNumbers(group, randomNumbers(1));
      const expected = group.encodePoints(group.commitVectors(alpha, aL, aR, bits));
      expect(group.encodePoints(group.commitBits(alpha, bytes, bits))).toEqual(expected);
    });
  });

  test('the commitment to zeros with blinding 0 is the identity', () => {
    backend.withScope((group) => {
      const zeros = decodeNumbers(group, new Array(8).fill(0n));
      const zero = decodeNumbers(group, [0n]);
      expect(group.isIdentity(group.commitVectors(zero, zeros, zeros, 8))).toBe(true);
      expect(group.isIdentity(group.commit(zero, zero))).toBe(true);
    });
  });

  test.each([0, 1, 2, 33])('multi-scalar multiplication of mixed sizes and %d points', (count) =>
    expectMultiScalarMul(backend, count),
  );

  test('a multi-scalar multiplication whose terms cancel is the identity', () => {
    backend.withScope((group) => {
      const msm = group.newMultiScalarMulVarTime({ points: 1, parties: 0 });
      msm.addPedersen(decodeNumbers(group, [-9n]), decodeNumbers(group, [0n]));
      msm.addPoints(decodeNumbers(group, [9n]), group.decodePoints(B));
      expect(group.isIdentity(msm.evaluateVarTime())).toBe(true);
    });
  });

  test('folds the generators of the inner-product argument: 8 bits, 1 party', () =>
    expectFoldedGenerators(backend, 8, 1));
});
