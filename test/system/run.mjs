// `node test/system/run.mjs SUITE [--name PATTERN] [options of the suite]` runs the files SUITE/*.test.mjs of this
// folder and ends with one line of totals: `N passed, N failed`. With `--write` it runs SUITE/write.mjs
// instead, which writes the generated files that the suite checks.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../../scripts/setup.mjs';
import { passOptions } from './harness/options.mjs';
import { runFiles } from './harness/runner.mjs';

const suites = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'harness')
  .map(({ name }) => name);
const [suite, ...args] = process.argv.slice(2);

/** How many files of a suite run at the same time, for those that wait more than they compute; otherwise one. */
const CONCURRENCY = { deployment: 2 };

if (!suites.includes(suite)) {
  console.error(`usage: node test/system/run.mjs <${suites.join(' | ')}> [--name PATTERN] [options]`);
  process.exitCode = 2;
} else if (args.includes('--write')) {
  setUp({ build: true });
  await import(`./${suite}/write.mjs`);
} else {
  setUp({ build: true });
  const folder = join(import.meta.dirname, suite);
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  const names = passOptions(args);
  const { passed, failed } = await runFiles(
    files.sort().map((name) => join(folder, name)),
    names,
    CONCURRENCY[suite],
  );
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
