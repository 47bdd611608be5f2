import { concat32, subarrays32 } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { checkTranscript, type Transcript } from '../transcript/transcript.js';
import { type BitSize, checkAggregation, checkBitSize } from './parameters.js';
import { parseRangeProof, type RangeProof } from './proof.js';
import {
  appendInnerProductDomain,
  appendStatement,
  challengeU,
  challengeW,
  challengeX,
  challengeYZ,
} from './transcript-messages.js';

/** A statement, that each commitment opens to a value in [0, 2^bits), and a proof of it. */
export interface RangeProofClaim {
  /** In the same state as the prover's transcript before proving. */
  readonly transcript: Transcript;
  /** m commitments of 32 bytes; the identity is a valid commitment. */
  readonly commitments: readonly Uint8Array[];
  /** n ∈ {8, 16, 32, 64}. */
  readonly bits: number;
  /** `32·(2·log₂(n·m) + 9)` bytes. */
  readonly proof: Uint8Array;
}

/** The verifier's challenges. */
export interface Challenges {
  readonly y: Uint8Array;
  readonly z: Uint8Array;
  readonly x: Uint8Array;
  readonly w: Uint8Array;
  /** One per round. */
  readonly u: readonly Uint8Array[];
}

/** A claim of valid shape with its challenges, 64 bytes each, to be reduced mod ℓ. */
export interface ParsedClaim {
  readonly bits: BitSize;
  readonly commitments: readonly Uint8Array[];
  readonly proof: RangeProof;
  readonly challenges: Challenges;
}

/**
 * Checks the shape of a claim and derives its challenges, which advances the transcript.
 *
 * @throws RangeProofError before the transcript changes: 'InvalidTranscript', 'InvalidBitSize',
 *   'InvalidAggregation', 'InvalidPoint' (not 32 bytes, or the identity in a proof), 'FormatError'
 */
export function parseClaim(claim: RangeProofClaim): ParsedClaim {
  checkTranscript(claim?.transcript);
  const { transcript, bits } = claim;
  checkBitSize(bits);
  checkAggregation(Array.isArray(claim.commitments) ? claim.commitments.length : undefined);
  const joined = concat32(claim.commitments);
  if (joined === undefined)
    throw new RangeProofError('InvalidPoint', 'A commitment must be a Uint8Array of 32 bytes.');
  const commitments = subarrays32(joined);
  const proof = parseRangeProof(claim.proof, bits, commitments.length);
  return { bits, commitments, proof, challenges: deriveChallenges(transcript, bits, commitments, proof) };
}

function deriveChallenges(
  transcript: Transcript,
  bits: BitSize,
  commitments: readonly Uint8Array[],
  proof: RangeProof,
): Challenges {
  appendStatement(transcript, bits, commitments);
  const { y, z } = challengeYZ(transcript, proof);
  const x = challengeX(transcript, proof);
  const w = challengeW(transcript, proof);
  appendInnerProductDomain(transcript, bits * commitments.length);
  const u = proof.innerProductProof.rounds.map((round) => challengeU(transcript, round));
  return { y, z, x, w, u };
}
