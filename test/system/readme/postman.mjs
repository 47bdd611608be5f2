// The Postman collection, run by newman.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateHolderKey } from '../../../scripts/generate-jwk.mjs';
import { root, runProgram } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

const NEWMAN = 'newman@6.2.2';

/** Runs the collection against the services of a demo environment. Each of its tests is a subtest. */
export async function runCollection(t, env) {
  const report = join(temporaryFolder('postman'), 'report.json');
  const collection = join(root, 'docs/zk-income.postman_collection.json');
  const variables = { ...env, HOLDER_KEY: JSON.stringify(generateHolderKey().privateJwk) };
  console.log(`Running ${NEWMAN} with npx, which downloads it if necessary …`);
  const { output } = await runProgram('npx', [
    ...['--yes', NEWMAN, 'run', collection, '--reporters', 'json', '--reporter-json-export', report],
    ...Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]),
  ]);
  let run;
  try {
    ({ run } = JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    assert.fail(`newman wrote no report:\n${output.slice(-4000)}`);
  }
  for (const { item, assertions = [] } of run.executions) {
    for (const { assertion, error } of assertions) {
      await t.test(`${item.name}: ${assertion}`, () => assert.equal(error, undefined, error?.message));
    }
  }
  assert.ok(run.stats.assertions.total > 0, 'the collection has no tests');
  // Also requests that failed, and scripts with errors.
  assert.deepEqual(
    run.failures.map(({ error }) => error.message),
    [],
  );
}
