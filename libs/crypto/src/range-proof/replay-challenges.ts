import { type Challenges, type RangeProofClaim, readClaim } from './statement.js';

/**
 * The challenges that a verifier derives from a claim: 64 bytes each, little-endian, reduced mod ℓ before use. For test
 * vectors; verification itself does not need it. Advances the transcript of the claim.
 *
 * @throws RangeProofError if the claim is malformed
 */
export const replayChallenges = (claim: RangeProofClaim): Challenges => readClaim(claim).challenges;
