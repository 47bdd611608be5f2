import type { InvocationContext } from './http-event.js';

/** Time that the response needs to reach the runtime before it ends the instance. */
const MARGIN_MS = 500;

/** The result of `run`, or of `onTimeout` shortly before the invocation times out. `run` continues in that case. */
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
