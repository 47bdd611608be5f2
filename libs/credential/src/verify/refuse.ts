import { type ErrorCode, ProtocolError } from '../errors.js';

/** Refuses a presentation unless a condition holds. */
export function demand(condition: boolean, code: ErrorCode): asserts condition {
  if (!condition) throw new ProtocolError(code);
}
