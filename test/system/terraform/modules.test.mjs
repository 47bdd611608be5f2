// init, validate and test of every module and environment, and of the examples with tests, two at a time.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { examples, modules } from './folders.mjs';
import { baseEnv, copy, isValid } from './initialise.mjs';
import './prerequisites.mjs';
import { terraformTest } from './terraform-test.mjs';

const CONCURRENCY = 2;

/** The root module requires that the workspace has the name of the environment; its tests use this one. */
const WORKSPACE = 'dev';

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

  for (const folder of examples().filter((one) => existsSync(join(copy, one, 'tests')))) {
    test(folder, async (t) => {
      const options = { cwd: join(copy, folder), env: baseEnv };
      if (await isValid(t, options)) await terraformTest(t, [], options);
    });
  }
});
