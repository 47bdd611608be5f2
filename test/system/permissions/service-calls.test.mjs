// Runs the HTTP suite against services whose AWS calls are recorded, and compares the permissions that these calls
// required with the policies of the roles: nothing missing, nothing unused.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { Clients } from '../harness/clients.mjs';
import { httpSuite } from '../harness/jest.mjs';
import { until } from '../harness/network.mjs';
import { SERVICES } from './environment-values.mjs';
import { expectedRoles } from './expected-roles.mjs';
import { RecordedServices } from './recorded-services.mjs';
import { bulletList, testRolePolicy } from './role-policy.mjs';
import { sdkCommands } from './sdk-commands.mjs';
import { callWebhooks } from './webhook-calls.mjs';

let services;
before(async () => {
  services = await RecordedServices.start();
});

describe('recorded AWS calls', () => {
  test('the HTTP suite passes', (t) => httpSuite(t, services.urls, 'flow|bad-input|offers|listings'));

  test('issuer and verifier deliver webhooks', async () => {
    const env = await services.clients();
    const clients = new Clients(env);
    const { ISSUER_URL, ISSUER_API_KEY, VERIFIER_URL, VERIFIER_API_KEY } = env;
    await callWebhooks(ISSUER_URL, ISSUER_API_KEY, async () => {
      const { id } = await clients.issueBatch();
      const body = { status: 'revoked' };
      const url = `${ISSUER_URL}/credentials/${id}/status`;
      expectStatus(await call('POST', url, { key: ISSUER_API_KEY, body }), 204);
    });
    await callWebhooks(VERIFIER_URL, VERIFIER_API_KEY, async () => {
      const { json } = await clients.verify(await clients.prepare(await clients.issue()));
      assert.equal(json.verified, true);
    });
  });

  for (const service of SERVICES) {
    test(`the ${service} stops publishing a key that was rotated and retired`, async () => {
      const [kid, ...others] = await services.publishedKids(service);
      assert.deepEqual(others, [], 'before the first rotation');
      await services.rotateKey(service);
      await services.rotateKey(service, '--now');
      await services.retireKey(service, kid);
      const isPublished = async () => (await services.publishedKids(service)).includes(kid);
      await until(
        `the ${service} no longer publishes the key ${kid}`,
        async () => !(await isPublished()),
        100,
      );
    });
  }

  for (const service of [...SERVICES, 'prover']) {
    test(`the ${service} is ready`, async () => {
      assert.equal((await fetch(`${services.urlOf(service)}/health/ready`)).status, 200);
    });
  }
});

describe('least privilege', () => {
  const policyOf = (role, name) =>
    expectedRoles(services.values, 'fargate')[`${services.values.name}-${role}`].policies[name];

  for (const service of SERVICES) {
    testRolePolicy(service, () => ({
      policy: policyOf(`${service}-task`, 'service'),
      required: services.permissionsRequiredBy(service),
    }));
  }
  testRolePolicy('rotation', () => ({
    policy: policyOf('rotation', 'rotation'),
    required: services.permissionsRequiredBy('rotation'),
  }));

  test('the test prover makes no AWS call', () => {
    assert.deepEqual([...services.permissionsRequiredBy('prover')], []);
  });

  test('every AWS SDK command in the code was recorded', (t) => {
    const required = [...SERVICES, 'rotation'].flatMap((role) => [...services.permissionsRequiredBy(role)]);
    const commands = sdkCommands();
    const unseen = [...commands]
      .filter(([operation]) => !required.some((one) => one.includes(`:${operation} on `)))
      .map(([operation, file]) => `${operation} in ${file}`);
    assert.ok(unseen.length === 0, `In the code, but never called:${bulletList(unseen)}`);
    t.diagnostic([...commands.keys()].sort().join(', '));
  });
});
