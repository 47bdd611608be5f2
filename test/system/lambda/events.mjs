// Requests as events of API Gateway, and responses as results of the function.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incomePolicy } from '../../../dist/libs/credential/src/index.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Lambda's limit for the result of a function. */
const RESULT_BYTES = 6_291_556;

function assertProblem({ status, headers, json }, expected, code) {
  assert.equal(status, expected, JSON.stringify(json));
  assert.match(headers['content-type'], /^application\/problem\+json/);
  assert.equal(json.code, code);
  assert.equal(json.instance, `urn:uuid:${headers['x-request-id']}`);
}

function bodyTests(deployment) {
  const authorization = () => `Bearer ${deployment.keys.VERIFIER_API_KEY}`;
  const createRequest = (options) =>
    deployment.verifier.request('POST', '/requests', {
      headers: { ...JSON_TYPE, authorization: authorization() },
      body: JSON.stringify({ policy: incomePolicy() }),
      ...options,
    });

  test('a body is read as text and from base64', async () => {
    for (const base64 of [false, true]) assert.equal((await createRequest({ base64 })).status, 201);
    const headers = { 'content-type': 'text/plain', authorization: authorization() };
    assertProblem(await createRequest({ headers }), 415, 'unsupported_media_type');
  });

  test('bytes that are not valid UTF-8 are rejected', async () => {
    const bytes = Buffer.from('{"policy":"\xff"}', 'latin1');
    assertProblem(await createRequest({ body: bytes, base64: true }), 400, 'invalid_json');
  });

  test('a body over the limit of its route gets 413, in base64 too, whatever its size', async () => {
    const body = (bytes) => JSON.stringify({ filler: 'x'.repeat(bytes) });
    for (const base64 of [false, true]) {
      assertProblem(await createRequest({ body: body(65_536), base64 }), 413, 'payload_too_large');
      assertProblem(await createRequest({ body: body(4_400_000), base64 }), 413, 'payload_too_large');
    }
    assertProblem(await createRequest({ body: body(65_000) }), 400, 'validation_failed');
  });
}

export function eventTests(deployment) {
  bodyTests(deployment);

  test('images are returned in base64, texts of any size as they are', async (t) => {
    const image = await deployment.issuer.request('GET', '/docs/favicon-32x32.png');
    assert.deepEqual(image.bytes.subarray(0, 8), PNG);
    assert.equal(image.headers['content-length'], String(image.bytes.length));
    assert.equal(image.result.isBase64Encoded, true);
    const script = await deployment.issuer.request('GET', '/docs/swagger-ui-bundle.js');
    assert.equal(script.result.isBase64Encoded, false);
    const size = Buffer.byteLength(JSON.stringify(script.result));
    assert.ok(script.bytes.length > 1_000_000 && size < RESULT_BYTES, `${size} bytes`);
    t.diagnostic(`the largest result has ${(size / 1e6).toFixed(1)} MB`);
  });

  test("errors are problem details with the invocation's request id", async () => {
    const { issuer, verifier } = deployment;
    const missing = await issuer.request('GET', '/nowhere');
    assertProblem(missing, 404, 'not_found');
    assert.equal(missing.headers['x-request-id'], missing.id);
    assertProblem(await issuer.request('DELETE', '/issue'), 405, 'method_not_allowed');
    assertProblem(await issuer.request('GET', '//issue/..//%2e%2e/'), 404, 'not_found');
    const unauthorized = await verifier.request('GET', '/requests/x');
    assertProblem(unauthorized, 401, 'unauthorized');
    assert.match(unauthorized.headers['www-authenticate'], /^Bearer/);
  });

  test('responses have no connection headers', async () => {
    const { headers } = await deployment.issuer.request('GET', '/health/live');
    for (const name of ['connection', 'keep-alive', 'transfer-encoding'])
      assert.equal(headers[name], undefined);
  });

  test('an event that is not a request is an error of the invocation, and the instance continues', async () => {
    const { issuer } = deployment;
    const [instance] = issuer.instances;
    const { error } = await instance.invoke({ source: 'aws.scheduler' });
    assert.equal(error.errorType, 'TypeError');
    assert.match(error.errorMessage, /HTTP API/);
    assert.equal((await issuer.request('GET', '/health/ready')).status, 200);
  });
}
