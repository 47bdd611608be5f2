// The first plan of the bootstrap, of the root module and of every example. A plan from an empty state does not know the
// ARNs and IDs that AWS assigns, so it fails where one of them decides how many resources there are. The suites of the
// modules do not show that: the first run of a file that applies makes them known to the runs after it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../harness/processes.mjs';
import { examples } from './folders.mjs';
import { readBlocks } from './hcl-blocks.mjs';
import { baseEnv, copy, initialise } from './initialise.mjs';
import './prerequisites.mjs';
import { terraformTest } from './terraform-test.mjs';

const CONCURRENCY = 2;

const EMPTY_STATE = 'tests/empty-state';
const NEW_ENVIRONMENT = 'tests/new-environment';

const environmentFiles = join(copy, 'terraform/environments');

/** The environment that DEPLOYMENT.md adds as a copy of stage, in an account without a registry of its own. */
const PROD = readFileSync(join(environmentFiles, 'stage.tfvars'), 'utf8')
  .replace('environment = "stage"', 'environment = "prod"')
  .concat('\nregistry_account_id = "210987654321"\n');
writeFileSync(join(environmentFiles, 'prod.tfvars'), PROD);

/** The path of the mocks of an example, relative to it. */
const mocksOf = (example) =>
  existsSync(join(copy, example, '../../tests/mocks')) ? '../../tests/mocks' : null;

const planOfExample = (mocks) =>
  `mock_provider "aws" {${mocks ? `\n  source = "${mocks}"\n` : ''}}\n\nrun "plans" {\n  command = plan\n}\n`;

const testFiles = (folder) => readdirSync(join(root, folder)).filter((file) => file.endsWith('.tftest.hcl'));
const planIn = (t, cwd, folder, { env = baseEnv, args = [] } = {}) =>
  terraformTest(t, [`-test-directory=${folder}`, ...args], { cwd, env });

describe('runs that start from an empty state', () => {
  for (const folder of [
    `terraform/bootstrap/${EMPTY_STATE}`,
    `terraform/${EMPTY_STATE}`,
    `terraform/${NEW_ENVIRONMENT}`,
  ]) {
    test(`${folder}: no run applies, and values of AWS are unknown`, () => {
      const text = testFiles(folder)
        .map((file) => readFileSync(join(root, folder, file), 'utf8'))
        .join('\n');
      const runs = text.split(/^run /m).slice(1);
      assert.ok(runs.length > 0, 'no run');
      assert.deepEqual(
        runs.filter((run) => !/^ {2}command = plan$/m.test(run)),
        [],
      );
      assert.doesNotMatch(text, /override_|state_key/);
    });
  }
});

test('an apply of the bootstrap without its inputs fails, because it would destroy the pipeline roles', () => {
  const { variables } = readBlocks(join(root, 'terraform/bootstrap'));
  const inputs = readFileSync(join(root, 'terraform/bootstrap/bootstrap.auto.tfvars'), 'utf8');
  for (const name of ['environments', 'github_repository']) {
    assert.equal(variables.find((one) => one.name === name).default, undefined, `default of ${name}`);
    assert.match(inputs, new RegExp(`^${name} = `, 'm'));
  }
});

describe('first plan', { concurrency: CONCURRENCY }, () => {
  test('terraform', async (t) => {
    const cwd = join(copy, 'terraform');
    await initialise({ cwd, env: baseEnv });
    await planIn(t, cwd, EMPTY_STATE, { env: { ...baseEnv, TF_WORKSPACE: 'dev' } });
    for (const file of readdirSync(environmentFiles).filter((name) => name.endsWith('.tfvars'))) {
      const env = { ...baseEnv, TF_WORKSPACE: file.replace('.tfvars', '') };
      await t.test(`environments/${file}`, (t) =>
        planIn(t, cwd, NEW_ENVIRONMENT, { env, args: [`-var-file=environments/${file}`] }),
      );
    }
  });

  test('terraform/bootstrap', async (t) => {
    const cwd = join(copy, 'terraform/bootstrap');
    await initialise({ cwd, env: baseEnv });
    await planIn(t, cwd, EMPTY_STATE);
  });

  for (const folder of examples()) {
    test(folder, async (t) => {
      const cwd = join(copy, folder);
      mkdirSync(join(cwd, EMPTY_STATE), { recursive: true });
      writeFileSync(join(cwd, EMPTY_STATE, 'plan.tftest.hcl'), planOfExample(mocksOf(folder)));
      await initialise({ cwd, env: baseEnv });
      await planIn(t, cwd, EMPTY_STATE);
    });
  }
});
