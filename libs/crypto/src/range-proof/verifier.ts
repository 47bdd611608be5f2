import { encodeInteger } from '../bytes.js';
import type { Engine } from '../engine/engine.js';
import { currentEngine } from '../engine/select.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';
import { addEquation, type Drawn, drawChallenges, pointsOf, randomWeights } from './equation.js';
import { type RangeProofClaim, readClaim } from './statement.js';

/**
 * Verifies a proof of {@link proveRange}, or of `RangeProof::prove_multiple` of dalek's
 * `bulletproofs` 5.0: returns if it holds, throws if it does not. Variable time; nothing here is
 * secret. The transcript is left advanced.
 *
 * @throws RangeProofError
 *   - 'InvalidTranscript', 'InvalidBitSize', 'InvalidAggregation': not a statement
 *   - 'FormatError': another length than `proofLength(bits, m)`, or a scalar that is not canonical
 *   - 'InvalidPoint': a point that is not canonical, or the identity as A, S, T1, T2, L or R
 *   - 'VerificationError': not a proof of this statement
 * @example
 * verifyRange({ transcript: new Transcript('example'), commitments, bits: 64, proof });
 */
export function verifyRange(claim: RangeProofClaim): void {
  verifyRangeWith(currentEngine(), claim);
}

/** {@link verifyRange} with a given engine. */
export function verifyRangeWith(engine: Engine, claim: RangeProofClaim): void {
  const read = readClaim(claim);
  const holds = engine.withScratch((arith) => {
    const sum = arith.newSumVarTime({ points: pointsOf(read), parties: read.commitments.length });
    const [drawn] = drawChallenges(arith, [read]) as [Drawn];
    const weight = arith.decodeScalars(encodeInteger(1n));
    addEquation(arith, sum, read, drawn, weight, randomWeights(arith, platformRandom, 1));
    return arith.isIdentity(sum.evaluateVarTime());
  });
  if (!holds) throw new RangeProofError('VerificationError', 'The proof does not hold for this statement.');
}
