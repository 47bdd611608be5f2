import { expect, test } from '@jest/globals';
import { claimsOfMixedSizes, expectForgeriesReported, forged, rejectedOf } from '../testing/batches.js';
import { provenClaim } from '../testing/claims.js';
import type { RangeProofClaim } from './claim.js';

// The sizes that batch.spec.ts leaves out.

test('reports the index of a single forgery among 256 claims of different sizes', () => {
  expectForgeriesReported(claimsOfMixedSizes(256), [0, 101, 255]);
});

test('reports a forgery at the ends of a batch that exceeds one multi-scalar multiplication', () => {
  expectForgeriesReported(new Array(450).fill(provenClaim([1n], 8)), [0, 408, 409, 449]);
});

test('256 claims of the largest size do not exhaust the memory', () => {
  const values = Array.from({ length: 16 }, (_, i) => BigInt(i));
  const largest = provenClaim(values, 64);
  const claims: RangeProofClaim[] = new Array(256).fill(largest);
  expect(rejectedOf(claims.with(255, forged(largest)))).toEqual([[255, 'VerificationError']]);
});
