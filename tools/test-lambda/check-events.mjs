// What comes in as events of API Gateway and goes out as results.
import assert from 'node:assert/strict';
import { incomePolicy } from '../api.mjs';

const JSON_TYPE = { 'content-type': 'application/json' };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The most that Lambda takes back from a function. */
const RESULT_BYTES = 6_291_556;

function assertProblem({ status, headers, json }, wanted, code) {
  assert.equal(status, wanted, JSON.stringify(json));
  assert.match(headers['content-type'], /^application\/problem\+json/);
  assert.equal(json.code, code);
  assert.equal(json.instance, `urn:uuid:${headers['x-request-id']}`);
}

export async function checkEvents(report, { issuer, verifier, keys }) {
  const authorization = `Bearer ${keys.VERIFIER_API_KEY}`;
  const ask = (options) =>
    verifier.request('POST', '/requests', {
      headers: { ...JSON_TYPE, authorization },
      body: JSON.stringify({ policy: incomePolicy('5400000') }),
      ...options,
    });

  await report.check('a body is read as it is and from base64', async () => {
    for (const base64 of [false, true]) assert.equal((await ask({ base64 })).status, 201);
    const headers = { 'content-type': 'text/plain', authorization };
    assertProblem(await ask({ headers }), 415, 'unsupported_media_type');
  });
  await report.check('bytes that are no text are refused as such', async () => {
    const bytes = Buffer.from('{"policy":"\xff"}', 'latin1');
    assertProblem(await ask({ body: bytes, base64: true }), 400, 'invalid_json');
  });
  await report.check(
    'a body over the limit of its route is a 413, in base64 too, however large',
    async () => {
      const body = (bytes) => JSON.stringify({ filler: 'x'.repeat(bytes) });
      for (const base64 of [false, true]) {
        assertProblem(await ask({ body: body(65_536), base64 }), 413, 'payload_too_large');
        assertProblem(await ask({ body: body(4_400_000), base64 }), 413, 'payload_too_large');
      }
      assertProblem(await ask({ body: body(65_000) }), 400, 'validation_failed');
    },
  );
  await report.check('pictures go out as base64, and texts however large as they are', async () => {
    const picture = await issuer.request('GET', '/docs/favicon-32x32.png');
    assert.deepEqual(picture.bytes.subarray(0, 8), PNG);
    assert.equal(picture.headers['content-length'], String(picture.bytes.length));
    assert.equal(picture.result.isBase64Encoded, true);
    const script = await issuer.request('GET', '/docs/swagger-ui-bundle.js');
    assert.equal(script.result.isBase64Encoded, false);
    const size = Buffer.byteLength(JSON.stringify(script.result));
    assert.ok(script.bytes.length > 1_000_000 && size < RESULT_BYTES, `${size} bytes`);
    return `the largest result has ${(size / 1e6).toFixed(1)} MB`;
  });
  await report.check('errors are problems, under the id by which Lambda knows the invocation', async () => {
    const missing = await issuer.request('GET', '/nowhere');
    assertProblem(missing, 404, 'not_found');
    assert.equal(missing.headers['x-request-id'], missing.id);
    assertProblem(await issuer.request('DELETE', '/issue'), 405, 'method_not_allowed');
    assertProblem(await issuer.request('GET', '//issue/..//%2e%2e/'), 404, 'not_found');
    const unnamed = await verifier.request('GET', '/requests/x');
    assertProblem(unnamed, 401, 'unauthorized');
    assert.match(unnamed.headers['www-authenticate'], /^Bearer/);
  });
  await report.check('nothing goes out about a connection that there is not', async () => {
    const { headers } = await issuer.request('GET', '/health/live');
    for (const name of ['connection', 'keep-alive', 'transfer-encoding'])
      assert.equal(headers[name], undefined);
  });
  await report.check(
    'an event that is no request is an error of the invocation, and the instance works on',
    async () => {
      const [instance] = issuer.instances;
      const { error } = await instance.invoke({ source: 'aws.scheduler' });
      assert.match(error.errorMessage, /answers requests of an HTTP API/);
      assert.equal((await issuer.request('GET', '/health/ready')).status, 200);
    },
  );
}
