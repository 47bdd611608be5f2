// An embedded store, an issuer and a verifier, each with a port for its metrics.
import { join } from 'node:path';
import { demoKeys } from '../../../scripts/start/demo-clients.mjs';
import { freePorts } from '../harness/network.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { createStoreClient, DynamoApiClientStore, ensureTables } = await import(
  '../../../dist/libs/persistence/src/index.js'
);

const ATTRIBUTES = ['gross_income', 'debt_payments'];

/** Starts the services. Returns for each its URL, the URL of its metrics, and its process; and the keys of the clients. */
export async function startServices() {
  const folder = temporaryFolder('abuse');
  const { endpoint } = await startService('dist/libs/persistence/src/embedded/main.js', {
    args: ['--path', join(folder, 'store')],
    env: process.env,
  });
  const client = createStoreClient({ endpoint });
  await ensureTables(client);
  const keys = await demoKeys(folder, new DynamoApiClientStore(client));
  client.close();

  const ports = await freePorts(['ISSUER', 'ISSUER_METRICS', 'VERIFIER', 'VERIFIER_METRICS']);
  const issuerUrl = `http://127.0.0.1:${ports.ISSUER}`;
  const start = async (name, own) => {
    const port = ports[name.toUpperCase()];
    const metricsPort = ports[`${name.toUpperCase()}_METRICS`];
    const { program } = await startService(`dist/apps/${name}/src/main.js`, {
      env: {
        ...process.env,
        LOG_LEVEL: 'error',
        HOST: '127.0.0.1',
        PORT: port,
        METRICS_PORT: metricsPort,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        DATA_DIR: folder,
        STORE_ENDPOINT: endpoint,
        TABLE_PREFIX: '',
        ...own,
      },
    });
    return {
      name,
      port,
      url: `http://127.0.0.1:${port}`,
      metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      program,
    };
  };
  const [issuer, verifier] = await Promise.all([
    start('issuer', { ISSUER_ATTRIBUTES: ATTRIBUTES.join(','), STATUS_LIST_TTL_SECONDS: '300' }),
    start('verifier', {
      TRUSTED_ISSUERS: JSON.stringify([{ iss: issuerUrl, attributes: ATTRIBUTES, complete: ATTRIBUTES }]),
    }),
  ]);
  return { issuer, verifier, env: { ISSUER_URL: issuer.url, VERIFIER_URL: verifier.url, ...keys } };
}

/** The sum of the samples of a metric whose labels contain a text. */
export async function metric({ metricsUrl }, name, labels = '') {
  const text = await (await fetch(metricsUrl)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(name) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
