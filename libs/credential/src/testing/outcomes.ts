import { type ErrorCode, ProtocolError } from '../errors.js';

/** The result of a call: the code of its ProtocolError, or `accepted`. Any other error is a defect and is rethrown. */
export type Outcome = ErrorCode | 'accepted';

function outcomeOf(error: unknown): Outcome {
  if (error instanceof ProtocolError) return error.code;
  throw error;
}

export function outcome(act: () => unknown): Outcome {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return outcomeOf(error);
  }
}

export async function outcomeAsync(act: () => Promise<unknown>): Promise<Outcome> {
  try {
    await act();
    return 'accepted';
  } catch (error) {
    return outcomeOf(error);
  }
}

/** The ProtocolError that a call throws. */
export function thrownBy(act: () => unknown): ProtocolError {
  try {
    act();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('expected a ProtocolError');
}
