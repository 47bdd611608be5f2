// The services as deployed, with high limits, so that refusals and not throttling are measured.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, expectStatus, holderKey } from '../../scripts/api-calls.mjs';
import { Child } from '../../scripts/start/child.mjs';
import { demoKeys } from '../../scripts/start/demo-clients.mjs';
import { choosePorts } from '../../scripts/start/ports.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { createStoreClient, DynamoApiClientStore, ensureTables } = await import(
  '../../dist/libs/persistence/src/index.js'
);
const { CoreEngine, incomePolicy, salaryInput } = await import('../../dist/libs/credential/src/index.js');

const ATTRIBUTES = ['gross_income', 'debt_payments'];
const HONEST = 50;
const built = (path) => join(import.meta.dirname, '../../dist', path);

/** Starts store, issuer, verifier and prover; creates a request, and honest presentations of others. */
export async function startAll() {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-refusals-'));
  const children = [];
  const stop = async () => {
    for (const child of children.reverse()) await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (name, path, args, env) => {
    const child = new Child(name, built(path), args, { ...process.env, LOG_LEVEL: 'error', ...env });
    children.push(child);
    return { pid: child.process.pid, ...(await child.ready()) };
  };
  try {
    const { endpoint } = await start('embedded store', 'libs/persistence/src/embedded/main.js', [
      '--path',
      join(folder, 'store'),
    ]);
    const client = createStoreClient({ endpoint });
    await ensureTables(client);
    const keys = await demoKeys(folder, new DynamoApiClientStore(client));
    client.close();
    const ports = await choosePorts({ ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' });
    const { PROVER_PORT: metricsPort } = await choosePorts({
      ISSUER_PORT: '0',
      VERIFIER_PORT: '0',
      PROVER_PORT: '0',
    });
    const issuerUrl = `http://127.0.0.1:${ports.ISSUER_PORT}`;
    const service = async (name, own) => {
      const port = ports[`${name.toUpperCase()}_PORT`];
      const url = `http://127.0.0.1:${port}`;
      const { pid } = await start(name, `apps/${name}/src/main.js`, [], {
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_URL: url,
        DATA_DIR: folder,
        STORE_ENDPOINT: endpoint,
        TABLE_PREFIX: '',
        MAX_UNKNOWN_REQUESTS_PER_MINUTE: '1000000',
        MAX_REFUSED_PER_MINUTE: '1000000',
        ...own,
      });
      return { name, pid, url };
    };
    const issuer = await service('issuer', { ISSUER_ATTRIBUTES: ATTRIBUTES.join(',') });
    const verifier = await service('verifier', {
      METRICS_PORT: String(metricsPort),
      TRUSTED_ISSUERS: JSON.stringify([{ iss: issuerUrl, attributes: ATTRIBUTES, complete: ATTRIBUTES }]),
    });
    verifier.metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const prover = await service('prover', { PROVER_ENABLED: 'true' });

    const createRequest = async () =>
      expectStatus(
        await call('POST', `${verifier.url}/requests`, {
          key: keys.VERIFIER_API_KEY,
          body: { policy: incomePolicy() },
        }),
        201,
      );
    const { privateJwk, publicJwk } = holderKey();
    const issued = await call('POST', `${issuer.url}/issue`, {
      key: keys.ISSUER_API_KEY,
      body: salaryInput([publicJwk]),
    });
    const salary = { credential: expectStatus(issued, 201).credentials[0], holder_key: privateJwk };
    const holder = new CoreEngine({ holder: { ledger: 'off' } });
    const honest = [];
    for (let i = 0; i < HONEST; i++) {
      const created = await createRequest();
      const presentations = await holder.generateProof(created, { salary });
      honest.push(JSON.stringify({ request_id: created.id, presentations }));
    }
    return { services: [issuer, verifier, prover], verifier, request: await createRequest(), honest, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
