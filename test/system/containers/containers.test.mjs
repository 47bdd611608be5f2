// `npm run test:containers`: builds the images, starts docker-compose.yml as a separate project on free ports, and tests
// from outside. Leaves only images behind.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { before, describe, test } from 'node:test';
import { parseDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { e2e } from '../harness/e2e.mjs';
import { httpSuite, persistenceContract } from '../harness/jest.mjs';
import { nodeTools } from '../harness/node-tools.mjs';
import { runProgram, stdoutOf } from '../harness/processes.mjs';
import { onTeardown } from '../harness/teardown.mjs';
import { walk } from '../readme/walk.mjs';
import { ensureExternalImages } from './external-images.mjs';
import { faultTests } from './faults.mjs';
import { functionTests } from './functions.mjs';
import { imageTests, restartTest, revision } from './images.mjs';
import { replicaTests } from './replicas.mjs';
import { Stack } from './stack.mjs';

nodeTools(join(import.meta.dirname, '../wallets'));
// Its modules import what has just been installed.
const { walletTests } = await import('../wallets/story.mjs');

/** Set by the first hook. */
const context = { stack: undefined, env: undefined, clients: undefined };

/** The answer of a service of this machine. Not every C library knows that names under localhost are this machine. */
async function getOverTls(url, ca) {
  const { hostname: servername, port, pathname: path } = new URL(url);
  const [response] = await once(get({ host: '127.0.0.1', servername, port, path, ca }), 'response');
  return { status: response.statusCode, body: await json(response) };
}

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
    const { ISSUER_API_KEY, ISSUER_API_KEY_2, VERIFIER_API_KEY, CA_FILE, ...urls } = context.env;
    const { DYNAMODB_ENDPOINT: _, ...expected } = context.stack.urls;
    assert.deepEqual(urls, expected);
    assert.match(readFileSync(CA_FILE, 'utf8'), /^-----BEGIN CERTIFICATE-----/);
    for (const key of [ISSUER_API_KEY, ISSUER_API_KEY_2, VERIFIER_API_KEY]) assert.ok(key);
  });

  test('issuer and verifier answer over TLS, with certificates over their signing keys', async () => {
    const { ISSUER_HTTPS_URL, VERIFIER_HTTPS_URL, CA_FILE } = context.env;
    for (const url of [ISSUER_HTTPS_URL, VERIFIER_HTTPS_URL]) {
      const { status, body } = await getOverTls(`${url}/health/ready`, readFileSync(CA_FILE));
      assert.deepEqual([status, body.signing_certificate], [200, 'valid']);
    }
  });

  for (const service of ['issuer', 'verifier', 'prover']) restartTest(context, service);

  test('the persistence contract on DynamoDB Local', (t) => persistenceContract(t, context.stack.urls));
  test('the HTTP suite', (t) => httpSuite(t, context.stack.urls));
  test("README's curl walkthrough", (t) => walk(t, context.env, 'bash'));
  test('npm run e2e', () => e2e(context.env));

  describe('a wallet of others', () => walletTests(context));
  describe('the images as Lambda functions', () => functionTests(context));
  describe('replicas', () => replicaTests(context));
  describe('faults', () => faultTests(context));
});
