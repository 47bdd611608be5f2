import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { again, dishonestClaim, newTranscript, provenClaim, refusal } from '../testing/claims.js';
import { engines } from '../testing/engines.js';
import { verifyBatch, verifyBatchWith } from './batch.js';
import type { BitSize } from './parameters.js';
import type { RangeProofClaim } from './statement.js';
import { verifyRange } from './verifier.js';

const isTrue = { valid: true, refused: [] };
const codes = (claims: readonly RangeProofClaim[]) =>
  verifyBatch(claims).refused.map(({ index, error }) => [index, error.code]);

const forged = (claim: RangeProofClaim): RangeProofClaim => {
  const proof = claim.proof.slice();
  proof.set(claim.proof.subarray(32, 64), 0);
  return { ...claim, proof };
};
const one = provenClaim([1n], 8);
const false1 = forged(one);

describe.each(engines)('on the engine $name', (engine) => {
  test('a mix of sizes is believed', () => {
    const mix = [
      provenClaim([7n], 8),
      provenClaim([7n, 8n], 16),
      provenClaim([1n, 2n, 3n, 4n], 8),
      provenClaim([9n], 64),
    ];
    expect(verifyBatchWith(engine, mix)).toEqual(isTrue);
  });

  test('an empty batch is believed', () => {
    expect(verifyBatchWith(engine, [])).toEqual(isTrue);
  });

  test('a single forgery is named', () => {
    const { valid, refused } = verifyBatchWith(engine, [one, one, one, false1, one]);
    expect(valid).toBe(false);
    expect(refused.map(({ index, error }) => [index, error.code])).toEqual([[3, 'VerificationError']]);
  });
});

test('a single forgery among 256 of different sizes is named', () => {
  const sizes: [bigint[], BitSize][] = [
    [[1n], 8],
    [[2n], 64],
    [[3n, 4n], 32],
    [[5n], 16],
  ];
  const kinds = sizes.map(([values, bits]) => provenClaim(values, bits));
  const claims = Array.from({ length: 256 }, (_, i) => kinds[i % 4] as RangeProofClaim);
  expect(verifyBatch(claims)).toEqual(isTrue);
  for (const at of [0, 101, 255]) {
    const spoilt = claims.with(at, forged(claims[at] as RangeProofClaim));
    expect(codes(spoilt)).toEqual([[at, 'VerificationError']]);
  }
});

test('all bad ones are named when all are bad', () => {
  expect(codes(new Array(17).fill(false1))).toEqual(
    Array.from({ length: 17 }, (_, i) => [i, 'VerificationError']),
  );
});

test('exactly the bad ones are named, wherever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (pattern) => {
      const bad = pattern.flatMap((isBad, i) => (isBad ? [[i, 'VerificationError']] : []));
      expect(codes(pattern.map((isBad) => (isBad ? false1 : one)))).toEqual(bad);
    }),
    { numRuns: 25 },
  );
});

test('more than fit into one sum are all looked at', () => {
  // A claim of one value of 8 bits has 11 points: 409 of them go into the first sum.
  const claims: RangeProofClaim[] = new Array(450).fill(one);
  expect(verifyBatch(claims)).toEqual(isTrue);
  for (const at of [0, 408, 409, 449])
    expect(codes(claims.with(at, false1))).toEqual([[at, 'VerificationError']]);
});

test('so many claims of the largest size do not use up the memory', () => {
  const largest = provenClaim(
    Array.from({ length: 16 }, (_, i) => BigInt(i)),
    64,
  );
  const claims: RangeProofClaim[] = new Array(256).fill(largest);
  expect(codes(claims.with(255, forged(largest)))).toEqual([[255, 'VerificationError']]);
});

test.each([
  ['inner-product', 'eBlinding'],
  ['polynomial', 'tXBlinding'],
] as const)('two errors in the %s equation that would cancel under equal weights do not', (_, scalar) => {
  const [plus, minus] = [1n, -1n].map((error) =>
    dishonestClaim([5n], 8, { [scalar]: (honest: bigint) => honest + error }),
  ) as [RangeProofClaim, RangeProofClaim];
  expect(codes([plus, minus])).toEqual([
    [0, 'VerificationError'],
    [1, 'VerificationError'],
  ]);
});

test('two errors of one claim that would cancel if nothing stood between its equations do not', () => {
  const both = dishonestClaim([5n], 8, {
    tXBlinding: (honest) => honest + 1n,
    eBlinding: (honest) => honest - 1n,
  });
  expect(codes([one, both])).toEqual([[1, 'VerificationError']]);
});

test('the errors are those that the claims have alone', () => {
  const V = one.commitments[0] as Uint8Array;
  const wrong: unknown[] = [
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
    false1,
  ];
  const alone = wrong.map((claim, i) => {
    const fresh = claim && (claim as RangeProofClaim).transcript ? again(claim as RangeProofClaim) : claim;
    return [2 * i + 1, refusal(() => verifyRange(fresh as RangeProofClaim))];
  });
  expect(alone.every(([, code]) => code !== undefined)).toBe(true);
  expect(codes(wrong.flatMap((claim) => [one, claim]) as RangeProofClaim[])).toEqual(alone);
});

test('transcripts are left as they are, so that claims may share one', () => {
  const transcript = newTranscript();
  const claims = [provenClaim([1n], 8), provenClaim([2n], 8)].map((claim) => ({ ...claim, transcript }));
  expect(verifyBatch(claims)).toEqual(isTrue);
  expect(transcript.challengeBytes('c', 32)).toEqual(newTranscript().challengeBytes('c', 32));
});

test('what is no list is refused with a typed error', () => {
  expect(refusal(() => verifyBatch(undefined as never))).toBe('InvalidAggregation');
});
