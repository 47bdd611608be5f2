import type { Backend } from '../backend/backend.js';
import { currentBackend } from '../backend/select.js';
import { encodeInteger } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';
import { type Challenges, parseClaim, type RangeProofClaim } from './claim.js';
import {
  addVerificationEquation,
  type ChallengeScalars,
  challengeScalars,
  pointCount,
  randomWeights,
} from './verification-equation.js';

/**
 * Verifies a proof of {@link proveRange}, or of `RangeProof::prove_multiple` of dalek's `bulletproofs`
 * 5.0. Returns if the proof is valid and throws otherwise. Variable time: all inputs are public.
 * Advances the transcript.
 *
 * @throws RangeProofError
 *   - 'InvalidTranscript', 'InvalidBitSize', 'InvalidAggregation': the statement is invalid
 *   - 'FormatError': the length is not `proofLength(bits, m)`, or a scalar is not canonical
 *   - 'InvalidPoint': a point is not canonical, or the identity as A, S, T1, T2, L or R
 *   - 'VerificationError': not a valid proof of this statement
 * @see Bünz, Bootle, Boneh, Poelstra, Wuille, Maxwell: Bulletproofs (2018), §4.2 and §6.2
 * @example
 * verifyRange({ transcript: new Transcript('example'), commitments, bits: 64, proof });
 */
export function verifyRange(claim: RangeProofClaim): void {
  verifyRangeWith(currentBackend(), claim);
}

/** {@link verifyRange} with a given backend. */
export function verifyRangeWith(backend: Backend, claim: RangeProofClaim): void {
  const parsed = parseClaim(claim);
  const isValid = backend.withScope((group) => {
    const msm = group.newMultiScalarMulVarTime({
      points: pointCount(parsed),
      parties: parsed.commitments.length,
    });
    const [challenges] = challengeScalars(group, [parsed]) as [ChallengeScalars];
    const weight = group.decodeScalars(encodeInteger(1n));
    addVerificationEquation(group, msm, parsed, challenges, weight, randomWeights(group, platformRandom, 1));
    return group.isIdentity(msm.evaluateVarTime());
  });
  if (!isValid) throw new RangeProofError('VerificationError', 'The proof is not valid for this statement.');
}

/**
 * The challenges y, z, x, w and u of a claim as scalars, 32 bytes each, little-endian: for comparison with
 * test vectors. Does not verify the proof. Advances the transcript.
 *
 * @throws RangeProofError as {@link verifyRange}, except 'VerificationError'
 * @example
 * const { y, u } = claimChallenges({ transcript: new Transcript('example'), commitments, bits: 64, proof });
 */
export function claimChallenges(claim: RangeProofClaim): Challenges {
  const { y, z, x, w, u } = parseClaim(claim).challenges;
  return currentBackend().withScope((group) => {
    const reduce = (wide: Uint8Array) => group.encodeScalars(group.reduceWide(wide));
    return { y: reduce(y), z: reduce(z), x: reduce(x), w: reduce(w), u: u.map(reduce) };
  });
}
