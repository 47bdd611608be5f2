import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backend } from '../backend/backend.js';
import { nobleBackend } from '../backend/noble/backend.js';
import { RangeProofError } from '../errors.js';
import { backends } from '../testing/backends.js';
import { claimsOfMixedSizes, expectForgeriesReported, forged, rejectedOf } from '../testing/batches.js';
import {
  dishonestClaim,
  errorCodeOf,
  newTranscript,
  provenClaim,
  withNewTranscript,
} from '../testing/claims.js';
import { verifyBatch, verifyBatchWith } from './batch.js';
import type { RangeProofClaim } from './claim.js';
import { verifyRange } from './verifier.js';

// batch.sweep.spec.ts has the larger batches.

const allValid = { valid: true, rejected: [] };
const one = provenClaim([1n], 8);
const invalid = forged(one);

describe.each(backends)('with the $name backend', (backend) => {
  test('accepts a mix of sizes', () => {
    const mix = [
      provenClaim([7n], 8),
      provenClaim([7n, 8n], 16),
      provenClaim([1n, 2n, 3n, 4n], 8),
      provenClaim([9n], 64),
    ];
    expect(verifyBatchWith(backend, mix)).toEqual(allValid);
  });

  test('accepts an empty batch', () => {
    expect(verifyBatchWith(backend, [])).toEqual(allValid);
  });

  test('reports the index of a single forgery', () => {
    const { valid, rejected } = verifyBatchWith(backend, [one, one, one, invalid, one]);
    expect(valid).toBe(false);
    expect(rejected.map(({ index, error }) => [index, error.code])).toEqual([[3, 'VerificationError']]);
  });
});

test.each([
  new RangeProofError('EngineUnavailable', 'The backend could not be loaded.'),
  new TypeError('not a function'),
])('throws an error that says nothing about a claim: %s', (error) => {
  const backend: Backend = {
    ...nobleBackend,
    withScope: (work) =>
      nobleBackend.withScope((group) =>
        work({
          ...group,
          decodePoints: () => {
            throw error;
          },
        }),
      ),
  };
  expect(() => verifyBatchWith(backend, [one])).toThrow(error);
});

test('reports the index of a single forgery among claims of different sizes', () => {
  expectForgeriesReported(claimsOfMixedSizes(16), [0, 5, 15]);
});

test('reports all claims if all are invalid', () => {
  expect(rejectedOf(new Array(17).fill(invalid))).toEqual(
    Array.from({ length: 17 }, (_, i) => [i, 'VerificationError']),
  );
});

test('reports exactly the invalid claims, at any position', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (pattern) => {
      const expected = pattern.flatMap((isInvalid, i) => (isInvalid ? [[i, 'VerificationError']] : []));
      expect(rejectedOf(pattern.map((isInvalid) => (isInvalid ? invalid : one)))).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test('verifies all claims of a batch that exceeds one multi-scalar multiplication', () => {
  // A claim of one value of 8 bits has 11 points, so the first multiplication covers 409 claims.
  expectForgeriesReported(new Array(450).fill(one), [408, 409]);
});

test.each([
  ['inner-product', 'eBlinding'],
  ['polynomial', 'tXBlinding'],
] as const)('rejects two errors in the %s equation that would cancel with equal weights', (_, scalar) => {
  const [plus, minus] = [1n, -1n].map((error) =>
    dishonestClaim([5n], 8, { [scalar]: (honest: bigint) => honest + error }),
  ) as [RangeProofClaim, RangeProofClaim];
  expect(rejectedOf([plus, minus])).toEqual([
    [0, 'VerificationError'],
    [1, 'VerificationError'],
  ]);
});

test('rejects two errors of one claim that would cancel without the factor c between its equations', () => {
  const both = dishonestClaim([5n], 8, {
    tXBlinding: (honest) => honest + 1n,
    eBlinding: (honest) => honest - 1n,
  });
  expect(rejectedOf([one, both])).toEqual([[1, 'VerificationError']]);
});

test('reports the same errors as verifyRange', () => {
  const V = one.commitments[0] as Uint8Array;
  const malformed: unknown[] = [
    { ...one, bits: 7 },
    { ...one, commitments: [] },
    { ...one, commitments: [new Uint8Array(32).fill(255)] },
    { ...one, commitments: [V, V, V] },
    { ...one, proof: one.proof.subarray(1) },
    { ...one, proof: new Uint8Array(480) },
    { ...one, proof: new Uint8Array(480).fill(255) },
    { ...one, transcript: undefined },
    null,
    undefined,
    invalid,
  ];
  const alone = malformed.map((claim, i) => {
    const fresh =
      claim && (claim as RangeProofClaim).transcript ? withNewTranscript(claim as RangeProofClaim) : claim;
    return [2 * i + 1, errorCodeOf(() => verifyRange(fresh as RangeProofClaim))];
  });
  expect(alone.every(([, code]) => code !== undefined)).toBe(true);
  expect(rejectedOf(malformed.flatMap((claim) => [one, claim]) as RangeProofClaim[])).toEqual(alone);
});

test('does not advance transcripts, so claims may share one', () => {
  const transcript = newTranscript();
  const claims = [provenClaim([1n], 8), provenClaim([2n], 8)].map((claim) => ({ ...claim, transcript }));
  expect(verifyBatch(claims)).toEqual(allValid);
  expect(transcript.challengeBytes('c', 32)).toEqual(newTranscript().challengeBytes('c', 32));
});

test('throws a typed error if the batch is not an array', () => {
  expect(errorCodeOf(() => verifyBatch(undefined as never))).toBe('InvalidAggregation');
});
