// What the scripts say to who calls them wrongly, and what the smoke test says of services that do not work.
import assert from 'node:assert/strict';
import { FargateEnvironment } from './environment.mjs';

const WRONG = [
  ['deploy.sh', [], {}, /Expected 2 arguments, got 0/],
  ['deploy.sh', ['dev'], {}, /Expected 2 arguments, got 1/],
  ['deploy.sh', ['dev', 'v1', 'v2'], {}, /Expected 2 arguments, got 3/],
  ['deploy.sh', ['Dev_1', 'v1'], {}, /ENV: expected .*, got "Dev_1"/],
  ['deploy.sh', ['dev', 'v1;id'], {}, /IMAGE_TAG: "v1;id" is not a valid image tag/],
  ['deploy.sh', ['dev', 'v1'], { AWS_REGION: '' }, /AWS_REGION is not set/],
  [
    'deploy.sh',
    ['dev', 'v1'],
    { COMPUTE_MODE: 'ec2' },
    /COMPUTE_MODE: expected fargate or lambda, got "ec2"/,
  ],
  [
    'deploy.sh',
    ['dev', 'v1'],
    { DEPLOY_TIMEOUT_SECONDS: 'long' },
    /DEPLOY_TIMEOUT_SECONDS: expected .*, got "long"/,
  ],
  ['rollback.sh', [], {}, /Expected 1 argument, got 0/],
  ['rollback.sh', ['dev', 'v1'], {}, /Expected 1 argument, got 2/],
  ['smoke.sh', [], {}, /Expected the URL of at least one service/],
  ['smoke.sh', ['ftp://issuer.example'], {}, /Expected an http or https URL, got "ftp:/],
  ['smoke.sh', ['issuer.example'], {}, /Expected an http or https URL, got "issuer/],
];

export async function checkArguments(report, { script }) {
  for (const [name, args, env, said] of WRONG) {
    const setting = Object.entries(env).map(([key, value]) => `${key}=${value} `);
    await report.check(`explains ${setting.join('')}${[name, ...args].join(' ')}`, async () => {
      const { code, output } = await script(undefined, name, args, env);
      assert.match(output, said);
      assert.match(output, /usage: scripts\//);
      assert.equal(code, 2, output);
    });
  }
  await report.check('each says how it is used when asked', async () => {
    for (const name of ['deploy.sh', 'rollback.sh', 'smoke.sh']) {
      const { code, output } = await script(undefined, name, ['--help']);
      assert.match(output, /^usage: scripts\//);
      assert.equal(code, 0);
    }
  });
}

const FAULTS = [
  ['is not ready', 'GET /health/ready', { status: 503, body: { code: 'unavailable' } }, /FAILED {2}is ready/],
  ['does not live', 'GET /health/live', { status: 502, body: {} }, /FAILED {2}is live/],
  ['has no description', 'GET /openapi.json', { status: 404, body: {} }, /FAILED {2}serves/],
  [
    'publishes no key',
    'GET /.well-known/jwks.json',
    { status: 200, body: { keys: [] } },
    /FAILED {2}publishes/,
  ],
  ['lets anybody in', 'POST /issue', { status: 201, body: {} }, /FAILED {2}rejects requests/],
  ['is a stranger', 'POST /issue', { status: 401, body: { error: 'x' } }, /FAILED {2}rejects requests/],
];

export async function checkSmoke(report, { cloud, digests, script }) {
  const environment = await FargateEnvironment.create(cloud, 'smoke', digests.v1);
  const urls = ['issuer', 'verifier'].map((service) => cloud.publicUrl(environment, service));
  await report.check('smoke.sh is content with services that work', async () => {
    const { code, output } = await script(undefined, 'smoke.sh', urls);
    assert.match(output, /^10 passed, 0 failed$/m);
    assert.equal(code, 0);
  });
  for (const [fault, call, answer, said] of FAULTS) {
    await report.check(`smoke.sh notices a service that ${fault}`, async () => {
      environment.answers = { [call]: answer };
      const { code, output } = await script(undefined, 'smoke.sh', [urls[0]]);
      assert.match(output, said);
      assert.equal(code, 1, output);
    });
  }
}
