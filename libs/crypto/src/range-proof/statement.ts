import { join32, view32 } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { checkTranscript, type Transcript } from '../transcript/transcript.js';
import { commitToBits, commitToPolynomial, openPolynomial, sendCrossTerms, stateRange } from './dialogue.js';
import { type BitSize, checkAggregation, checkBitSize } from './parameters.js';
import { parseRangeProof, type RangeProof } from './proof.js';

/** What a range proof is about: each commitment opens to a value in [0, 2^bits). */
export interface RangeProofStatement {
  /** In the state in which the prover's was. */
  readonly transcript: Transcript;
  /** m of them, 32 bytes each; the identity is one. */
  readonly commitments: readonly Uint8Array[];
  /** n ∈ {8, 16, 32, 64}. */
  readonly bits: number;
}

/** A statement and the proof of it. */
export interface RangeProofClaim extends RangeProofStatement {
  readonly proof: Uint8Array;
}

/** The verifier's challenges, 64 bytes each, that count mod ℓ. */
export interface Challenges {
  readonly y: Uint8Array;
  readonly z: Uint8Array;
  readonly x: Uint8Array;
  readonly w: Uint8Array;
  /** One for each round. */
  readonly u: readonly Uint8Array[];
}

/** A claim of the right shape, with the challenges that belong to it: all that the equation needs. */
export interface ReadClaim {
  readonly bits: BitSize;
  readonly commitments: readonly Uint8Array[];
  readonly proof: RangeProof;
  readonly challenges: Challenges;
}

/**
 * Checks the shape of a claim and replays the dialogue, which advances the transcript.
 *
 * @throws RangeProofError before the transcript is touched: 'InvalidTranscript', 'InvalidBitSize',
 *   'InvalidAggregation', 'InvalidPoint' (not 32 bytes, or the identity in a proof), 'FormatError'
 */
export function readClaim(claim: RangeProofClaim): ReadClaim {
  checkTranscript(claim?.transcript);
  const { transcript, bits } = claim;
  checkBitSize(bits);
  checkAggregation(Array.isArray(claim.commitments) ? claim.commitments.length : undefined);
  const joined = join32(claim.commitments);
  if (joined === undefined) throw new RangeProofError('InvalidPoint', 'A commitment is 32 bytes.');
  const commitments = view32(joined);
  const proof = parseRangeProof(claim.proof, bits, commitments.length);
  return { bits, commitments, proof, challenges: replay(transcript, bits, commitments, proof) };
}

function replay(
  transcript: Transcript,
  bits: BitSize,
  commitments: readonly Uint8Array[],
  proof: RangeProof,
): Challenges {
  stateRange(transcript, bits, commitments);
  const { y, z } = commitToBits(transcript, proof);
  const x = commitToPolynomial(transcript, proof);
  const w = openPolynomial(transcript, proof, bits * commitments.length);
  const u = proof.innerProductProof.rounds.map((round) => sendCrossTerms(transcript, round));
  return { y, z, x, w, u };
}
