// Runs test files by node:test, shows their progress, and prints the totals.
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** Above what the longest suite takes. A test that waits forever must not keep the runner waiting too. */
const FILE_TIMEOUT_MS = 25 * 60_000;

const isTest = ({ details }) => details.type !== 'suite';
/** Failures that restate the failure of a test inside. */
const isRestated = ({ details }) => details.error?.failureType === 'subtestsFailed';
const isHook = ({ details }) => details.error?.failureType === 'hookFailed';

/**
 * Runs each file in a process of its own, and prints `N passed, N failed` last. A signal ends the running files, which
 * tear down what they started (see teardown.mjs); the files after them do not run.
 *
 * @param concurrency the number of files that run at the same time
 * @returns the numbers of passed and failed tests
 */
export async function runFiles(files, testNamePatterns = [], concurrency = 1) {
  const totals = { passed: 0, failed: 0 };
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());
  // The reader of the output is gone: `npm run … | head`, a closed terminal.
  process.stdout.on('error', () => interruption.abort());

  const events = run({
    files,
    concurrency,
    timeout: FILE_TIMEOUT_MS,
    signal: interruption.signal,
    ...(testNamePatterns.length > 0 && { testNamePatterns }),
  });
  events.on('test:pass', (event) => {
    if (isTest(event) && event.skip === undefined) totals.passed++;
  });
  events.on('test:fail', (event) => {
    if ((isTest(event) && !isRestated(event)) || isHook(event)) totals.failed++;
  });
  for await (const text of events.compose(new spec())) process.stdout.write(text);
  if (interruption.signal.aborted && totals.failed === 0) totals.failed = 1;
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  return totals;
}
