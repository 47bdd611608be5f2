// Runs `terraform test` and reports each of its runs as a subtest.
import assert from 'node:assert/strict';
import { runProgram } from '../harness/processes.mjs';

const parseEvents = (output) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

const describeDiagnostic = ({ diagnostic: { summary, detail, range } }) =>
  [`${range ? `${range.filename}:${range.start.line}: ` : ''}${summary}`, detail].filter(Boolean).join('\n');

/**
 * @param t the test whose subtests report the runs
 * @param args of `terraform test`
 * @param options `cwd` and `env`
 */
export async function terraformTest(t, args, options) {
  const { code, output } = await runProgram('terraform', ['test', '-json', ...args], options);
  const events = parseEvents(output);
  const errors = events.filter(
    ({ type, diagnostic }) => type === 'diagnostic' && diagnostic.severity === 'error',
  );
  const runs = events.filter(({ type, test_run: run }) => type === 'test_run' && run.progress === 'complete');
  for (const { test_run: run } of runs) {
    await t.test(`${run.path}: ${run.run}`, () => {
      const ofThisRun = errors.filter((one) => one['@testfile'] === run.path && one['@testrun'] === run.run);
      assert.equal(run.status, 'pass', ofThisRun.map(describeDiagnostic).join('\n'));
    });
  }
  assert.ok(
    runs.length > 0,
    `terraform test ran nothing:\n${errors.map(describeDiagnostic).join('\n') || output}`,
  );
  const hasFailedRun = runs.some(({ test_run: run }) => run.status !== 'pass');
  assert.ok(code === 0 || hasFailedRun, errors.map(describeDiagnostic).join('\n'));
}
