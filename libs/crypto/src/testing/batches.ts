import { expect } from '@jest/globals';
import { verifyBatch } from '../range-proof/batch.js';
import type { RangeProofClaim } from '../range-proof/claim.js';
import type { BitSize } from '../range-proof/parameters.js';
import { provenClaim } from './claims.js';

/** The claim with an invalid proof, in which A is replaced with S. */
export function forged(claim: RangeProofClaim): RangeProofClaim {
  const proof = claim.proof.slice();
  proof.set(claim.proof.subarray(32, 64), 0);
  return { ...claim, proof };
}

/** Index and error code of each rejected claim. */
export const rejectedOf = (claims: readonly RangeProofClaim[]) =>
  verifyBatch(claims).rejected.map(({ index, error }) => [index, error.code]);

export function claimsOfMixedSizes(count: number): RangeProofClaim[] {
  const sizes: [bigint[], BitSize][] = [
    [[1n], 8],
    [[2n], 64],
    [[3n, 4n], 32],
    [[5n], 16],
  ];
  const kinds = sizes.map(([values, bits]) => provenClaim(values, bits));
  return Array.from({ length: count }, (_, i) => kinds[i % 4] as RangeProofClaim);
}

/** Checks that the batch is valid, and that a forgery at each of the positions is reported. */
export function expectForgeriesReported(claims: readonly RangeProofClaim[], positions: readonly number[]) {
  expect(verifyBatch(claims)).toEqual({ valid: true, rejected: [] });
  for (const at of positions) {
    const withForgery = claims.with(at, forged(claims[at] as RangeProofClaim));
    expect(rejectedOf(withForgery)).toEqual([[at, 'VerificationError']]);
  }
}
