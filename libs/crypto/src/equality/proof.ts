import type { GroupOperations, Scalars } from '../backend/backend.js';
import { concat32, split32, subarrays32, viewOf } from '../bytes.js';
import { mapEncodingError } from '../decode.js';
import { RangeProofError } from '../errors.js';

/** Splits an untrusted proof into elements of 32 bytes. @throws RangeProofError('FormatError') */
export function splitProof(proof: unknown, bytes: number): Uint8Array[] {
  const view = viewOf(proof);
  if (view?.length !== bytes)
    throw new RangeProofError('FormatError', `The proof must be a Uint8Array of ${bytes} bytes.`);
  return split32(view);
}

/** Copies untrusted commitments, so that no getter changes them later. @throws RangeProofError('InvalidPoint') */
export function copyCommitments(commitments: readonly unknown[]): Uint8Array[] {
  const joined = concat32(commitments);
  if (joined === undefined)
    throw new RangeProofError('InvalidPoint', 'A commitment must be a Uint8Array of 32 bytes.');
  return subarrays32(joined);
}

/** Copies untrusted blindings, one after the other. @throws RangeProofError('InvalidScalar') */
export function copyBlindings(blindings: readonly unknown[]): Uint8Array {
  const joined = concat32(blindings);
  if (joined === undefined)
    throw new RangeProofError('InvalidScalar', 'A blinding must be a Uint8Array of 32 bytes.');
  return joined;
}

/** @throws RangeProofError('FormatError') */
export const decodeResponses = (group: GroupOperations, responses: Uint8Array): Scalars =>
  mapEncodingError('FormatError', 'Proof', () => group.decodeScalars(responses));
