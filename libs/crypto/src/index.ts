/**
 * Pedersen commitments on ristretto255, Merlin transcripts, aggregated Bulletproofs that are byte-compatible with
 * dalek's `bulletproofs` 5.0, and proofs that commitments are to one value or to different values.
 * @module
 */
export type { BackendName } from './backend/backend.js';
export { backendInUse, loadBackend, selectBackend } from './backend/select.js';
export {
  DIFFERENCE_PROOF_BYTES,
  type DifferenceClaim,
  type DifferenceInput,
  proveDifferent,
  verifyDifferent,
} from './equality/different-values.js';
export {
  EQUALITY_PROOF_BYTES,
  type EqualityClaim,
  type EqualityInput,
  proveEqual,
  verifyEqual,
} from './equality/equal-values.js';
export { RangeProofError } from './errors.js';
export { BulletproofGenerators } from './generators/bulletproofs.js';
export { pedersenGenerators } from './generators/pedersen.js';
export {
  combineBlindings,
  commit,
  linearCombination,
  randomScalar,
  verifyOpening,
} from './pedersen/commitment.js';
export { verifyBatch } from './range-proof/batch.js';
export type { RangeProofClaim } from './range-proof/claim.js';
export { proofLength } from './range-proof/parameters.js';
export { proveRange } from './range-proof/prover.js';
export { claimChallenges, verifyRange } from './range-proof/verifier.js';
export { Transcript } from './transcript/transcript.js';
