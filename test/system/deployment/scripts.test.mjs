// shellcheck, the arguments of the deployment scripts, and the smoke test.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { runProgram } from '../harness/processes.mjs';
import { startDeploymentTarget } from './deployment-target.mjs';
import { FargateEnvironment } from './environments.mjs';
import { shellcheck } from './shellcheck.mjs';

const SHELL_SCRIPTS = [
  ...['deploy.sh', 'keep-images.sh', 'restore.sh', 'rollback.sh', 'smoke.sh'].map(
    (name) => `scripts/${name}`,
  ),
  '.ci/run',
];

const INVALID_ARGUMENTS = [
  ['deploy.sh', [], {}, /Expected 2 arguments, got 0/],
  ['deploy.sh', ['dev'], {}, /Expected 2 arguments, got 1/],
  ['deploy.sh', ['dev', 'v1', 'v2'], {}, /Expected 2 arguments, got 3/],
  ['deploy.sh', ['Dev_1', 'v1'], {}, /ENV: expected .*, got "Dev_1"/],
  ['deploy.sh', ['dev', 'v1;id'], {}, /IMAGE_TAG: "v1;id" is not a valid image tag/],
  ['deploy.sh', ['dev', 'v1'], { AWS_REGION: '' }, /AWS_REGION is not set/],
  ['deploy.sh', ['dev', 'v1'], { COMPUTE_MODE: 'ec2' }, /COMPUTE_MODE: expected .*, got "ec2"/],
  [
    'deploy.sh',
    ['dev', 'v1'],
    { DEPLOY_TIMEOUT_SECONDS: 'long' },
    /DEPLOY_TIMEOUT_SECONDS: expected .*, got "long"/,
  ],
  ['rollback.sh', [], {}, /Expected 1 argument, got 0/],
  ['rollback.sh', ['dev', 'v1'], {}, /Expected 1 argument, got 2/],
  ['keep-images.sh', ['dev'], {}, /Expected 2 arguments, got 1/],
  ['keep-images.sh', ['dev', 'v1;id'], {}, /IMAGE_TAG: "v1;id" is not a valid image tag/],
  ['restore.sh', ['dev'], {}, /Expected ENV prepare TIME, ENV switch or ENV discard, got "dev"/],
  ['restore.sh', ['dev', 'prepare', 'noon'], {}, /TIME: expected a time like .*, got "noon"/],
  ['smoke.sh', [], {}, /Expected the URL of at least one service/],
  ['smoke.sh', ['ftp://issuer.example'], {}, /Expected an http or https URL, got "ftp:/],
  ['smoke.sh', ['issuer.example'], {}, /Expected an http or https URL, got "issuer/],
];

const FAULTS = [
  ['is not ready', 'GET /health/ready', { status: 503, body: { code: 'unavailable' } }, 'is ready'],
  ['is not live', 'GET /health/live', { status: 502, body: {} }, 'is live'],
  ['has no OpenAPI document', 'GET /openapi.json', { status: 404, body: {} }, 'serves its OpenAPI document'],
  [
    'publishes no key',
    'GET /.well-known/jwks.json',
    { status: 200, body: { keys: [] } },
    'publishes its keys',
  ],
  ['accepts requests without a key', 'POST /issue', { status: 201, body: {} }, 'rejects requests'],
  [
    'rejects requests with another error format',
    'POST /issue',
    { status: 401, body: { error: 'x' } },
    'rejects requests',
  ],
];

let target;
before(async () => {
  target = await startDeploymentTarget();
});

test('shellcheck reports no finding in the shell scripts', async () => {
  const { code, output } = await runProgram(shellcheck(), ['-x', '-a', ...SHELL_SCRIPTS]);
  assert.equal(code, 0, output);
});

describe('arguments', () => {
  for (const [script, args, variables, message] of INVALID_ARGUMENTS) {
    const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    test(`rejects ${[...assignments, script, ...args].join(' ')}`, async () => {
      const { code, output } = await target.runScript(undefined, script, args, variables);
      assert.match(output, message);
      assert.match(output, /usage: scripts\//);
      assert.equal(code, 2, output);
    });
  }

  test('--help prints the usage of each script', async () => {
    for (const script of ['deploy.sh', 'keep-images.sh', 'restore.sh', 'rollback.sh', 'smoke.sh']) {
      const { code, output } = await target.runScript(undefined, script, ['--help']);
      assert.match(output, /^usage: scripts\//);
      assert.equal(code, 0);
    }
  });
});

describe('keep-images.sh', () => {
  test('tags the images of both services, also a second time', async () => {
    const environment = { name: 'kept', accessKey: () => 'kept' };
    for (let run = 0; run < 2; run++) {
      const { code, output } = await target.runScript(environment, 'keep-images.sh', ['v1']);
      assert.match(output, /verifier: zk-income\/verifier:v1 is kept as kept-v1/);
      assert.equal(code, 0, output);
    }
    const { imageDetails } = await target.aws.request(
      'ecr',
      'AmazonEC2ContainerRegistry_V20150921.DescribeImages',
      { repositoryName: 'zk-income/issuer', imageIds: [{ imageTag: 'kept-v1' }] },
    );
    assert.equal(imageDetails[0].imageDigest, target.digests.v1.issuer);
  });

  test('reports an image that does not exist', async () => {
    const environment = { name: 'kept', accessKey: () => 'kept' };
    const { code, output } = await target.runScript(environment, 'keep-images.sh', ['v9']);
    assert.match(output, /issuer: image zk-income\/issuer:v9 not found/);
    assert.equal(code, 1);
  });
});

describe('smoke.sh', () => {
  let environment;
  let urls;
  before(async () => {
    const { aws, digests } = target;
    environment = await FargateEnvironment.create(aws, 'smoke', digests.v1);
    urls = ['issuer', 'verifier'].map((service) => aws.publicUrl(environment, service));
  });

  test('passes for healthy services', async () => {
    const { code, output } = await target.runScript(undefined, 'smoke.sh', urls);
    assert.match(output, /^10 passed, 0 failed$/m);
    assert.equal(code, 0);
  });

  for (const [fault, call, response, failedCheck] of FAULTS) {
    test(`fails for a service that ${fault}`, async () => {
      environment.responses = { [call]: response };
      const { code, output } = await target.runScript(undefined, 'smoke.sh', [urls[0]]);
      assert.match(output, new RegExp(`FAILED {2}${failedCheck}`));
      assert.equal(code, 1, output);
    });
  }
});
