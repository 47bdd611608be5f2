import { afterEach } from '@jest/globals';

let testEnd = new AbortController();

afterEach(() => {
  testEnd.abort();
  testEnd = new AbortController();
});

/** Waits until a condition holds. Ends with the test, so that a failed test does not keep the runner alive. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const { signal } = testEnd;
  while (!(await condition()) && !signal.aborted) await new Promise((resolve) => setImmediate(resolve));
}
