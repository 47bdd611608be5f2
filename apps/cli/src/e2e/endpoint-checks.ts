import { strict as assert } from 'node:assert';
import type { CheckReport } from './check-report.js';
import type { Participants } from './participants.js';
import { call, expectProblem, expectStatus } from './service-client.js';

const get = async (url: string) => expectStatus(await call('GET', url), 200);

/** Checks what a service answers without an API key. `operations` are POST operations by path. */
async function checkService(
  report: CheckReport,
  name: string,
  url: string,
  operations: Readonly<Record<string, string>>,
): Promise<void> {
  await report.check(`${name}: is live and ready`, async () => {
    assert.equal((await get(`${url}/health/live`)).status, 'live');
    assert.equal((await get(`${url}/health/ready`)).status, 'ready');
  });
  await report.check(`${name}: serves its OpenAPI document`, async () => {
    const document = await get(`${url}/openapi.json`);
    assert.match(document.openapi, /^3\.1\./);
    for (const [path, operation] of Object.entries(operations))
      assert.equal(document.paths[path]?.post?.operationId, operation, path);
    return `${document.info.title} ${document.info.version}`;
  });
  await report.check(`${name}: publishes its keys without private parts`, async () => {
    const { keys } = await get(`${url}/.well-known/jwks.json`);
    assert.ok(keys.length > 0, 'the key set is empty');
    for (const key of keys) assert.equal(key.d, undefined);
    return `${keys.length}`;
  });
}

async function checkAuthentication(report: CheckReport, name: string, url: string): Promise<void> {
  await report.check(`${name}: rejects a missing and an unknown API key`, async () => {
    const unknown = 'A'.repeat(43);
    expectProblem(await call('POST', url, { body: {} }), 401, 'unauthorized');
    const response = await call('POST', url, { apiKey: unknown, body: {} });
    return `401 ${expectProblem(response, 401, 'unauthorized')}`;
  });
}

export async function checkEndpoints(report: CheckReport, participants: Participants): Promise<void> {
  const { issuerUrl, verifierUrl, apiKeys } = participants;
  await checkService(report, 'issuer', issuerUrl, { '/issue': 'issueCredential' });
  await checkService(report, 'verifier', verifierUrl, {
    '/requests': 'createRequest',
    '/verify': 'verifyProof',
  });
  await checkAuthentication(report, 'issuer', `${issuerUrl}/issue`);
  await checkAuthentication(report, 'verifier', `${verifierUrl}/requests`);
  await report.check('issuer: returns problem details for an invalid body', async () => {
    const response = await call('POST', `${issuerUrl}/issue`, {
      apiKey: apiKeys.issuer,
      body: { holder_keys: 7 },
    });
    return `400 ${expectProblem(response, 400, 'validation_failed')}`;
  });
  await report.check('verifier: returns problem details for an invalid body', async () => {
    const response = await call('POST', `${verifierUrl}/verify`, { body: [] });
    return `400 ${expectProblem(response, 400, 'validation_failed')}`;
  });
}
