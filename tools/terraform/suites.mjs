// init, validate and test of one folder after the other, two at a time.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
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

async function runTests(report, name, args, { cwd, env }) {
  let suite;
  await report.check(name, async () => {
    const { code, output: text } = await start('terraform', ['test', '-no-color', ...args], { cwd, env })
      .done;
    const [, passed = 0, failed = 0] = /(\d+) passed, (\d+) failed/.exec(text) ?? [];
    suite = { passed: Number(passed), failed: Number(failed) };
    assert.ok(code === 0 && suite.passed > 0, text);
    return `${suite.passed} runs`;
  });
  // The check says of the suite that it was run to its end; its runs count as well.
  if (suite) report.add(suite);
}

/** Each file of environments/ in the workspace of its name. */
async function checkEnvironments(report, place) {
  const files = readdirSync(join(place.cwd, 'environments')).filter((file) => file.endsWith('.tfvars'));
  for (const file of files) {
    const env = { ...place.env, TF_WORKSPACE: file.replace('.tfvars', '') };
    const args = ['-test-directory=tests/environments', `-var-file=environments/${file}`];
    await runTests(report, `terraform/environments/${file}: terraform test`, args, { ...place, env });
  }
}

async function checkFolder(report, copy, folder, isExample) {
  const cwd = join(copy, folder);
  // Every run reads the schema of the whole provider anew; with more memory to waste that takes a quarter less time.
  const env = {
    GOGC: '400',
    ...process.env,
    TF_PLUGIN_CACHE_DIR: join(copy, 'plugins'),
    CHECKPOINT_DISABLE: '1',
  };
  const place = { cwd, env };
  if (isExample && !existsSync(join(cwd, 'tests'))) {
    mkdirSync(join(cwd, 'tests'));
    writeFileSync(join(cwd, 'tests/plan.tftest.hcl'), PLAN);
  }
  const valid = await report.check(`${folder}: init and validate`, async () => {
    await inTurn(() => output('terraform', ['init', '-backend=false', '-input=false', '-no-color'], place));
    await output('terraform', ['validate', '-no-color'], place);
  });
  if (!valid) return;
  if (folder === 'terraform') {
    env.TF_WORKSPACE = WORKSPACE;
    await checkEnvironments(report, place);
  }
  await runTests(report, `${folder}: terraform test`, [], place);
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
