// init, validate and test of every module, example and environment, two at a time.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runOrThrow } from '../harness/processes.mjs';
import { examples, modules } from './folders.mjs';
import './prerequisites.mjs';
import { terraformTest } from './terraform-test.mjs';
import { copyTerraform } from './working-copy.mjs';

const CONCURRENCY = 2;

/** Examples have no tests of their own, so they are planned with a mocked AWS provider. */
const PLAN = 'mock_provider "aws" {}\n\nrun "plans" {\n  command = plan\n}\n';

/** The root module requires that the workspace has the name of the environment; its tests use this one. */
const WORKSPACE = 'dev';

const copy = copyTerraform();
const pluginCache = join(copy, 'plugins');
mkdirSync(pluginCache);

const baseEnv = {
  // Every run loads the schema of the whole provider. Fewer garbage collections make that a quarter faster.
  GOGC: '400',
  ...process.env,
  TF_PLUGIN_CACHE_DIR: pluginCache,
  CHECKPOINT_DISABLE: '1',
};

/** Runs tasks one after the other: concurrent `terraform init` would corrupt the plugin cache. */
let lastInit = Promise.resolve();
const oneAtATime = (task) => {
  const result = lastInit.then(task);
  lastInit = result.catch(() => {});
  return result;
};

/** Reports init and validate as a subtest. Returns whether they succeeded. */
async function isValid(t, options) {
  let valid = false;
  await t.test('init and validate', async () => {
    await oneAtATime(() =>
      runOrThrow('terraform', ['init', '-backend=false', '-input=false', '-no-color'], options),
    );
    await runOrThrow('terraform', ['validate', '-no-color'], options);
    valid = true;
  });
  return valid;
}

/** Tests each file of environments/ in the workspace with its name. */
async function testEnvironments(t, { cwd, env }) {
  const files = readdirSync(join(cwd, 'environments')).filter((file) => file.endsWith('.tfvars'));
  assert.ok(files.length > 0);
  for (const file of files) {
    await t.test(`environments/${file}`, (t) =>
      terraformTest(t, ['-test-directory=tests/environments', `-var-file=environments/${file}`], {
        cwd,
        env: { ...env, TF_WORKSPACE: file.replace('.tfvars', '') },
      }),
    );
  }
}

describe('modules and environments', { concurrency: CONCURRENCY }, () => {
  // The root module, which takes longest, comes first.
  for (const folder of modules().reverse()) {
    test(folder, async (t) => {
      const isRoot = folder === 'terraform';
      const cwd = join(copy, folder);
      const options = { cwd, env: isRoot ? { ...baseEnv, TF_WORKSPACE: WORKSPACE } : baseEnv };
      if (!(await isValid(t, { cwd, env: baseEnv }))) return;
      if (isRoot) await testEnvironments(t, options);
      await terraformTest(t, [], options);
    });
  }

  for (const folder of examples()) {
    test(folder, async (t) => {
      const cwd = join(copy, folder);
      if (!existsSync(join(cwd, 'tests'))) {
        mkdirSync(join(cwd, 'tests'));
        writeFileSync(join(cwd, 'tests/plan.tftest.hcl'), PLAN);
      }
      const options = { cwd, env: baseEnv };
      if (await isValid(t, options)) await terraformTest(t, [], options);
    });
  }
});
