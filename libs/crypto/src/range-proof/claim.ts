import { concat32, elementsOf, subarrays32 } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { PARTY_CAPACITY } from '../generators/chain.js';
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
export const parseClaim = (claim: RangeProofClaim): ParsedClaim =>
  parseWith(claim, (transcript) => transcript);

/** {@link parseClaim} without advancing the transcript. */
export const parseClaimOnCopy = (claim: RangeProofClaim | undefined): ParsedClaim =>
  parseWith(claim, (transcript) => transcript.clone());

/** Reads each property of the untrusted claim once, so that a getter cannot change it after its check. */
function parseWith(
  claim: Partial<RangeProofClaim> | undefined,
  use: (transcript: Transcript) => Transcript,
): ParsedClaim {
  const { transcript, bits, commitments: givenCommitments, proof: givenProof } = claim ?? {};
  checkTranscript(transcript);
  checkBitSize(bits);
  const elements = elementsOf(givenCommitments, PARTY_CAPACITY);
  checkAggregation(elements?.length);
  const joined = concat32(elements as unknown[]);
  if (joined === undefined)
    throw new RangeProofError('InvalidPoint', 'A commitment must be a Uint8Array of 32 bytes.');
  const commitments = subarrays32(joined);
  const proof = parseRangeProof(givenProof, bits, commitments.length);
  const challenges = deriveChallenges(use(transcript), bits, commitments, proof);
  return { bits, commitments, proof, challenges };
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
