// What web pages of another origin may do: read public documents, and with CORS_ORIGINS call every operation.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { before, describe, test } from 'node:test';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { startService } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
let env;
/** An empty page of an origin that CORS_ORIGINS names, and one of another origin. */
let allowedPage;
let otherPage;

/** Serves an empty page. Returns its origin. */
async function serveOrigin() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTeardown(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

before(async () => {
  const [allowed, other] = [await serveOrigin(), await serveOrigin()];
  const dataFolder = temporaryFolder('cors');
  await startService('scripts/start.mjs', {
    env: { ...process.env, ...ports, DATA_DIR: dataFolder, CORS_ORIGINS: allowed },
  });
  env = readDemoEnvironment(dataFolder);
  const openPage = await startBrowser();
  [allowedPage, otherPage] = [await openPage(), await openPage()];
  await allowedPage.goto(allowed);
  await otherPage.goto(other);
});

/** Calls `fetch` in a page. Returns the status and the headers that the page may read, or the name of the error. */
const fetchIn = (page, url, init = {}) =>
  page.evaluate(
    ([url, init]) =>
      fetch(url, init).then(
        async (response) => ({
          status: response.status,
          headers: Object.fromEntries(response.headers),
          text: await response.text(),
        }),
        (error) => ({ error: error.name }),
      ),
    [url, init],
  );

const create = () => ({
  method: 'POST',
  headers: {
    authorization: `Bearer ${env.VERIFIER_API_KEY}`,
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  },
  body: '{}',
});

describe('a page of any origin', () => {
  test('reads keys, metadata, status lists and the OpenAPI document', async () => {
    const paths = [
      '/.well-known/jwks.json',
      '/.well-known/jwt-vc-issuer',
      '/openapi.json',
      '/status-lists/0',
    ];
    for (const path of paths) {
      const { status } = await fetchIn(otherPage, `${env.ISSUER_URL}${path}`);
      assert.equal(status, 200, path);
    }
    for (const path of ['/.well-known/jwks.json', '/openapi.json']) {
      const { status } = await fetchIn(otherPage, `${env.VERIFIER_URL}${path}`);
      assert.equal(status, 200, path);
    }
  });

  test('reads the ETag of a status list, and asks whether it is current', async () => {
    const url = `${env.ISSUER_URL}/status-lists/0`;
    const { headers } = await fetchIn(otherPage, url, { cache: 'no-store' });
    const init = { cache: 'no-store', headers: { 'if-none-match': headers.etag } };
    const { status } = await fetchIn(otherPage, url, init);
    // The list is signed again every second under `npm start`.
    assert.ok([200, 304].includes(status), `${status}`);
  });

  test('reads the problem of a public document that does not exist', async () => {
    const { status, text } = await fetchIn(otherPage, `${env.ISSUER_URL}/status-lists/999999`);
    assert.deepEqual([status, JSON.parse(text).code], [404, 'status_list_unknown']);
  });

  test('reads nothing else', async () => {
    const { error } = await fetchIn(otherPage, `${env.VERIFIER_URL}/requests`, create());
    assert.equal(error, 'TypeError');
    assert.equal((await fetchIn(otherPage, `${env.VERIFIER_URL}/health/live`)).error, 'TypeError');
  });
});

describe('a page of CORS_ORIGINS', () => {
  test('calls operations with an API key and an Idempotency-Key, and reads problems and rate limits', async () => {
    const { status, headers, text } = await fetchIn(allowedPage, `${env.VERIFIER_URL}/requests`, create());
    assert.deepEqual([status, JSON.parse(text).code], [400, 'policy_or_template_required']);
    for (const name of ['x-request-id', 'ratelimit', 'ratelimit-policy']) assert.ok(headers[name], name);
  });

  test('deletes a request', async () => {
    const headers = { authorization: `Bearer ${env.VERIFIER_API_KEY}` };
    const init = { method: 'DELETE', headers };
    const { status, text } = await fetchIn(allowedPage, `${env.VERIFIER_URL}/requests/unknown`, init);
    assert.deepEqual([status, JSON.parse(text).code], [404, 'request_unknown']);
  });

  test('reads public documents too', async () => {
    const { status } = await fetchIn(allowedPage, `${env.ISSUER_URL}/.well-known/jwks.json`);
    assert.equal(status, 200);
  });
});
