import { OpenidError } from '../messages/index.js';

/** 'accepted', or the code of an `OpenidError`. Any other error is thrown again. */
export function outcome(action: () => unknown): string {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return codeOf(error);
  }
}

/** Like {@link outcome}, of a promise. */
export async function outcomeAsync(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return 'accepted';
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof OpenidError) return error.error;
  throw error;
}
