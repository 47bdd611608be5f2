import { EncodingError, type GroupOperations, type Points, type Scalars } from './backend/backend.js';
import { concat32 } from './bytes.js';
import { RangeProofError, type RangeProofErrorCode } from './errors.js';

/** Runs a decoder and maps its `EncodingError` to a `RangeProofError` with `code`. */
export function mapEncodingError<T>(code: RangeProofErrorCode, subject: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new RangeProofError(code, `${subject}: ${error.message}`);
  }
}

/** Decodes the caller's blindings. @throws RangeProofError('InvalidScalar') */
export function decodeBlindings(group: GroupOperations, blindings: readonly unknown[]): Scalars {
  const joined = concat32(blindings);
  if (joined === undefined)
    throw new RangeProofError('InvalidScalar', 'A blinding must be a Uint8Array of 32 bytes.');
  try {
    return mapEncodingError('InvalidScalar', 'Blindings', () => group.decodeScalars(joined));
  } finally {
    joined.fill(0);
  }
}

/** Decodes the caller's commitments; the identity is valid. @throws RangeProofError('InvalidPoint') */
export function decodeCommitments(group: GroupOperations, commitments: readonly unknown[]): Points {
  const joined = concat32(commitments);
  if (joined === undefined)
    throw new RangeProofError('InvalidPoint', 'A commitment must be a Uint8Array of 32 bytes.');
  return mapEncodingError('InvalidPoint', 'Commitments', () => group.decodePoints(joined));
}
