// Runs the workflows as GitHub does, as far as they need it: jobs in order, expressions, outputs, environments and OIDC
// tokens. `run` steps are executed. Each action that the workflows use has a stand-in.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runOrThrow, runProgram } from '../harness/processes.mjs';
import { list } from '../permissions/policies.mjs';

const AUDIENCE = 'sts.amazonaws.com';
const TOKEN = 'token.actions.githubusercontent.com';
/** The default of an IAM role. */
const MAX_SESSION_SECONDS = 3600;

/** The value of an expression: a property, or a comparison of two. Throws if a property does not exist. */
function propertyOf(expression, contexts) {
  const [left, right] = expression.split('==').map((one) => one.trim());
  const property = (path) => {
    const value = path.split('.').reduce((at, name) => at?.[name], contexts);
    if (value === undefined) throw new Error(`The expression ${path} has no value`);
    return value;
  };
  return right === undefined ? property(left) : property(left) === property(right);
}

const expand = (value, contexts) =>
  typeof value === 'string'
    ? value.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression) => String(propertyOf(expression, contexts)))
    : value;
const expandAll = (values = {}, contexts) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(value, contexts)]));

const readOutputs = (file) =>
  Object.fromEntries(
    (existsSync(file) ? readFileSync(file, 'utf8') : '')
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

export class GitHubRunner {
  /** The commands that ran, and the summaries. */
  log = '';
  #options;
  /** The concurrency groups of the jobs and workflows that run or wait for an approval. */
  #groups = new Set();

  /**
   * @param options `repository` (its name), `folder` (its clone), `settings` (returns the `variables` and `environments` of the
   *   repository), `roles` (returns the roles of an account by name), `startSession` (returns credentials of a role),
   *   `approve` (asks the reviewers of an environment), `pushImage`, `env`
   */
  constructor(options) {
    this.#options = options;
  }

  /** Runs a workflow. `event` has `name`, `ref`, `sha`, `inputs` and other properties of the context `github.event`. */
  async run(file, event, skippedJobs = []) {
    const { jobs, ...workflow } = this.#read(file);
    for (const [name, { options }] of Object.entries(workflow.on.workflow_dispatch?.inputs ?? {}))
      assert.ok(options.includes(event.inputs[name]), `${file}: ${name} has no option ${event.inputs[name]}`);
    assert.deepEqual(workflow.permissions, {}, `${file}: permissions`);
    const done = {};
    const waiting = Object.entries(jobs);
    await this.#inGroup(workflow.concurrency, this.#contextsOf(event, {}), async () => {
      while (waiting.length > 0) {
        const index = waiting.findIndex(([, { needs = [] }]) => list(needs).every((one) => done[one]));
        assert.notEqual(index, -1, `${file}: no job can start`);
        const [[name, job]] = waiting.splice(index, 1);
        done[name] = skippedJobs.includes(name) ? { outputs: {} } : await this.#runJob(job, event, done);
      }
    });
    return done;
  }

  /** Runs an action in its concurrency group. In GitHub it would wait for the others of the group. */
  async #inGroup(concurrency, contexts, action) {
    if (concurrency === undefined) return action();
    const group = expand(concurrency.group ?? concurrency, contexts);
    assert.ok(!this.#groups.has(group), `The concurrency group ${group} is taken`);
    this.#groups.add(group);
    try {
      return await action();
    } finally {
      this.#groups.delete(group);
    }
  }

  #contextsOf(event, needs) {
    return {
      github: { repository: this.#options.repository, ...event },
      inputs: event.inputs ?? {},
      needs,
      vars: this.#options.settings().variables,
      steps: {},
      env: {},
    };
  }

  #read(file) {
    return parse(readFileSync(join(this.#options.folder, file), 'utf8'));
  }

  async #runJob(job, event, needs) {
    const { variables, environments } = this.#options.settings();
    const contexts = this.#contextsOf(event, needs);
    if (job.uses !== undefined) {
      const inputs = expandAll(job.with, contexts);
      for (const one of Object.values(this.#read(job.uses).jobs))
        for (const [scope, level] of Object.entries(one.permissions ?? {}))
          assert.equal(job.permissions?.[scope], level, `${job.uses}: permission ${scope} of the caller`);
      const called = await this.run(job.uses, { ...event, inputs });
      return { outputs: Object.assign({}, ...Object.values(called).map(({ outputs }) => outputs)) };
    }
    const [matrix] = Object.entries(job.strategy?.matrix ?? {});
    for (const value of matrix?.[1] ?? [undefined]) {
      contexts.matrix = matrix && { [matrix[0]]: value };
      if (job.if !== undefined && !propertyOf(job.if, contexts)) continue;
      const environment = expand(job.environment, contexts);
      if (environment !== undefined) {
        assert.ok(environments[environment], `The repository has no environment ${environment}`);
        contexts.vars = { ...variables, ...environments[environment].variables };
      }
      contexts.env = expandAll(job.env, contexts);
      await this.#inGroup(job.concurrency, contexts, async () => {
        if (environments[environment]?.reviewers) await this.#options.approve(environment);
        await this.#runSteps(job, contexts, { event, environment });
      });
    }
    return { outputs: expandAll(job.outputs, contexts) };
  }

  async #runSteps(job, contexts, token) {
    const scratch = mkdtempSync(join(this.#options.scratch, 'job-'));
    const subject =
      token.environment !== undefined
        ? `environment:${token.environment}`
        : token.event.name === 'pull_request'
          ? 'pull_request'
          : `ref:${token.event.ref}`;
    const folder = join(scratch, 'checkout');
    const state = { credentials: {}, folder, subject: `repo:${this.#options.repository}:${subject}` };
    for (const [index, step] of job.steps.entries()) {
      const env = { ...contexts.env, ...expandAll(step.env, contexts) };
      const outputs =
        step.run === undefined
          ? await this.#use(step.uses.split('@')[0], expandAll(step.with, contexts), { job, state, contexts })
          : await this.#execute(step, { env, scratch, index, state });
      if (step.id !== undefined) contexts.steps[step.id] = { outputs };
    }
  }

  async #execute(step, { env, scratch, index, state }) {
    const files = {
      GITHUB_OUTPUT: join(scratch, `output-${index}`),
      GITHUB_STEP_SUMMARY: join(scratch, `summary-${index}`),
    };
    const script = join(scratch, `step-${index}.sh`);
    writeFileSync(script, step.run);
    const { code, output } = await runProgram('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: join(state.folder, step['working-directory'] ?? '.'),
      env: { ...this.#options.env, ...state.credentials, ...env, ...files },
    });
    this.log += `${step.run}\n${output}\n`;
    assert.equal(code, 0, `${step.name}\n${step.run}\n${output}`);
    return readOutputs(files.GITHUB_OUTPUT);
  }

  /** Stand-ins for actions. Each returns the outputs of the step. */
  async #use(action, input, { job, state, contexts }) {
    switch (action) {
      case 'actions/checkout':
        await runOrThrow('git', ['clone', '--quiet', this.#options.folder, state.folder]);
        return {};
      case 'actions/setup-node':
      case 'docker/setup-buildx-action':
      case 'hashicorp/setup-terraform':
        return {};
      case 'actions/upload-artifact':
        for (const file of input.path.trim().split('\n'))
          assert.ok(existsSync(join(state.folder, file)), `no file ${file}`);
        return {};
      case 'aws-actions/configure-aws-credentials':
        assert.equal(job.permissions['id-token'], 'write', 'no OIDC token');
        state.credentials = await this.#assume(input, state.subject);
        return {};
      case 'aws-actions/amazon-ecr-login':
        return {
          registry: `${state.credentials.TF_VAR_stand_in_account}.dkr.ecr.${contexts.vars.AWS_REGION}.amazonaws.com`,
        };
      case 'docker/build-push-action':
        return { digest: await this.#options.pushImage(input, state) };
      default:
        throw new Error(`No stand-in for the action ${action}`);
    }
  }

  async #assume(input, subject) {
    const arn = input['role-to-assume'];
    const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
    const role = this.#options.roles(account)[name];
    assert.ok(role, `The role ${arn} does not exist`);
    const StringEquals = { [`${TOKEN}:aud`]: AUDIENCE, [`${TOKEN}:sub`]: subject };
    assert.deepEqual(
      role.trust.Statement.map(({ Effect, Action, Condition }) => ({ Effect, Action, Condition })),
      [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals } }],
      `${name} does not trust ${subject}`,
    );
    const seconds = Number(input['role-duration-seconds'] ?? MAX_SESSION_SECONDS);
    assert.ok(seconds <= (role.maxSessionSeconds ?? MAX_SESSION_SECONDS), `${name}: session of ${seconds} s`);
    return {
      ...(await this.#options.startSession(account, name, role)),
      AWS_REGION: input['aws-region'],
      AWS_DEFAULT_REGION: input['aws-region'],
      TF_VAR_stand_in_account: account,
    };
  }
}
