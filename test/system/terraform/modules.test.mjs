// init, validate and test of every module and environment, and of the examples with tests, two at a time.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../harness/teardown.mjs';
import { examples, modules } from './folders.mjs';
import { baseEnv, copy, initialise, isValid } from './initialise.mjs';
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

const matches = (text, pattern) => [...text.matchAll(pattern)];

/** Whether each run of a test file expects validations of variables to fail, and nothing else. */
function testsOnlyVariables(text) {
  const expected = matches(text, /^ {2}expect_failures = \[(.*?)\]/gms);
  const names = expected.flatMap(([, list]) => list.split(',').map((name) => name.trim()));
  return (
    expected.length === matches(text, /^run /gm).length &&
    names.every((name) => name === '' || name.startsWith('var.'))
  );
}

/**
 * Runs test files on the variables of a module alone. Without resources Terraform needs no provider, and it loads the
 * schema of the AWS provider, which takes two seconds, for every run.
 */
async function testVariables(t, module, files) {
  const cwd = temporaryFolder('variables');
  for (const name of readdirSync(module).filter((name) => /^variables.*\.tf$/.test(name)))
    cpSync(join(module, name), join(cwd, name));
  mkdirSync(join(cwd, 'tests'));
  for (const name of files) {
    const text = readFileSync(join(module, 'tests', name), 'utf8');
    writeFileSync(join(cwd, 'tests', name), text.replace(/^mock_provider "aws" \{(\}$|.*?^\})/ms, ''));
  }
  const options = { cwd, env: baseEnv };
  await initialise(options);
  await terraformTest(t, [], options);
}

/** Runs the tests of a module: those of its variables alone, then the others. */
async function testModule(t, options) {
  const files = readdirSync(join(options.cwd, 'tests')).filter((name) => name.endsWith('.tftest.hcl'));
  const ofVariables = files.filter((name) =>
    testsOnlyVariables(readFileSync(join(options.cwd, 'tests', name), 'utf8')),
  );
  if (ofVariables.length > 0) await testVariables(t, options.cwd, ofVariables);
  const others = files.filter((name) => !ofVariables.includes(name));
  await terraformTest(
    t,
    others.map((name) => `-filter=tests/${name}`),
    options,
  );
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
      await (isRoot ? terraformTest(t, [], options) : testModule(t, options));
    });
  }

  for (const folder of examples().filter((one) => existsSync(join(copy, one, 'tests')))) {
    test(folder, async (t) => {
      const options = { cwd: join(copy, folder), env: baseEnv };
      if (await isValid(t, options)) await terraformTest(t, [], options);
    });
  }
});
