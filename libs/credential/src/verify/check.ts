import { type ErrorCode, ProtocolError } from '../errors.js';

/** One check of a presentation: throws this code where the condition does not hold. */
export function check(condition: boolean, code: ErrorCode): asserts condition {
  if (!condition) throw new ProtocolError(code);
}
