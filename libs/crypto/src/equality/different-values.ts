import { concatBytes } from '@noble/hashes/utils.js';
import type { Backend } from '../backend/backend.js';
import { currentBackend } from '../backend/select.js';
import { elementsOf, encodeU64, split32, subarrays32 } from '../bytes.js';
import { decodeBlindings, decodeCommitments } from '../decode.js';
import { RangeProofError } from '../errors.js';
import { platformRandom, type RandomSource } from '../randomness.js';
import { checkTranscript, type Transcript } from '../transcript/transcript.js';
import { copyBlindings, copyCommitments, decodeResponses, splitProof } from './proof.js';
import {
  appendDifferent,
  appendResponses,
  challengeC,
  deriveNonces,
  NONCE_SEED_BYTES,
} from './transcript-messages.js';

/** Bytes of a proof that two commitments are to different values: the point R and the scalars s and s'. */
export const DIFFERENCE_PROOF_BYTES = 96;

export interface DifferenceInput {
  /** The proof continues this transcript and leaves it advanced. */
  readonly transcript: Transcript;
  /** Two different integers in [0, 2^64). */
  readonly values: readonly bigint[];
  /** Two blindings, 32 bytes each, canonical. */
  readonly blindings: readonly Uint8Array[];
}

export interface DifferenceClaim {
  /** In the same state as the prover's transcript before proving. */
  readonly transcript: Transcript;
  /** Two commitments of 32 bytes. */
  readonly commitments: readonly Uint8Array[];
  /** {@link DIFFERENCE_PROOF_BYTES} bytes. */
  readonly proof: Uint8Array;
}

const notTwo = () => new RangeProofError('InvalidAggregation', 'A difference is that of two values.');

function checkValues(given: unknown): bigint[] {
  const values = elementsOf(given, 2);
  if (values?.length !== 2) throw notTwo();
  for (const value of values) {
    if (typeof value !== 'bigint' || value < 0n || value >= 1n << 64n)
      throw new RangeProofError('ValueOutOfRange', 'A value must be a bigint from 0 to 2^64 − 1.');
  }
  if (values[0] === values[1]) throw new RangeProofError('EqualValues', 'The values must be different.');
  return values as bigint[];
}

/**
 * Proves that two Pedersen commitments are to different values, and nothing of the difference d: knowledge of x and y with
 * `B = x·Δ + y·B_blinding` for `Δ = C₁ − C₂ = d·B + ρ·B_blinding`. If d is 0, such x and y would be a discrete logarithm of
 * B; otherwise they are 1/d and −ρ/d. Constant-time in values and blindings.
 *
 * @returns R, s and s', 96 bytes
 * @throws RangeProofError before the transcript changes: 'InvalidTranscript', 'InvalidAggregation', 'ValueOutOfRange',
 *   'EqualValues', 'WrongNumberOfBlindings', 'InvalidScalar'
 * @see Okamoto: Provably secure and practical identification schemes (1992), for the proof of a representation
 * @example
 * const proof = proveDifferent({ transcript: new Transcript('example'), values: [7n, 8n], blindings: [r1, r2] });
 */
export function proveDifferent(input: DifferenceInput): Uint8Array {
  return proveDifferentWith(currentBackend(), platformRandom, input);
}

/** {@link proveDifferent} with a given backend and source of randomness. */
export function proveDifferentWith(
  backend: Backend,
  random: RandomSource,
  input: DifferenceInput,
): Uint8Array {
  const { transcript, values: givenValues, blindings: givenBlindings } = input ?? {};
  checkTranscript(transcript);
  const values = checkValues(givenValues);
  const elements = elementsOf(givenBlindings, 2);
  if (elements?.length !== 2)
    throw new RangeProofError('WrongNumberOfBlindings', 'Each value must have exactly one blinding.');
  const encodedBlindings = copyBlindings(elements);
  const encodedValues = encodeU64(values, 32);
  const witness = concatBytes(encodedValues, encodedBlindings);
  const seed = random(NONCE_SEED_BYTES);
  let wideNonces: Uint8Array | undefined;
  try {
    return backend.withScope((group) => {
      const blindings = decodeBlindings(group, subarrays32(encodedBlindings));
      const v = group.decodeScalars(encodedValues);
      appendDifferent(transcript, split32(group.encodePoints(group.commit(v, blindings))));
      const difference = group.subtract(group.slice(v, 0, 1), group.slice(v, 1, 2));
      const rho = group.subtract(group.slice(blindings, 0, 1), group.slice(blindings, 1, 2));
      wideNonces = deriveNonces(transcript, witness, seed, 3);
      const nonces = group.reduceWide(wideNonces);
      const [k, kBlinding, mask] = [0, 1, 2].map((i) => group.slice(nonces, i, i + 1)) as [
        typeof nonces,
        typeof nonces,
        typeof nonces,
      ];
      // The inverse of the difference takes variable time, so a random factor masks what is inverted.
      const x = group.multiply(mask, group.invertVarTime(group.multiply(mask, difference)));
      const y = group.negate(group.multiply(rho, x));
      // R = k·Δ + k'·B_blinding, as a commitment, because commitments are constant-time.
      const R = group.encodePoints(
        group.commit(group.multiply(k, difference), group.add(group.multiply(k, rho), kBlinding)),
      );
      const c = group.reduceWide(challengeC(transcript, R));
      const responses = group.encodeScalars(
        group.add(group.concat(k, kBlinding), group.multiply(c, group.concat(x, y))),
      );
      appendResponses(transcript, responses);
      return concatBytes(R, responses);
    });
  } finally {
    for (const secret of [encodedValues, encodedBlindings, witness, seed, wideNonces]) secret?.fill(0);
  }
}

/**
 * Verifies a proof of {@link proveDifferent}. Returns if it is valid and throws otherwise. Variable time: all inputs are
 * public. Advances the transcript.
 *
 * @throws RangeProofError
 *   - 'InvalidTranscript', 'InvalidAggregation': the statement is invalid
 *   - 'FormatError': the proof is not 96 bytes, or a scalar is not canonical
 *   - 'InvalidPoint': a commitment or R is not canonical
 *   - 'VerificationError': not a valid proof of this statement
 * @example
 * verifyDifferent({ transcript: new Transcript('example'), commitments: [C1, C2], proof });
 */
export function verifyDifferent(claim: DifferenceClaim): void {
  verifyDifferentWith(currentBackend(), claim);
}

/** {@link verifyDifferent} with a given backend. */
export function verifyDifferentWith(backend: Backend, claim: DifferenceClaim): void {
  const { transcript, commitments: given, proof: givenProof } = claim ?? {};
  checkTranscript(transcript);
  const elements = elementsOf(given, 2);
  if (elements?.length !== 2) throw notTwo();
  const commitments = copyCommitments(elements);
  const [R, s, sBlinding] = splitProof(givenProof, DIFFERENCE_PROOF_BYTES) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const isValid = backend.withScope((group) => {
    const points = decodeCommitments(group, [R, ...commitments]);
    const responses = decodeResponses(group, concatBytes(s, sBlinding));
    const [response, blindingResponse] = [group.slice(responses, 0, 1), group.slice(responses, 1, 2)];
    appendDifferent(transcript, commitments);
    const c = group.reduceWide(challengeC(transcript, R));
    appendResponses(transcript, concatBytes(s, sBlinding));
    // s·(C₁ − C₂) + s'·B_blinding − R − c·B is the identity.
    const msm = group.newMultiScalarMulVarTime({ points: points.length, parties: 0 });
    msm.addPedersen(group.negate(c), blindingResponse);
    const minusOne = group.negate(group.decodeScalars(encodeU64([1n], 32)));
    msm.addPoints(group.concat(minusOne, response, group.negate(response)), points);
    return group.isIdentity(msm.evaluateVarTime());
  });
  if (!isValid) throw new RangeProofError('VerificationError', 'The proof is not valid for this statement.');
}
