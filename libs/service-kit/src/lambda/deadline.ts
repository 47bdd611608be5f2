import type { InvocationContext } from './http-event.js';

/** What an answer needs to get out before the runtime ends the instance that is still at it. */
const MARGIN_MS = 500;

/** What `run` gives, or what `late` does where the invocation is about to end without. `run` goes on nevertheless. */
export async function unlessLate<T>(
  context: InvocationContext,
  run: () => Promise<T>,
  late: () => T,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS));
  });
  return Promise.race([run(), deadline]).finally(() => clearTimeout(timer));
}
