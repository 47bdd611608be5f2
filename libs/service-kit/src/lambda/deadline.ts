import type { InvocationContext } from './http-event.js';

/** Time that the response needs to reach the runtime before the invocation times out. */
const MARGIN_MS = 500;

/** Returns the result of `run`, or that of `onTimeout` shortly before the invocation times out. `run` is not aborted. */
export async function withDeadline<T>(
  context: InvocationContext,
  run: () => Promise<T>,
  onTimeout: () => T,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<T>((resolve) => {
    const ms = Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS);
    timer = setTimeout(() => resolve(onTimeout()), ms);
  });
  return Promise.race([run(), deadline]).finally(() => clearTimeout(timer));
}
