// The suites that know nothing of Lambda, against functions behind an HTTP API.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Child } from '../start-child.mjs';
import { freePorts } from '../test-containers/stack.mjs';
import { httpSuite, runSuite } from '../test-containers/suites.mjs';

const root = join(import.meta.dirname, '../..');

/** The test prover, which is never deployed: an ordinary process. */
async function withProver(use) {
  const { PORT } = await freePorts(['PORT']);
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT,
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    PROVER_ENABLED: 'true',
    LOG_LEVEL: 'error',
  };
  const prover = new Child('test prover', join(root, 'dist/apps/prover/src/main.js'), [], env);
  try {
    return await use((await prover.ready()).url);
  } finally {
    await prover.stop();
  }
}

export async function checkFlow(report, { issuer, verifier, keys, storeEndpoint }, { quick }) {
  const urls = { ISSUER_URL: issuer.url, VERIFIER_URL: verifier.url };
  report.add(await runSuite(process.execPath, ['tools/e2e.mjs'], { ...urls, ...keys }));
  if (!quick) {
    const env = (PROVER_URL) => ({ ...urls, PROVER_URL, DYNAMODB_ENDPOINT: storeEndpoint });
    report.add(await withProver((url) => httpSuite(env(url))));
  }
  await report.check('all of that was answered by one instance of each function', () => {
    const counts = [issuer, verifier].map(({ instances }) => instances.length);
    assert.deepEqual(counts, [1, 1]);
    const requests = [issuer, verifier].map(({ instances: [{ api }] }) => api.invocations);
    return `${requests.join(' and ')} invocations`;
  });
}
