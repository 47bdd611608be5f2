// schemathesis sends generated requests, valid and invalid, and compares each response with the OpenAPI document.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { runProgram } from '../harness/processes.mjs';
import { pythonCommand, pythonTool } from '../harness/python-tool.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { SERVICES, startServices, urlOf } from './services.mjs';

const SCHEMATHESIS = 'schemathesis==4.32.5';
/** For each operation in the phase of random requests. */
const MAX_EXAMPLES = 15;
const KEYS = { issuer: 'ISSUER_API_KEY', verifier: 'VERIFIER_API_KEY' };

let env;

before(async () => {
  env = await startServices();
});

describe(SCHEMATHESIS, () => {
  for (const service of SERVICES) {
    test(`finds no response of the ${service} that its document does not describe`, async (t) => {
      const key = env[KEYS[service]];
      const args = [
        ...['run', `${urlOf(env, service)}/openapi.json`],
        ...(key === undefined ? [] : ['--header', `Authorization: Bearer ${key}`]),
        // Requests that match the schema may still be refused: a currency that does not exist, an unknown id.
        ...['--exclude-checks', 'positive_data_acceptance'],
        ...['--phases', 'examples,coverage,fuzzing', '--max-examples', String(MAX_EXAMPLES)],
        // The same requests in every run; CI machines may be slow.
        ...['--generation-deterministic', '--request-timeout', '60'],
        ...['--suppress-health-check', 'all', '--no-color'],
      ];
      const [file, command] = pythonCommand(pythonTool('schemathesis', SCHEMATHESIS), args);
      const { code, output } = await runProgram(file, command, {
        // It keeps what it has found in the working folder.
        cwd: temporaryFolder('schemathesis'),
        env: { ...process.env, SCHEMATHESIS_HOOKS: 'checks', PYTHONPATH: import.meta.dirname },
      });
      assert.equal(code, 0, output.slice(-12_000));
      t.diagnostic(/\d+ generated, \d+ passed/.exec(output)?.[0] ?? 'no cases');
      assert.match(output, /[1-9]\d* generated, [1-9]\d* passed/);
    });
  }
});
