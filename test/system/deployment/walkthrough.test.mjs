// Executes DEPLOYMENT.md and the workflows: every command in order, from an empty account to a deployed environment, with real
// Terraform, the real AWS CLI and the real scripts. Roles may do only what their policies allow.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, runOrThrow, runProgram, stdoutOf } from '../harness/processes.mjs';
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
  production: ['Stage and production'],
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

/** An access key ID by which moto knows the account. */
async function accessKeyOf(account, role) {
  const call = {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::${account}:role/${role}`,
    RoleSessionName: 'test',
  };
  const response = await fetch(aws.motoEndpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=setup/20260101/${REGION}/sts/aws4_request` },
    body: new URLSearchParams(call),
  });
  return /<AccessKeyId>(.+?)<\/AccessKeyId>/.exec(await response.text())[1];
}

/** Credentials of an administrator of an account. */
async function administrator(account) {
  const credentials = proxy.session(await accessKeyOf(account, 'administrator'), account);
  return { ...credentials, TF_VAR_stand_in_account: account };
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
async function createEnvironment(name, tag, account = ACCOUNT) {
  const digests = await digestsOf(tag);
  const owner = { account, setupKey: await accessKeyOf(account, 'setup') };
  const environment = await FargateEnvironment.create(aws, name, digests, { owner });
  for (const service of SERVICES)
    await environment.request('secretsmanager', 'secretsmanager.CreateSecret', {
      Name: `zk-income-${name}/${service}`,
    });
  const tables = JSON.parse(readFileSync(join(root, 'terraform/modules/database/tables.json'), 'utf8'));
  for (const [logical, { partition_key, sort_key }] of Object.entries(tables)) {
    const keys = [partition_key, sort_key].filter(Boolean);
    await environment.request('dynamodb', 'DynamoDB_20120810.CreateTable', {
      TableName: `zk-income-${name}-${logical}`,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
      KeySchema: keys.map((key, i) => ({ AttributeName: key.name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    });
  }
  return environment;
}

const commit = async () => (await stdoutOf('git', ['rev-parse', 'HEAD'], { cwd: folder })).trim();

async function commitChanges() {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example'];
  await runOrThrow('git', ['add', '--all'], { cwd: folder });
  await runOrThrow('git', [...identity, 'commit', '--quiet', '--message', 'change'], { cwd: folder });
}

/** Returns the arguments of the resources of a type, from the state of the bootstrap. */
async function bootstrapState(env) {
  const cwd = join(folder, 'terraform/bootstrap');
  const state = JSON.parse(
    await stdoutOf('terraform', ['show', '-json'], { cwd, env: { ...baseEnv, ...env, AWS_REGION: REGION } }),
  );
  const resources = state.values.root_module.child_modules.flatMap((module) => module.resources);
  return (type) =>
    resources.filter(({ name }) => name.startsWith(`${type}__`)).map(({ values }) => values.input);
}

/** The pipeline's roles, from the state of the bootstrap: trust and policies by name. */
async function pipelineRoles(env) {
  const inputs = await bootstrapState(env);
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

/** Adds the environment `prod` in an account of its own to the files, as "Stage and production" says. */
function addProduction() {
  const stage = readFileSync(join(folder, 'terraform/environments/stage.tfvars'), 'utf8');
  assert.match(stage, /^environment = "stage"$/m);
  const prod = stage.replace('"stage"', `"prod"\nregistry_account_id = "${ACCOUNT}"`);
  writeFileSync(join(folder, 'terraform/environments/prod.tfvars'), prod);
  const [example] = /^account_id .*?^```$/ms.exec(
    readFileSync(join(root, 'terraform/bootstrap/README.md'), 'utf8'),
  );
  writeFileSync(join(folder, 'terraform/bootstrap/prod-account.tfvars'), example.replace('```', ''));
  const inputs = 'terraform/bootstrap/bootstrap.auto.tfvars';
  edit(inputs, /^pull_account_ids = \[\]$/m, `pull_account_ids = ["${OTHER_ACCOUNT}"]`);
  edit(inputs, /^pull_environments = \[\]$/m, 'pull_environments = ["prod"]');
  const release = readFileSync(join(folder, '.github/workflows/release.yml'), 'utf8');
  const [job] = /^ {2}stage:\n(?: {4}.*\n)+/m.exec(release);
  const ofProd = job
    .replace('needs: [images, dev]', 'needs: [images, stage]')
    .replaceAll(/stage(?!\])/g, 'prod');
  writeFileSync(join(folder, '.github/workflows/release.yml'), `${release}\n${ofProd}`);
  edit('.github/workflows/rollback.yml', /options: \[dev, stage\]/, 'options: [dev, stage, prod]');
}

describe('an account for development and an account for production', () => {
  const roles = {};
  let env;
  let prodEnv;
  let dev;
  let prod;
  /** What happens when a job asks the reviewers of an environment. */
  let approve;

  const settingsFile = () => join(scratch, 'repository.json');
  const settings = () => JSON.parse(readFileSync(settingsFile(), 'utf8'));
  /** As the guide says, in the settings of the repository. */
  function requireReviewers(environment) {
    const changed = settings();
    changed.environments[environment].reviewers = ['owner'];
    writeFileSync(settingsFile(), JSON.stringify(changed));
  }

  const runner = () =>
    new GitHubRunner({
      repository: REPOSITORY,
      folder,
      scratch,
      settings,
      env: baseEnv,
      roles: (account) => roles[account],
      approve: (environment) => approve(environment),
      startSession: async (account, name, { policies }) => {
        const key = await accessKeyOf(account, name);
        const [, environment] = /^zk-income-pipeline-(\w+)-(?:deploy|rollback)$/.exec(name) ?? [];
        if (environment !== undefined) {
          const found = [...aws.environments.values()].find((one) => one.name === environment);
          aws.environments.set(key, found ?? (await createEnvironment(environment, await commit(), account)));
        }
        return proxy.session(key, account, { name, policies });
      },
      pushImage: async (input, { credentials, folder: cwd }) => {
        const args = ['--file', input.file, '--target', input.target, '--platform', input.platforms];
        const flags = [`--provenance=${input.provenance}`, ...(input.push ? ['--push'] : [])];
        const options = { cwd, env: { ...baseEnv, ...credentials } };
        const login = `aws ecr get-login-password | docker login --username AWS --password-stdin '${input.tags.split('/')[0]}'`;
        await stdoutOf('bash', ['-eo', 'pipefail', '-c', login], options);
        const build = ['buildx', 'build', ...args, ...flags, '--tag', input.tags, input.context];
        return (await stdoutOf('docker', build, options)).trim();
      },
    });
  const event = async () => ({ ref: 'refs/heads/main', sha: await commit(), run_attempt: 1 });

  before(async () => {
    env = await administrator(ACCOUNT);
    prodEnv = await administrator(OTHER_ACCOUNT);
    edit(
      'terraform/bootstrap/bootstrap.auto.tfvars',
      /^github_repository = null$/m,
      `github_repository = "${REPOSITORY}"`,
    );
    addProduction();
    await commitChanges();
  });

  test('the commands of DEPLOYMENT.md bootstrap the first account and create an environment', async () => {
    hooks.actions.set('3. The environment 0', async () => {
      dev = await createEnvironment('dev', await commit());
    });
    await follow([...SECTIONS.account, ...SECTIONS.environment, ...SECTIONS.verified], env);
    assert.deepEqual(
      proxy.invoked,
      SERVICES.map((service) => `zk-income-dev-${service}-rotation`),
    );
    assert.deepEqual(await dev.running(), await digestsOf(await commit()));
    roles[ACCOUNT] = await pipelineRoles(env);
    assert.ok(Object.keys(roles[ACCOUNT]).length >= 8);
    requireReviewers('stage');
    const inputs = await bootstrapState(env);
    for (const { policy } of inputs('aws_ecr_lifecycle_policy')) {
      const prefixes = JSON.parse(policy).rules.flatMap(({ selection }) => selection.tagPrefixList ?? []);
      assert.deepEqual(
        prefixes,
        ['prod-', 'stage-', 'dev-'],
        'the registry keeps the images of every environment',
      );
    }
    for (const { repository, policy } of inputs('aws_ecr_repository_policy'))
      proxy.resourcePolicies[`arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}`] =
        JSON.parse(policy);
  });

  test('the same commands bootstrap the second account and create the environment prod', async () => {
    const first = folder;
    folder = temporaryFolder('walkthrough-second');
    await runOrThrow('git', ['clone', '--quiet', first, folder]);
    hooks.actions.set('3. The environment 0', async () => {
      prod = await createEnvironment('prod', await commit(), OTHER_ACCOUNT);
    });
    const inProduction = (text) =>
      text
        .replace(/^terraform apply$/m, 'terraform apply -var-file=prod-account.tfvars')
        .replaceAll('dev', 'prod');
    const sections = [...SECTIONS.account, '3. The environment'];
    const output = await follow(sections, { ...prodEnv, TAG: await commit() }, inProduction);
    assert.match(output, new RegExp(`zk-income-terraform-state-${OTHER_ACCOUNT}`));
    roles[OTHER_ACCOUNT] = await pipelineRoles(prodEnv);
    folder = first;
    assert.ok(Object.keys(roles[OTHER_ACCOUNT]).every((name) => /-(?:plan|prod-\w+)$/.test(name)));
    await follow(SECTIONS.production, env);
    requireReviewers('prod');
  });

  test('the workflow release deploys to all environments', async () => {
    const asked = [];
    approve = async (environment) => asked.push(environment);
    const run = runner();
    await run.run('.github/workflows/release.yml', { ...(await event()), name: 'push' }, ['ci']);
    assert.deepEqual(asked, ['stage', 'prod']);
    const released = await digestsOf(`${await commit()}-1`);
    const stage = [...aws.environments.values()].find(({ name }) => name === 'stage');
    for (const environment of [dev, stage, prod])
      assert.deepEqual(await environment.running(), released, environment.name);
    assert.deepEqual(await digestsOf(`prod-${await commit()}-1`), released, 'the registry keeps the images');
    assert.deepEqual(proxy.denied, []);
  });

  test('the workflow rollback waits for no approval and for no deployment', async () => {
    const run = runner();
    const tag = `${await commit()}-1`;
    const digests = await digestsOf(tag);
    // The next deployment waits for its approval, and is rejected after the rollback.
    approve = async () => {
      approve = (environment) => assert.fail(`a rollback must ask no reviewers of ${environment}`);
      const inputs = { environment: 'prod', compute_mode: 'fargate' };
      const dispatch = { ...(await event()), name: 'workflow_dispatch', inputs };
      await run.run('.github/workflows/rollback.yml', dispatch);
      throw new Error('rejected');
    };
    const inputs = {
      environment: 'prod',
      image_tag: tag,
      issuer_digest: digests.issuer,
      verifier_digest: digests.verifier,
    };
    await assert.rejects(
      run.run('.github/workflows/deploy.yml', { ...(await event()), name: 'push', inputs }),
      /^Error: rejected$/,
    );
    assert.deepEqual(await prod.running(), await digestsOf(await commit()));
    assert.deepEqual(proxy.denied, []);
  });

  test('the workflow plan plans the environments of the first account for a pull request', async () => {
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

  test('IAM decided the calls of every role of the pipeline', (t) => {
    const STATE_CALLS = ['kms:Decrypt', 's3:GetObject', 's3:ListBucket'];
    const LOCK_CALLS = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 's3:DeleteObject'];
    const expected = {
      plan: STATE_CALLS,
      'dev-apply': [...STATE_CALLS, ...LOCK_CALLS, 'kms:GenerateDataKey', 's3:PutObject'],
      'prod-apply': [...STATE_CALLS, ...LOCK_CALLS, 'kms:GenerateDataKey', 's3:PutObject'],
      'prod-deploy': [
        'ecr:DescribeImages',
        'ecs:RegisterTaskDefinition',
        'iam:PassRole',
        'ecs:UpdateService',
      ],
      'prod-rollback': ['ecs:UpdateService', 'lambda:UpdateFunctionCode', 'ecr:BatchGetImage'],
      push: ['ecr:GetAuthorizationToken', 'ecr:PutImage', 'ecr:BatchGetImage'],
    };
    for (const [role, actions] of Object.entries(expected)) {
      const allowed = proxy.allowed.get(`zk-income-pipeline-${role}`) ?? new Set();
      assert.deepEqual(
        actions.filter((action) => !allowed.has(action)),
        [],
        `${role} called ${[...allowed].join(', ')}`,
      );
    }
    t.diagnostic(`${[...proxy.allowed.values()].reduce((sum, { size }) => sum + size, 0)} actions`);
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
