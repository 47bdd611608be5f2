import { join32 } from './bytes.js';
import { type Arithmetic, EncodingError, type Points, type Scalars } from './engine/engine.js';
import { RangeProofError, type RangeProofErrorCode } from './errors.js';

/** Runs a decoder; an encoding that it refuses becomes `code`. */
export function refuseAs<T>(code: RangeProofErrorCode, what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new RangeProofError(code, `${what}: ${error.message}`);
  }
}

/** Blindings as the caller gave them. @throws RangeProofError('InvalidScalar') */
export function decodeBlindings(arith: Arithmetic, blindings: unknown): Scalars {
  const joined = join32(blindings);
  if (joined === undefined) throw new RangeProofError('InvalidScalar', 'A blinding is 32 bytes.');
  try {
    return refuseAs('InvalidScalar', 'Blindings', () => arith.decodeScalars(joined));
  } finally {
    joined.fill(0);
  }
}

/** Commitments as the caller gave them; the identity is one. @throws RangeProofError('InvalidPoint') */
export function decodeCommitments(arith: Arithmetic, commitments: unknown): Points {
  const joined = join32(commitments);
  if (joined === undefined) throw new RangeProofError('InvalidPoint', 'A commitment is 32 bytes.');
  return refuseAs('InvalidPoint', 'Commitments', () => arith.decodePoints(joined));
}
