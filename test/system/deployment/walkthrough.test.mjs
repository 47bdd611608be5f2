// Executes DEPLOYMENT.md and the workflows: every command in order, from an empty account to a deployed environment, with real
// Terraform, the real AWS CLI and the real scripts. Roles may do only what their policies allow.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, runProgram, stdoutOf } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import '../terraform/prerequisites.mjs';
import { AccountProxy } from './account-proxy.mjs';
import { AwsStandIn, REGION } from './aws-stand-in.mjs';
import { awsCliFolder } from './deployment-target.mjs';
import { FargateEnvironment, SERVICES } from './environments.mjs';
import { GitHubRunner } from './github-runner.mjs';
import { terraformEnvironment } from './pipeline-roles.mjs';
import { writeWorkingCopy } from './working-copy.mjs';

const REPOSITORY = 'owner/zk-income';
/** The account of moto. */
const ACCOUNT = '123456789012';
const OTHER_ACCOUNT = '210987654321';

/** The sections of DEPLOYMENT.md with commands, in order. */
const SECTIONS = {
  account: ['Prerequisites', '1. Bootstrap, once per account'],
  environment: ['2. The first images', '3. The environment', '4. The first keys', '5. The first clients'],
  verified: ['6. Verify the deployment', '7. The pipeline'],
  later: ['Roll out and roll back', 'Without GitHub'],
  end: ['Tear down'],
};

/** Placeholders that the reader replaces. */
const PLACEHOLDERS = [
  ['ISSUER_API_KEY=… VERIFIER_API_KEY=…', 'ISSUER_API_KEY=one VERIFIER_API_KEY=two'],
  ['ISSUER_DIGEST=sha256:… VERIFIER_DIGEST=sha256:…', 'ISSUER_DIGEST= VERIFIER_DIGEST='],
];

/** The commands of each section, by its title. */
function commandsOf(guide) {
  const sections = guide.split(/^#{2,3} /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const blocks = [...section.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block);
      return [section.slice(0, section.indexOf('\n')), blocks];
    }),
  );
}

const guide = readFileSync(join(root, 'DEPLOYMENT.md'), 'utf8');
const commands = commandsOf(guide);

let aws;
let proxy;
let folder;
let scratch;
let baseEnv;
/** By block of a section: what happens in AWS after it. */
let hooks;

before(async () => {
  aws = await AwsStandIn.start();
  const simulated = ['ecs', 'lambda', 'ecr'];
  proxy = await AccountProxy.start((service) =>
    simulated.includes(service) ? aws.endpoint : aws.motoEndpoint,
  );
  hooks = await startHooks();
  const [bin, aClone] = [join(root, 'test/system/deployment/commands'), temporaryFolder('walkthrough')];
  scratch = temporaryFolder('walkthrough-scratch');
  folder = aClone;
  await writeWorkingCopy(folder, aws.servicesUrl);
  const inherited = Object.fromEntries(
    Object.entries(terraformEnvironment()).filter(([name]) => !/^(AWS_|ISSUER_|VERIFIER_|npm_)/.test(name)),
  );
  baseEnv = {
    ...inherited,
    PATH: [bin, await awsCliFolder(), process.env.PATH].join(delimiter),
    HOME: scratch,
    AWS_ENDPOINT_URL: proxy.endpoint,
    AWS_PAGER: '',
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    STAND_IN_FOLDER: scratch,
    STAND_IN_REPOSITORY: root,
    STAND_IN_NPM: await realNpm(),
    DEPLOY_POLL_SECONDS: '0.1',
    DEPLOY_TIMEOUT_SECONDS: '120',
    SMOKE_PATIENCE_SECONDS: '0',
  };
});

const realNpm = async () => (await stdoutOf('bash', ['-c', 'command -v npm'])).trim();

/** A server that a script calls between two blocks. */
async function startHooks() {
  const actions = new Map();
  const server = createServer(async (request, response) => {
    try {
      await actions.get(decodeURIComponent(request.url.slice(1)))?.();
      response.end();
    } catch (error) {
      response.writeHead(500).end(String(error.stack));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTeardown(() => server.close());
  return { actions, url: `http://127.0.0.1:${server.address().port}` };
}

/** Credentials of an administrator of an account. */
async function administrator(account) {
  if (account === ACCOUNT)
    return { ...proxy.session('KEYADMINISTRATOR', ACCOUNT), TF_VAR_stand_in_account: account };
  const call = {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::${account}:role/administrator`,
    RoleSessionName: 'test',
  };
  const response = await fetch(aws.motoEndpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=setup/20260101/${REGION}/sts/aws4_request` },
    body: new URLSearchParams(call),
  });
  const [, key] = /<AccessKeyId>(.+?)<\/AccessKeyId>/.exec(await response.text());
  return { ...proxy.session(key, account), TF_VAR_stand_in_account: account };
}

/** Runs the commands of sections as one shell session, and expects every command to succeed. */
async function follow(sections, env, edit = (text) => text) {
  const script = sections.flatMap((title) => {
    assert.ok(commands[title]?.length > 0, `DEPLOYMENT.md has no commands in the section ${title}`);
    return commands[title].map((block, index) => {
      const text = PLACEHOLDERS.reduce((result, [from, to]) => result.replaceAll(from, to), block);
      assert.doesNotMatch(text, /…/, `${title}: a placeholder`);
      return `${edit(text)}curl --silent --show-error --fail "${hooks.url}/${encodeURIComponent(`${title} ${index}`)}"\n`;
    });
  });
  const file = join(scratch, 'guide.sh');
  writeFileSync(file, `set -e -o pipefail\n${script.join('')}export -p >"${file}.env"\n`);
  // Terraform asks for approval. The output is a pipe, because commands write to /dev/stdout.
  const command = `set -o pipefail; bash -x '${file}' < <(yes yes) 2>&1 | cat`;
  const { code, output } = await runProgram('bash', ['-c', command], {
    cwd: folder,
    env: { ...baseEnv, ...env },
  });
  assert.equal(code, 0, output.slice(-6000));
  return output;
}

/** Edits a file of the working copy as the guide says. */
function edit(path, from, to) {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  assert.match(text, from);
  writeFileSync(file, text.replace(from, to));
}

const digestsOf = async (tag) => {
  const pairs = SERVICES.map(async (service) => {
    const { imageDetails } = await aws.request('ecr', 'AmazonEC2ContainerRegistry_V20150921.DescribeImages', {
      repositoryName: `zk-income/${service}`,
      imageIds: [{ imageTag: tag }],
    });
    return [service, imageDetails[0].imageDigest];
  });
  return Object.fromEntries(await Promise.all(pairs));
};

/** What the apply of an environment creates in AWS, beyond its state. */
async function createEnvironment(name, tag) {
  const digests = await digestsOf(tag);
  const environment = await FargateEnvironment.create(aws, name, digests);
  for (const service of SERVICES)
    await aws.request('secretsmanager', 'secretsmanager.CreateSecret', {
      Name: `zk-income-${name}/${service}`,
    });
  const tables = JSON.parse(readFileSync(join(root, 'terraform/modules/database/tables.json'), 'utf8'));
  for (const [logical, { partition_key, sort_key }] of Object.entries(tables)) {
    const keys = [partition_key, sort_key].filter(Boolean);
    await aws.request('dynamodb', 'DynamoDB_20120810.CreateTable', {
      TableName: `zk-income-${name}-${logical}`,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
      KeySchema: keys.map((key, i) => ({ AttributeName: key.name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    });
  }
  return environment;
}

const commit = async () => (await stdoutOf('git', ['rev-parse', 'HEAD'], { cwd: folder })).trim();

/** The pipeline's roles, from the state of the bootstrap: trust and policies by name. */
async function pipelineRoles(env) {
  const cwd = join(folder, 'terraform/bootstrap');
  const state = JSON.parse(
    await stdoutOf('terraform', ['show', '-json'], { cwd, env: { ...baseEnv, ...env, AWS_REGION: REGION } }),
  );
  const resources = state.values.root_module.child_modules.flatMap((module) => module.resources);
  const inputs = (type) =>
    resources.filter(({ name }) => name.startsWith(`${type}__`)).map(({ values }) => values.input);
  const managed = Object.fromEntries(
    inputs('aws_iam_policy').map(({ name, policy }) => [
      `arn:aws:iam::${env.TF_VAR_stand_in_account}:policy/${name}`,
      policy,
    ]),
  );
  return Object.fromEntries(
    inputs('aws_iam_role').map(({ name, assume_role_policy, max_session_duration }) => {
      const policies = [
        ...inputs('aws_iam_role_policy')
          .filter(({ role }) => role === name)
          .map(({ policy }) => policy),
        ...inputs('aws_iam_role_policy_attachment')
          .filter(({ role }) => role === name)
          .map(({ policy_arn }) => managed[policy_arn]),
      ];
      return [
        name,
        {
          trust: JSON.parse(assume_role_policy),
          maxSessionSeconds: max_session_duration,
          policies: policies.map((policy) => JSON.parse(policy)),
        },
      ];
    }),
  );
}

describe('an empty account', () => {
  let env;
  let roles;
  let dev;
  /** What happens when a job asks the reviewers of an environment. */
  let approve;

  const runner = () => {
    const settings = () => JSON.parse(readFileSync(join(scratch, 'repository.json'), 'utf8'));
    return new GitHubRunner({
      repository: REPOSITORY,
      folder,
      scratch,
      settings,
      env: baseEnv,
      roles: (account) => (account === ACCOUNT ? roles : {}),
      approve: (environment) => approve(environment),
      startSession: async (account, name, { policies }) => {
        const [, environment, role] = /^zk-income-pipeline-(\w+)-(deploy|rollback)$/.exec(name) ?? [];
        if (environment === undefined) return proxy.session(`KEY${name}`, account, policies);
        const found = [...aws.environments.values()].find((one) => one.name === environment);
        const key = (found ?? (await createEnvironment(environment, await commit()))).accessKey(role);
        return proxy.session(key, account, policies);
      },
      pushImage: async (input, credentials) => {
        const args = ['--file', input.file, '--target', input.target, '--platform', input.platforms];
        const flags = [`--provenance=${input.provenance}`, ...(input.push ? ['--push'] : [])];
        const options = { cwd: folder, env: { ...baseEnv, ...credentials } };
        const login = `aws ecr get-login-password | docker login --username AWS --password-stdin '${input.tags.split('/')[0]}'`;
        await stdoutOf('bash', ['-eo', 'pipefail', '-c', login], options);
        const build = ['buildx', 'build', ...args, ...flags, '--tag', input.tags, input.context];
        return (await stdoutOf('docker', build, options)).trim();
      },
    });
  };
  const event = async () => ({ ref: 'refs/heads/main', sha: await commit(), run_attempt: 1 });

  before(async () => {
    env = await administrator(ACCOUNT);
    hooks.actions.set('3. The environment 0', async () => {
      dev = await createEnvironment('dev', await commit());
    });
  });

  test('the commands of DEPLOYMENT.md bootstrap it and create an environment', async () => {
    edit(
      'terraform/bootstrap/bootstrap.auto.tfvars',
      /^github_repository = null$/m,
      `github_repository = "${REPOSITORY}"`,
    );
    await follow([...SECTIONS.account, ...SECTIONS.environment, ...SECTIONS.verified], env);
    assert.deepEqual(
      proxy.invoked,
      SERVICES.map((service) => `zk-income-dev-${service}-rotation`),
    );
    assert.deepEqual(await dev.running(), await digestsOf(await commit()));
    roles = await pipelineRoles(env);
    assert.ok(Object.keys(roles).length >= 8);
    // As step 7 says, in the settings of the repository.
    const file = join(scratch, 'repository.json');
    const settings = JSON.parse(readFileSync(file, 'utf8'));
    settings.environments.stage.reviewers = ['owner'];
    writeFileSync(file, JSON.stringify(settings));
  });

  test('the workflow release deploys to both environments, and rollback waits for no approval', async () => {
    const asked = [];
    approve = async (environment) => asked.push(environment);
    const run = runner();
    await run.run('.github/workflows/release.yml', { ...(await event()), name: 'push' }, ['ci']);
    assert.deepEqual(asked, ['stage']);
    const tag = `${await commit()}-1`;
    const released = await digestsOf(tag);
    assert.deepEqual(await dev.running(), released);
    const stage = [...aws.environments.values()].find(({ name }) => name === 'stage');
    assert.deepEqual(await stage.running(), released);
    assert.deepEqual(await digestsOf(`stage-${await commit()}-1`), released, 'the registry keeps the images');

    // The next deployment waits for its approval, and is rejected after the rollback.
    approve = async () => {
      approve = (environment) => assert.fail(`a rollback must ask no reviewers of ${environment}`);
      const inputs = { environment: 'stage', compute_mode: 'fargate' };
      await run.run('.github/workflows/rollback.yml', {
        ...(await event()),
        name: 'workflow_dispatch',
        inputs,
      });
      throw new Error('rejected');
    };
    const inputs = {
      environment: 'stage',
      image_tag: tag,
      issuer_digest: released.issuer,
      verifier_digest: released.verifier,
    };
    await assert.rejects(
      run.run('.github/workflows/deploy.yml', { ...(await event()), name: 'push', inputs }),
      /^Error: rejected$/,
    );
    assert.deepEqual(await stage.running(), await digestsOf(await commit()));
    assert.deepEqual(proxy.denied, []);
  });

  test('the workflow plan plans both environments for a pull request', async () => {
    const run = runner();
    const pullRequest = { event: { pull_request: { head: { repo: { full_name: REPOSITORY } } } } };
    await run.run('.github/workflows/plan.yml', { ...(await event()), ...pullRequest, name: 'pull_request' });
    assert.match(run.log, /No changes|Plan: /);
    // Terraform continues without the checksum of the state, which is an item of the lock table.
    const checksum = /pipeline-plan: dynamodb:GetItem on .*-terraform-locks$/;
    assert.deepEqual(
      proxy.denied.filter((one) => !checksum.test(one)),
      [],
    );
    proxy.denied = [];
  });

  test('the commands for later deployments work', async () => {
    const state = `export AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION} TAG=${await commit()}\n`;
    const credentials = proxy.session(dev.accessKey('deploy'), ACCOUNT);
    await follow(SECTIONS.later, { ...env, ...credentials }, (text) => state + text);
  });

  test('the commands for the end destroy the environment', async () => {
    const state = `export AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION}\n`;
    const output = await follow(SECTIONS.end, env, (text) => state + text);
    assert.match(output, /Destroy complete/);
  });
});

describe('a second account', () => {
  test('the commands of DEPLOYMENT.md bootstrap it and create an environment', async () => {
    const first = folder;
    folder = temporaryFolder('walkthrough-second');
    mkdirSync(folder, { recursive: true });
    await writeWorkingCopy(folder, aws.servicesUrl);
    const env = await administrator(OTHER_ACCOUNT);
    edit(
      'terraform/bootstrap/bootstrap.auto.tfvars',
      /^github_repository = null$/m,
      `github_repository = "${REPOSITORY}"`,
    );
    hooks.actions.clear();
    const output = await follow(
      [...SECTIONS.account, '2. The first images', '3. The environment'],
      env,
      (text) => text.replaceAll('dev', 'stage'),
    );
    assert.match(output, new RegExp(`zk-income-terraform-state-${OTHER_ACCOUNT}`));
    const roles = await pipelineRoles(env);
    assert.ok(roles['zk-income-pipeline-stage-apply']);
    folder = first;
  });
});
