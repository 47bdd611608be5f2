// The suites that know nothing of Lambda, against functions behind an HTTP API.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Child } from '../../scripts/start/child.mjs';
import { freePorts } from '../test-containers/stack.mjs';
import { httpSuite, runSuite } from '../test-containers/suites.mjs';
import { REGION } from './instance.mjs';

const root = join(import.meta.dirname, '../..');

/** Runs a service as an ordinary process for a while. */
async function withProcess(service, own, use) {
  const { PORT } = await freePorts(['PORT']);
  const env = { ...process.env, HOST: '127.0.0.1', PORT, LOG_LEVEL: 'error', AWS_REGION: REGION, ...own };
  const child = new Child(service, join(root, `dist/apps/${service}/src/main.js`), [], env);
  try {
    await child.ready();
    return await use(`http://127.0.0.1:${PORT}`);
  } finally {
    await child.stop();
  }
}

/** Bundled, an application may lose what it finds by names: its description is made of all of it. */
async function checkDescription(report, deployment, service) {
  await report.check(`${service}: describes itself as the ordinary process does`, () =>
    withProcess(service, deployment.environment(service), async (url) => {
      const ordinary = await (await fetch(`${url}/openapi.json`)).json();
      const { json } = await deployment[service].request('GET', '/openapi.json');
      assert.deepEqual(json, ordinary);
      return `${Object.keys(json.paths).length} paths, ${Object.keys(json.components.schemas).length} schemas`;
    }),
  );
}

export async function checkFlow(report, deployment, { quick }) {
  const { issuer, verifier, keys, storeEndpoint } = deployment;
  await checkDescription(report, deployment, 'issuer');
  await checkDescription(report, deployment, 'verifier');
  const urls = { ISSUER_URL: issuer.url, VERIFIER_URL: verifier.url };
  report.add(await runSuite(process.execPath, ['tools/e2e.mjs'], { ...urls, ...keys }));
  if (!quick) {
    const env = (PROVER_URL) => ({ ...urls, PROVER_URL, DYNAMODB_ENDPOINT: storeEndpoint });
    report.add(await withProcess('prover', { PROVER_ENABLED: 'true' }, (url) => httpSuite(env(url))));
  }
  await report.check('all of that was answered by one instance of each function', () => {
    const counts = [issuer, verifier].map(({ instances }) => instances.length);
    assert.deepEqual(counts, [1, 1]);
    const requests = [issuer, verifier].map(({ instances: [{ api }] }) => api.invocations);
    return `${requests.join(' and ')} invocations`;
  });
}
