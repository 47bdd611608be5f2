import { bytesToNumberLE } from '@noble/curves/utils.js';
import { RangeProofError, type RangeProofErrorCode } from '../errors.js';
import { randomScalar } from '../pedersen/commitment.js';
import type { RangeProofClaim } from '../range-proof/claim.js';
import type { BitSize } from '../range-proof/parameters.js';
import { proveRange } from '../range-proof/prover.js';
import { Transcript } from '../transcript/transcript.js';
import { type Deviations, naiveProof } from './naive-prover.js';

export const LABEL = 'test';
export const newTranscript = () => new Transcript(LABEL);
export const randomNumber = () => bytesToNumberLE(randomScalar());
export const randomNumbers = (count: number) => Array.from({ length: count }, randomNumber);

/** A valid claim about these values. Its transcript is new, so it can be verified once. */
export function provenClaim(values: readonly bigint[], bits: BitSize): RangeProofClaim {
  const blindings = values.map(() => randomScalar());
  return {
    transcript: newTranscript(),
    bits,
    ...proveRange({ transcript: newTranscript(), values, blindings, bits }),
  };
}

/** The claim of a dishonest prover about these values, which may be out of range. */
export function dishonestClaim(
  values: readonly bigint[],
  bits: BitSize,
  deviations: Deviations,
  blindingFactors = randomNumbers(4 + 2 * bits * values.length),
): RangeProofClaim {
  const blindings = randomNumbers(values.length);
  const input = { transcript: newTranscript(), values, blindings, bits, blindingFactors };
  return { transcript: newTranscript(), bits, ...naiveProof(input, deviations) };
}

/** The claim with a new transcript, so that it can be verified again. */
export const withNewTranscript = (claim: RangeProofClaim): RangeProofClaim => ({
  ...claim,
  transcript: newTranscript(),
});

/** The code of the RangeProofError that `work` throws; undefined if it does not throw. */
export function errorCodeOf(work: () => unknown): RangeProofErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof RangeProofError) return error.code;
    throw error;
  }
}

/** The claim with one bit of its proof flipped. */
export function withFlippedBit(claim: RangeProofClaim, bit: number): RangeProofClaim {
  const proof = claim.proof.slice();
  proof[bit >> 3] = (proof[bit >> 3] as number) ^ (1 << (bit & 7));
  return { ...withNewTranscript(claim), proof };
}
