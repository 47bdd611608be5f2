// Suites that do not depend on Lambda, against functions behind an HTTP API.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { e2e } from '../harness/e2e.mjs';
import { httpSuite } from '../harness/jest.mjs';
import { freePorts } from '../harness/network.mjs';
import { startService } from '../harness/processes.mjs';
import { REGION } from './instance.mjs';

/** Runs a service as an ordinary process while `use` runs. */
async function withProcess(service, own, use) {
  const { PORT } = await freePorts(['PORT']);
  const env = { ...process.env, HOST: '127.0.0.1', PORT, LOG_LEVEL: 'error', AWS_REGION: REGION, ...own };
  const { program } = await startService(`dist/apps/${service}/src/main.js`, { env });
  try {
    return await use(`http://127.0.0.1:${PORT}`);
  } finally {
    await program.stop();
  }
}

export function flowTests(deployment, { quick }) {
  const urls = () => ({ ISSUER_URL: deployment.issuer.url, VERIFIER_URL: deployment.verifier.url });

  // A bundle can lose what the application finds by name; the OpenAPI document is built from all of it.
  for (const service of ['issuer', 'verifier']) {
    test(`the ${service} has the same OpenAPI document as the ordinary process`, (t) =>
      withProcess(service, deployment.environment(service), async (url) => {
        const ordinary = await (await fetch(`${url}/openapi.json`)).json();
        const { json } = await deployment[service].request('GET', '/openapi.json');
        assert.deepEqual(json, ordinary);
        const { paths, components } = json;
        t.diagnostic(`${Object.keys(paths).length} paths, ${Object.keys(components.schemas).length} schemas`);
      }));
  }

  test('npm run e2e', () => e2e({ ...urls(), ...deployment.keys }));

  test('the HTTP suite', { skip: quick }, (t) =>
    withProcess('prover', { PROVER_ENABLED: 'true' }, (PROVER_URL) =>
      httpSuite(t, { ...urls(), PROVER_URL, DYNAMODB_ENDPOINT: deployment.storeEndpoint }),
    ),
  );

  test('one instance of each function served all of that', (t) => {
    const gateways = [deployment.issuer, deployment.verifier];
    assert.deepEqual(
      gateways.map(({ instances }) => instances.length),
      [1, 1],
    );
    t.diagnostic(`${gateways.map(({ instances: [{ api }] }) => api.invocations).join(' and ')} invocations`);
  });
}
