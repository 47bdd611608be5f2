import { type ErrorCode, ProtocolError } from '../errors.js';

/** How an act of the protocol ended: the code of its refusal, or `accepted`. Any other error is a defect. */
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
