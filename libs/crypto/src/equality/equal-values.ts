import { concatBytes } from '@noble/hashes/utils.js';
import type { Backend } from '../backend/backend.js';
import { currentBackend } from '../backend/select.js';
import { elementsOf, encodeInteger, split32, subarrays32 } from '../bytes.js';
import { decodeBlindings, decodeCommitments } from '../decode.js';
import { RangeProofError } from '../errors.js';
import { platformRandom, type RandomSource } from '../randomness.js';
import { checkTranscript, type Transcript } from '../transcript/transcript.js';
import { copyBlindings, copyCommitments, decodeResponses, splitProof } from './proof.js';
import {
  appendResponses,
  challengeC,
  challengeWeights,
  deriveNonces,
  NONCE_SEED_BYTES,
} from './transcript-messages.js';

const MAX_COMMITMENTS = 16;

/** Bytes of a proof that commitments are to one value, however many they are: the point R and the scalar s. */
export const EQUALITY_PROOF_BYTES = 64;

export interface EqualityInput {
  /** The proof continues this transcript and leaves it advanced. */
  readonly transcript: Transcript;
  /** The value of all commitments, an integer in [0, 2^64). */
  readonly value: bigint;
  /** 2 to 16 blindings, 32 bytes each, canonical: one for each commitment, in order. */
  readonly blindings: readonly Uint8Array[];
}

export interface EqualityClaim {
  /** In the same state as the prover's transcript before proving. */
  readonly transcript: Transcript;
  /** 2 to 16 commitments of 32 bytes. */
  readonly commitments: readonly Uint8Array[];
  /** {@link EQUALITY_PROOF_BYTES} bytes. */
  readonly proof: Uint8Array;
}

function checkNumber(elements: unknown[] | undefined): asserts elements is unknown[] {
  if (elements === undefined || elements.length < 2)
    throw new RangeProofError('InvalidAggregation', `Equality is that of 2 to ${MAX_COMMITMENTS} values.`);
}

/**
 * Proves that the commitments `v·B + rᵢ·B_blinding` are to one value: Schnorr's proof of knowledge of ρ with
 * `Σ wᵢ·(C₁ − Cᵢ) = ρ·B_blinding`, for weights wᵢ that are challenges. Constant-time in value and blindings.
 *
 * @returns R and s, 64 bytes
 * @throws RangeProofError before the transcript changes: 'InvalidTranscript', 'InvalidAggregation', 'ValueOutOfRange',
 *   'InvalidScalar'
 * @see Schnorr: Efficient signature generation by smart cards (1991); Gennaro, Leigh, Sundaram, Yerazunis: Batching
 *   Schnorr identification scheme (2004)
 * @example
 * const proof = proveEqual({ transcript: new Transcript('example'), value: 7n, blindings: [r1, r2] });
 */
export function proveEqual(input: EqualityInput): Uint8Array {
  return proveEqualWith(currentBackend(), platformRandom, input);
}

/** {@link proveEqual} with a given backend and source of randomness. */
export function proveEqualWith(backend: Backend, random: RandomSource, input: EqualityInput): Uint8Array {
  const { transcript, value, blindings: given } = input ?? {};
  checkTranscript(transcript);
  if (typeof value !== 'bigint' || value < 0n || value >= 1n << 64n)
    throw new RangeProofError('ValueOutOfRange', 'A value must be a bigint from 0 to 2^64 − 1.');
  const elements = elementsOf(given, MAX_COMMITMENTS);
  checkNumber(elements);
  const witness = copyBlindings(elements);
  const encodedValue = encodeInteger(value);
  const seed = random(NONCE_SEED_BYTES);
  let wideNonce: Uint8Array | undefined;
  try {
    return backend.withScope((group) => {
      const blindings = decodeBlindings(group, subarrays32(witness));
      const count = elements.length;
      const one = group.decodeScalars(encodeInteger(1n));
      const values = group.multiply(group.decodeScalars(encodedValue), group.powers(one, count));
      const commitments = split32(group.encodePoints(group.commit(values, blindings)));
      const weights = group.reduceWide(challengeWeights(transcript, commitments));
      const differences = group.subtract(group.slice(blindings, 0, 1), group.slice(blindings, 1, count));
      const rho = group.innerProduct(weights, differences);
      wideNonce = deriveNonces(transcript, witness, seed, 1);
      const nonce = group.reduceWide(wideNonce);
      const zero = group.decodeScalars(new Uint8Array(32));
      const R = group.encodePoints(group.commit(zero, nonce));
      const c = group.reduceWide(challengeC(transcript, R));
      const s = group.encodeScalars(group.add(nonce, group.multiply(c, rho)));
      appendResponses(transcript, s);
      return concatBytes(R, s);
    });
  } finally {
    for (const secret of [witness, encodedValue, seed, wideNonce]) secret?.fill(0);
  }
}

/**
 * Verifies a proof of {@link proveEqual}. Returns if it is valid and throws otherwise. Variable time: all inputs are
 * public. Advances the transcript.
 *
 * @throws RangeProofError
 *   - 'InvalidTranscript', 'InvalidAggregation': the statement is invalid
 *   - 'FormatError': the proof is not 64 bytes, or its scalar is not canonical
 *   - 'InvalidPoint': a commitment or R is not canonical
 *   - 'VerificationError': not a valid proof of this statement
 * @example
 * verifyEqual({ transcript: new Transcript('example'), commitments, proof });
 */
export function verifyEqual(claim: EqualityClaim): void {
  verifyEqualWith(currentBackend(), claim);
}

/** {@link verifyEqual} with a given backend. */
export function verifyEqualWith(backend: Backend, claim: EqualityClaim): void {
  const { transcript, commitments: given, proof: givenProof } = claim ?? {};
  checkTranscript(transcript);
  const elements = elementsOf(given, MAX_COMMITMENTS);
  checkNumber(elements);
  const commitments = copyCommitments(elements);
  const [R, s] = splitProof(givenProof, EQUALITY_PROOF_BYTES) as [Uint8Array, Uint8Array];
  const isValid = backend.withScope((group) => {
    const points = decodeCommitments(group, [R, ...commitments]);
    const response = decodeResponses(group, s);
    const weights = group.reduceWide(challengeWeights(transcript, commitments));
    const c = group.reduceWide(challengeC(transcript, R));
    appendResponses(transcript, s);
    // s·B_blinding − R − c·Σ wᵢ·(C₁ − Cᵢ) is the identity.
    const one = group.decodeScalars(encodeInteger(1n));
    const sumOfWeights = group.innerProduct(weights, group.powers(one, weights.length));
    const msm = group.newMultiScalarMulVarTime({ points: points.length, parties: 0 });
    msm.addPedersen(group.decodeScalars(new Uint8Array(32)), response);
    const [first, further] = [group.negate(group.multiply(c, sumOfWeights)), group.multiply(c, weights)];
    msm.addPoints(group.concat(group.negate(one), first, further), points);
    return group.isIdentity(msm.evaluateVarTime());
  });
  if (!isValid) throw new RangeProofError('VerificationError', 'The proof is not valid for this statement.');
}
