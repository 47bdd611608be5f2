// `npm run test:containers`: builds the images, starts docker-compose.yml as a separate project on free ports, and tests
// from outside. Leaves only images behind.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { parseDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { e2e } from '../harness/e2e.mjs';
import { httpSuite, persistenceContract } from '../harness/jest.mjs';
import { runProgram, stdoutOf } from '../harness/processes.mjs';
import { onTeardown } from '../harness/teardown.mjs';
import { walk } from '../readme/walk.mjs';
import { ensureExternalImages } from './external-images.mjs';
import { faultTests } from './faults.mjs';
import { functionTests } from './functions.mjs';
import { imageTests, restartTest, revision } from './images.mjs';
import { replicaTests } from './replicas.mjs';
import { Stack } from './stack.mjs';

/** Set by the first hook. */
const context = { stack: undefined, env: undefined, clients: undefined };

before(async () => {
  const { code } = await runProgram('docker', ['info']);
  assert.equal(code, 0, 'The container engine is not running. Install and start Docker.');
  ensureExternalImages();
  context.stack = await Stack.create();
  context.stack.env.REVISION = revision();
  await context.stack.compose('build');
});

describe('images', () => imageTests());

describe('docker-compose.yml', () => {
  before(async () => {
    const { stack } = context;
    onTeardown(async () => assert.deepEqual(await stack.down(), [], 'left behind'));
    await stack.compose('up', '--detach', '--no-build');
    await stack.untilHealthy([await stack.container('load-balancer'), await stack.container('prover')]);
  });

  test('compose:env prints the URLs and keys of the demo', async () => {
    const text = await stdoutOf(process.execPath, ['scripts/compose-env.mjs'], { env: context.stack.env });
    context.env = parseDemoEnvironment(text);
    context.clients = new Clients(context.env);
    const { ISSUER_API_KEY, ISSUER_API_KEY_2, VERIFIER_API_KEY, ...urls } = context.env;
    const { DYNAMODB_ENDPOINT: _, ...expected } = context.stack.urls;
    assert.deepEqual(urls, expected);
    for (const key of [ISSUER_API_KEY, ISSUER_API_KEY_2, VERIFIER_API_KEY]) assert.ok(key);
  });

  for (const service of ['issuer', 'verifier', 'prover']) restartTest(context, service);

  test('the persistence contract on DynamoDB Local', (t) => persistenceContract(t, context.stack.urls));
  test('the HTTP suite', (t) => httpSuite(t, context.stack.urls));
  test("README's curl walkthrough", (t) => walk(t, context.env, 'bash'));
  test('npm run e2e', () => e2e(context.env));

  describe('the images as Lambda functions', () => functionTests(context));
  describe('replicas', () => replicaTests(context));
  describe('faults', () => faultTests(context));
});
