import { bytesToNumberLE } from '@noble/curves/utils.js';
import { RangeProofError, type RangeProofErrorCode } from '../errors.js';
import { randomScalar } from '../pedersen/commitment.js';
import type { BitSize } from '../range-proof/parameters.js';
import { proveRange } from '../range-proof/prover.js';
import type { RangeProofClaim } from '../range-proof/statement.js';
import { Transcript } from '../transcript/transcript.js';
import { type Deviations, naiveProof } from './naive-prover.js';

export const LABEL = 'test';
export const newTranscript = () => new Transcript(LABEL);
export const randomNumber = () => bytesToNumberLE(randomScalar());
export const randomNumbers = (count: number) => Array.from({ length: count }, randomNumber);

/** A true claim about these values. Its transcript is fresh, so it can be verified once. */
export function provenClaim(values: readonly bigint[], bits: BitSize): RangeProofClaim {
  const blindings = values.map(() => randomScalar());
  return {
    transcript: newTranscript(),
    bits,
    ...proveRange({ transcript: newTranscript(), values, blindings, bits }),
  };
}

/** What a dishonest prover claims about these values, which need not be in the range. */
export function dishonestClaim(
  values: readonly bigint[],
  bits: BitSize,
  deviations: Deviations,
  nonces = randomNumbers(4 + 2 * bits * values.length),
): RangeProofClaim {
  const blindings = randomNumbers(values.length);
  const input = { transcript: newTranscript(), values, blindings, bits, nonces };
  return { transcript: newTranscript(), bits, ...naiveProof(input, deviations) };
}

/** The claim again, to be verified another time. */
export const again = (claim: RangeProofClaim): RangeProofClaim => ({ ...claim, transcript: newTranscript() });

/** The code of the RangeProofError that `work` throws; undefined if it throws none. */
export function refusal(work: () => unknown): RangeProofErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof RangeProofError) return error.code;
    throw error;
  }
}
