// init, validate and test of one folder after the other, two at a time.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output, start } from './command.mjs';

/** An example that has no test of its own is planned with every value of AWS mocked. */
const PLAN = 'mock_provider "aws" {}\n\nrun "plans" {\n  command = plan\n}\n';

/** The environment that the root's tests run in; its own check compares workspace and environment. */
const WORKSPACE = 'dev';

/** Terraform's cache of providers must not be filled by two at once. */
let initialised = Promise.resolve();
const inTurn = (task) => {
  const mine = initialised.then(task);
  initialised = mine.catch(() => {});
  return mine;
};

async function testSuite(cwd, env) {
  const { code, output: text } = await start('terraform', ['test', '-no-color'], { cwd, env }).done;
  const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(text) ?? [];
  return { code, text, passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
}

async function checkFolder(report, copy, folder, isExample) {
  const cwd = join(copy, folder);
  const env = { ...process.env, TF_PLUGIN_CACHE_DIR: join(copy, 'plugins'), CHECKPOINT_DISABLE: '1' };
  if (folder === 'terraform') env.TF_WORKSPACE = WORKSPACE;
  if (isExample && !existsSync(join(cwd, 'tests'))) {
    mkdirSync(join(cwd, 'tests'));
    writeFileSync(join(cwd, 'tests/plan.tftest.hcl'), PLAN);
  }
  const valid = await report.check(`${folder}: init and validate`, async () => {
    await inTurn(() =>
      output('terraform', ['init', '-backend=false', '-input=false', '-no-color'], { cwd, env }),
    );
    await output('terraform', ['validate', '-no-color'], { cwd, env });
  });
  if (!valid) return;
  let suite;
  await report.check(`${folder}: terraform test`, async () => {
    suite = await testSuite(cwd, env);
    assert.ok(suite.code === 0 && suite.passed > 0, suite.text);
    return `${suite.passed} runs`;
  });
  // The one check above stands for the suite itself; its runs count as well.
  if (suite) report.add(suite);
}

/** Checks all folders; modules that take long should come first. */
export async function checkSuites(report, copy, modules, examples) {
  mkdirSync(join(copy, 'plugins'));
  const waiting = [...modules.map((folder) => [folder, false]), ...examples.map((folder) => [folder, true])];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await checkFolder(report, copy, ...next);
  };
  await Promise.all([worker(), worker()]);
}
