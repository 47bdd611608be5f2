// Suites of jest, run from outside against services that a test has started.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runProgram } from './processes.mjs';
import { temporaryFolder } from './teardown.mjs';

const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
];

/**
 * Runs jest and reports each of its tests as a subtest of `t`.
 *
 * @param env variables in addition to those of this process
 */
async function runJest(t, args, env) {
  const file = join(temporaryFolder('jest'), 'results.json');
  const { output } = await runProgram(
    process.execPath,
    [...JEST, '--colors=false', '--json', `--outputFile=${file}`, ...args],
    { env: { ...process.env, ...env } },
  );
  assert.ok(existsSync(file), `jest wrote no results:\n${output.slice(-4000)}`);
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const reports = testResults.flatMap(({ name, message, assertionResults, status }) =>
    // A file can fail though none of its tests does: it does not compile, or a hook throws.
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
      ? [...assertionResults, { fullName: name, status, failureMessages: [message] }]
      : assertionResults,
  );
  const ran = reports.filter(({ status }) => status === 'passed' || status === 'failed');
  assert.ok(ran.length > 0, `jest ran no tests:\n${output.slice(-4000)}`);
  for (const { fullName, status, failureMessages } of ran) {
    await t.test(fullName, () => assert.equal(status, 'passed', failureMessages.join('\n')));
  }
}

/** What every store has to guarantee, on the store at an endpoint. */
export const persistenceContract = (t, { DYNAMODB_ENDPOINT }) =>
  runJest(
    t,
    [
      ...['--selectProjects', 'persistence', '--testPathPatterns', 'contract'],
      ...['--testNamePattern', 'the store at DYNAMODB_ENDPOINT'],
    ],
    { DYNAMODB_ENDPOINT },
  );

/**
 * The HTTP suite, against the issuer, verifier and test prover at `urls`.
 *
 * @param files the specs, as a regular expression
 */
export const httpSuite = (t, urls, files = 'flow|bad-input') =>
  runJest(t, ['--selectProjects', 'services', '--testPathPatterns', `test/(${files})`], urls);
