// What has to be undone when a test file ends, however it ends: processes, containers, temporary folders.
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const teardowns = [];
const inTeardown = new AsyncLocalStorage();
let running;

/**
 * Registers an action for the end of the test file. The actions run once, in reverse order: after the last test, on
 * SIGINT, SIGTERM and SIGHUP, and when nothing is left to wait for. A failing action does not keep the others from
 * running; it fails the file.
 */
export function onTeardown(action) {
  teardowns.push(action);
}

/** Throws once the teardown runs, except in its own actions: after a signal, tests must not start anything new. */
export function assertNotTornDown() {
  if (running && !inTeardown.getStore()) throw new Error('The tests were interrupted.');
}

/** Runs all registered actions. */
export function tearDown() {
  running ??= inTeardown.run(true, async () => {
    const errors = [];
    while (teardowns.length > 0) {
      try {
        await teardowns.pop()();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0)
      throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'teardown failed');
  });
  return running;
}

/** A temporary folder that the teardown removes. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `zk-income-${name}-`));
  onTeardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // A terminal and the runner may both send one.
  process.on(signal, () => {
    tearDown()
      .catch((error) => console.error(error))
      .finally(() => process.exit(128 + constants.signals[signal]));
  });
}
// Without a runner that reads the output the teardown still runs.
process.stdout.on('error', () => undefined);
process.once('beforeExit', () => {
  tearDown().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
});
after(tearDown);
