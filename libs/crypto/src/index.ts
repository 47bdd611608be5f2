/**
 * The range-proof engine: Pedersen commitments on ristretto255, Merlin transcripts and aggregated
 * Bulletproofs, byte-compatible with dalek's `bulletproofs` 5.0.
 * @module
 */
export type { EngineName } from './engine/engine.js';
export { engineName, loadEngine, selectEngine } from './engine/select.js';
export { RangeProofError, type RangeProofErrorCode } from './errors.js';
export { BulletproofGenerators } from './generators/bulletproofs.js';
export { type PedersenGenerators, pedersenGenerators } from './generators/pedersen.js';
export {
  combineBlindings,
  commit,
  isGroupElement,
  linearCombination,
  opensCommitment,
  randomScalar,
} from './pedersen/commitment.js';
export { type BatchVerdict, type RefusedClaim, verifyBatch } from './range-proof/batch.js';
export { type BitSize, proofLength } from './range-proof/parameters.js';
export { type ProvenRange, proveRange, type RangeProofInput } from './range-proof/prover.js';
export { replayChallenges } from './range-proof/replay-challenges.js';
export type { RangeProofClaim, RangeProofStatement } from './range-proof/statement.js';
export { verifyRange } from './range-proof/verifier.js';
export { Transcript } from './transcript/transcript.js';
