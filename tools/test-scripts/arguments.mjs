// What the scripts say to who calls them wrongly, and what the smoke test says of services that do not work.
import assert from 'node:assert/strict';
import { FargateEnvironment } from './environment.mjs';

const WRONG = [
  ['deploy.sh', [], {}, /Two arguments are needed, not 0/],
  ['deploy.sh', ['dev'], {}, /Two arguments are needed, not 1/],
  ['deploy.sh', ['dev', 'v1', 'v2'], {}, /not 3/],
  ['deploy.sh', ['Dev_1', 'v1'], {}, /ENV: .* not "Dev_1"/],
  ['deploy.sh', ['dev', 'v1;id'], {}, /IMAGE_TAG: .* not "v1;id"/],
  ['deploy.sh', ['dev', 'v1'], { AWS_REGION: '' }, /AWS_REGION is not set/],
  ['deploy.sh', ['dev', 'v1'], { COMPUTE_MODE: 'ec2' }, /COMPUTE_MODE: fargate or lambda, not "ec2"/],
  ['deploy.sh', ['dev', 'v1'], { DEPLOY_TIMEOUT_SECONDS: 'long' }, /DEPLOY_TIMEOUT_SECONDS: .* not "long"/],
  ['rollback.sh', [], {}, /One argument is needed, not 0/],
  ['rollback.sh', ['dev', 'v1'], {}, /One argument is needed, not 2/],
  ['smoke.sh', [], {}, /The URL of a service is needed/],
  ['smoke.sh', ['ftp://issuer.example'], {}, /http or https URL is needed, not "ftp:/],
  ['smoke.sh', ['issuer.example'], {}, /http or https URL is needed, not "issuer/],
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
  ['does not live', 'GET /health/live', { status: 502, body: {} }, /FAILED {2}lives/],
  ['has no description', 'GET /openapi.json', { status: 404, body: {} }, /FAILED {2}describes/],
  [
    'publishes no key',
    'GET /.well-known/jwks.json',
    { status: 200, body: { keys: [] } },
    /FAILED {2}publishes/,
  ],
  ['lets anybody in', 'POST /issue', { status: 201, body: {} }, /FAILED {2}lets nobody in/],
  ['is a stranger', 'POST /issue', { status: 401, body: { error: 'x' } }, /FAILED {2}lets nobody in/],
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
