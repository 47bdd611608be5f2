// GitHub workflows: actionlint (which runs shellcheck on their scripts), zizmor, and the project's own rules.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { goTool } from '../harness/go-tool.mjs';
import { root, runProgram } from '../harness/processes.mjs';
import { pythonTool } from '../harness/python-tool.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { plannedSubjects } from './pipeline-roles.mjs';
import { shellcheck } from './shellcheck.mjs';

const ACTIONLINT = { module: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.12' };
const ZIZMOR = 'zizmor==1.32.0';
const FOLDER = '.github/workflows';

const read = (file) => readFileSync(join(root, file), 'utf8');
const workflows = readdirSync(join(root, FOLDER))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => {
    const text = read(join(FOLDER, name));
    return { name, text, definition: parse(text) };
  });

/** A workflow with known faults. */
function faultyWorkflow() {
  const folder = join(temporaryFolder('workflow'), FOLDER);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'faulty.yml');
  const { text } = workflows.find(({ name }) => name === 'rollback.yml');
  const faults = [
    [/inputs\.environment/, 'inputs.nowhere'],
    [/"\$ENVIRONMENT"/, '$1 $* $' + '{{ github.head_ref }}'],
    [/actions\/checkout@[0-9a-f]{40}/, 'actions/checkout@v4'],
    [/^ {4}permissions:\n(?: {6}.*\n)+/m, '    permissions: write-all\n'],
  ];
  const faulty = faults.reduce((result, [pattern, replacement]) => {
    assert.match(result, pattern);
    return result.replace(pattern, () => replacement);
  }, text);
  writeFileSync(file, faulty);
  return file;
}

describe(`actionlint ${ACTIONLINT.version}`, () => {
  const actionlint = (...files) => {
    const PATH = [dirname(shellcheck()), process.env.PATH].join(delimiter);
    const options = { env: { ...process.env, PATH } };
    return runProgram(goTool(ACTIONLINT), ['-no-color', '-oneline', ...files], options);
  };

  test('reports no finding in the workflows', async (t) => {
    const { code, output } = await actionlint(...workflows.map(({ name }) => join(FOLDER, name)));
    assert.equal(code, 0, output);
    t.diagnostic(`${workflows.length} workflows`);
  });

  test('reports faults in expressions and in scripts', async () => {
    const { code, output } = await actionlint(faultyWorkflow());
    assert.notEqual(code, 0);
    assert.match(output, /property "nowhere" is not defined/);
    assert.match(output, /shellcheck reported issue/);
  });
});

describe(ZIZMOR, () => {
  /** Findings as `AUDIT FILE:LINE`. Without the audits that query GitHub's API. */
  const findings = async (path) => {
    const args = ['--offline', '--quiet', '--no-exit-codes', '--format', 'json-v1', path];
    const { code, output } = await runProgram(pythonTool('zizmor', ZIZMOR), args);
    assert.equal(code, 0, output);
    return JSON.parse(output).map(({ ident, locations }) => {
      const { symbolic, concrete } = locations.find((one) => one.symbolic.kind === 'Primary') ?? locations[0];
      const file = symbolic.key.Local?.given_path ?? JSON.stringify(symbolic.key);
      return `${ident} ${file}:${concrete.location.start_point.row + 1}`;
    });
  };

  test('reports no finding in the workflows and the Dependabot configuration', async (t) => {
    assert.deepEqual(await findings('.github'), []);
    t.diagnostic("offline: without the audits that query GitHub's API");
  });

  test('reports untrusted text in scripts, unpinned actions and excessive permissions', async () => {
    const audits = (await findings(faultyWorkflow())).map((one) => one.split(' ')[0]);
    for (const audit of ['template-injection', 'unpinned-uses', 'excessive-permissions']) {
      assert.ok(audits.includes(audit), `${audit} is not among ${audits.join(', ')}`);
    }
  });
});

/** By rule: the violations in a workflow. */
const RULES = {
  'every action is pinned to a commit, with its version in a comment': ({ text }) =>
    [...text.matchAll(/^\s*-?\s*uses: (?!\.\/)(.+)$/gm)]
      .map(([, uses]) => uses)
      .filter((uses) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses)),
  'a workflow has no permissions by default, and each job declares its own': ({ definition }) => [
    ...(JSON.stringify(definition.permissions) === '{}' ? [] : ['the workflow']),
    ...jobsOf(definition).flatMap(([name, job]) => (typeof job.permissions === 'object' ? [] : [name])),
  ],
  'no workflow uses a secret': ({ text }) => text.match(/secrets\.\w+/g) ?? [],
  'scripts run in bash with pipefail': ({ definition }) =>
    definition.defaults?.run?.shell === 'bash' ? [] : ['defaults.run.shell'],
  // A role may read only the state of its own workspace. Without TF_WORKSPACE, init reads that of the default workspace.
  'terraform init selects the workspace': ({ text }) => text.match(/^ *terraform init.*$/gm) ?? [],
  'every job has a timeout': ({ definition }) =>
    jobsOf(definition).flatMap(([name, job]) =>
      job['runs-on'] && !job['timeout-minutes'] ? [`${name}.timeout-minutes`] : [],
    ),
};
const jobsOf = ({ jobs }) => Object.entries(jobs);

/** The names of the npm scripts that a text runs. */
const npmScripts = (text) => [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);

describe('project rules', () => {
  for (const [rule, violations] of Object.entries(RULES)) {
    test(rule, () => {
      const found = workflows.flatMap((workflow) =>
        violations(workflow).map((one) => `${workflow.name}: ${one}`),
      );
      assert.deepEqual(found, []);
    });
  }

  test('a rollback waits for no other workflow', () => {
    const groups = ({ definition }) =>
      [definition, ...Object.values(definition.jobs)].flatMap(({ concurrency }) =>
        concurrency === undefined ? [] : [concurrency.group ?? concurrency],
      );
    const [rollback, ...others] = [...workflows].sort((one) => (one.name === 'rollback.yml' ? -1 : 1));
    const taken = others.flatMap(groups);
    assert.ok(groups(rollback).length > 0 && taken.length > 0);
    assert.deepEqual(
      groups(rollback).filter((group) => taken.includes(group)),
      [],
    );
  });

  test('credentials and jobs outlast a deployment with its rollback', () => {
    const fallback = (file, name) => Number(new RegExp(`${name}:-(\\d+)`).exec(read(file))[1]);
    const curlSeconds = Number(/--max-time (\d+)/.exec(read('scripts/smoke.sh'))[1]);
    const REQUESTS_OF_THE_SMOKE_TEST = 12;
    const smoke =
      2 * fallback('scripts/smoke.sh', 'SMOKE_PATIENCE_SECONDS') + REQUESTS_OF_THE_SMOKE_TEST * curlSeconds;
    const once = fallback('scripts/lib/common.sh', 'DEPLOY_TIMEOUT_SECONDS') + smoke;
    for (const [name, phases] of Object.entries({ 'deploy.yml': 2, 'rollback.yml': 1 })) {
      const { definition } = workflows.find((one) => one.name === name);
      const [, job] = jobsOf(definition).at(0);
      const assumed = job.steps.flatMap(({ with: input }) => (input?.['role-to-assume'] ? [input] : []));
      const seconds = assumed.map((input) => input['role-duration-seconds']);
      assert.ok(seconds.length > 0);
      assert.ok(
        seconds.every((one) => one >= phases * once),
        `${name}: ${phases * once} s with credentials for ${seconds} s`,
      );
      assert.ok(job['timeout-minutes'] * 60 > phases * once, `${name}: timeout-minutes`);
    }
    // The default maximum of an IAM role. A longer session needs max_session_duration.
    for (const { text } of workflows)
      for (const [, seconds] of text.matchAll(/role-duration-seconds: (\d+)/g)) assert.ok(seconds <= 3600);
  });

  test('every npm script that a workflow runs exists', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const used = workflows.flatMap(({ text }) => npmScripts(text));
    assert.ok(used.length > 5);
    assert.deepEqual(
      used.filter((name) => !Object.hasOwn(scripts, name)),
      [],
    );
  });

  test('ci.yml runs every step of .ci/run', () => {
    const steps = read('.ci/run').match(/^ *(?:step|suite|jest_suite) [\w-]+ .*$/gm);
    const scriptOf = (text) =>
      /npm (?:run (?:--silent )?)?([\w:-]+)/.exec(text)?.[1] ?? /test\/system\/run\.mjs \w+/.exec(text)?.[0];
    const expected = steps.map(scriptOf);
    assert.ok(expected.every(Boolean), 'every step runs an npm script or a system test');
    const { definition } = workflows.find(({ name }) => name === 'ci.yml');
    const actual = jobsOf(definition).flatMap(([, { steps }]) => steps.map(({ run = '' }) => scriptOf(run)));
    // The benchmark prints figures for readers and checks nothing.
    const missing = expected.filter((name) => name !== 'bench' && !actual.includes(name));
    assert.ok(expected.length > 12);
    assert.deepEqual(missing, []);
  });
});

describe('pipeline roles', () => {
  const ENVIRONMENTS = ['dev', 'stage'];
  /** The text with each name of an environment in place of an expression or of ENV. */
  const inEachEnvironment = (text) =>
    ENVIRONMENTS.map((name) => text.replaceAll(/\$\{\{ inputs\.environment \}\}|\bENV\b/g, name));
  const REPOSITORY = 'owner/zk-income';
  let subjects;
  let made;
  before(async () => {
    subjects = await plannedSubjects(ENVIRONMENTS, REPOSITORY);
    made = Object.keys(subjects);
  });

  test('Terraform makes every role that a workflow assumes', (t) => {
    const assumed = workflows.flatMap(({ definition }) =>
      jobsOf(definition).flatMap(([, { steps = [] }]) =>
        steps.flatMap((step) => step.with?.['role-to-assume'] ?? []),
      ),
    );
    assert.ok(assumed.length >= 5, 'the workflows assume too few roles');
    const names = assumed
      .flatMap(inEachEnvironment)
      .map((arn) => /^arn:aws:iam::\$\{\{ vars\.AWS_ACCOUNT_ID \}\}:role\/(.+)$/.exec(arn)?.[1] ?? arn);
    assert.deepEqual(
      names.filter((name) => !made.includes(name)),
      [],
    );
    // In both directions: no role without a workflow that assumes it.
    assert.deepEqual(
      made.filter((name) => !names.includes(name)),
      [],
    );
    t.diagnostic(made.join(', '));
  });

  /** The subject of the tokens of a job. Workflows that no pull request starts run on main. */
  const subjectOf = ({ definition }, { environment }) => {
    if (environment !== undefined) return `repo:${REPOSITORY}:environment:${environment}`;
    const isPullRequest = Object.hasOwn(definition.on, 'pull_request');
    return `repo:${REPOSITORY}:${isPullRequest ? 'pull_request' : 'ref:refs/heads/main'}`;
  };

  test('every role trusts the jobs that assume it', () => {
    const pairs = workflows.flatMap((workflow) =>
      jobsOf(workflow.definition).flatMap(([, job]) =>
        (job.steps ?? [])
          .flatMap((step) => step.with?.['role-to-assume']?.split('role/')[1] ?? [])
          .flatMap((role) => inEachEnvironment(`${role} ${subjectOf(workflow, job)}`)),
      ),
    );
    const distinct = [...new Set(pairs)];
    assert.ok(distinct.length >= 8);
    assert.deepEqual(distinct.sort(), made.map((name) => `${name} ${subjects[name]}`).sort());
  });

  test('a rollback asks no reviewers of deployments', () => {
    const environmentsOf = ({ definition }) => jobsOf(definition).flatMap(([, job]) => job.environment ?? []);
    const [rollback, ...others] = [...workflows].sort((one) => (one.name === 'rollback.yml' ? -1 : 1));
    assert.deepEqual(environmentsOf(rollback), ['${' + '{ inputs.environment }}-rollback']);
    assert.deepEqual([...new Set(others.flatMap(environmentsOf))], ['${' + '{ inputs.environment }}']);
  });

  test('Terraform makes every role that DEPLOYMENT.md names', () => {
    const named = [
      ...read('DEPLOYMENT.md').matchAll(/`(zk-income-(?:\w+-)*(?:plan|push|apply|deploy|rollback))`/g),
    ];
    assert.ok(named.length >= 4);
    assert.deepEqual(
      named.flatMap(([, name]) => inEachEnvironment(name)).filter((name) => !made.includes(name)),
      [],
    );
  });
});
