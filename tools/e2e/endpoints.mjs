// What each deployed service answers to anybody.
import assert from 'node:assert/strict';
import { call, expectStatus } from '../api.mjs';

const get = async (url, wanted = 200) => expectStatus(await call('GET', url), wanted);

/** Checks that a problem is one (RFC 9457), with this status and code. */
export function expectProblem(answer, status, code) {
  const problem = expectStatus(answer, status);
  assert.match(answer.type, /^application\/problem\+json/, answer.called);
  assert.deepEqual(
    [problem.type, problem.status, problem.code],
    [`urn:zk-income:problem:${code}`, status, code],
  );
  return code;
}

/** @param paths one path of the service, and the operation that it has there, each */
async function checkService(report, name, url, paths) {
  await report.check(`${name}: lives and is ready`, async () => {
    assert.equal((await get(`${url}/health/live`)).status, 'live');
    assert.equal((await get(`${url}/health/ready`)).status, 'ready');
  });
  await report.check(`${name}: describes its interface`, async () => {
    const document = await get(`${url}/openapi.json`);
    assert.match(document.openapi, /^3\.1\./);
    for (const [path, operation] of Object.entries(paths))
      assert.equal(document.paths[path]?.post?.operationId, operation, path);
    return `${document.info.title} ${document.info.version}`;
  });
  await report.check(`${name}: publishes its keys, and only their public part`, async () => {
    const { keys } = await get(`${url}/.well-known/jwks.json`);
    assert.ok(keys.length > 0, 'there are keys');
    for (const key of keys) assert.equal(key.d, undefined);
    return `${keys.length}`;
  });
}

export async function checkEndpoints(report, { issuerUrl, verifierUrl, keys }) {
  await checkService(report, 'issuer', issuerUrl, { '/issue': 'issueCredential' });
  await checkService(report, 'verifier', verifierUrl, {
    '/requests': 'createRequest',
    '/verify': 'verifyProof',
  });

  const guarded = [
    ['issuer', `${issuerUrl}/issue`],
    ['verifier', `${verifierUrl}/requests`],
  ];
  for (const [name, url] of guarded) {
    await report.check(`${name}: lets nobody in without a key, or with a wrong one`, async () => {
      const wrong = 'A'.repeat(43);
      expectProblem(await call('POST', url, { body: {} }), 401, 'unauthorized');
      return `401 ${expectProblem(await call('POST', url, { key: wrong, body: {} }), 401, 'unauthorized')}`;
    });
  }
  await report.check('issuer: a bad call is a problem with a code', async () => {
    const answer = await call('POST', `${issuerUrl}/issue`, { key: keys.issuer, body: { holder_keys: 7 } });
    return `400 ${expectProblem(answer, 400, 'validation_failed')}`;
  });
  await report.check('verifier: a bad call is a problem with a code', async () => {
    const answer = await call('POST', `${verifierUrl}/verify`, { body: [] });
    return `400 ${expectProblem(answer, 400, 'validation_failed')}`;
  });
}
