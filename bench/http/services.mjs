// The processes of the load test: an embedded store, the issuer, and the verifiers that are measured.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../../scripts/start/child.mjs';
import { choosePorts } from '../../scripts/start/ports.mjs';

// Suppresses the SDK's notice about the Node version that future releases will require.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { createStoreClient, DynamoApiClientStore, ensureTables } = await import(
  '../../dist/libs/persistence/src/index.js'
);
const { createApiClient } = await import('../../dist/libs/api-clients/src/index.js');

/** The audience of all presentations, so that every verifier accepts them. */
export const AUDIENCE = 'redirect_uri:https://verifier.example/verify';
const ATTRIBUTES = ['gross_income', 'debt_payments'];
const built = (path) => join(import.meta.dirname, '../../dist', path);

/** A verifier in a separate process, which also accepts commands over IPC. */
class MeasuredVerifier extends Child {
  url;
  pending = new Map();
  calls = 0;

  async ready() {
    const { url } = await super.ready();
    this.url = url;
    this.process.on('message', ({ id, result }) => this.pending.get(id)?.(result));
    return url;
  }

  /** Runs a command of `verifier-process.mjs` and returns its result. */
  async call(command, argument) {
    const id = this.calls++;
    const result = new Promise((resolve) => this.pending.set(id, resolve));
    this.process.send({ id, command, argument });
    return Promise.race([
      result,
      this.exited.then((how) => Promise.reject(new Error(`The verifier exited (${how}).`))),
    ]);
  }
}

/** Starts the store and the issuer; returns them with a function that starts a verifier. */
export async function startServices() {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-bench-'));
  const children = [];
  const own = { ...process.env, LOG_LEVEL: 'error', HOST: 'localhost', DATA_DIR: folder, TABLE_PREFIX: '' };
  const stop = async () => {
    for (const child of children.reverse()) await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const add = (child) => {
    children.push(child);
    return child;
  };
  try {
    const store = add(
      new Child(
        'embedded store',
        built('libs/persistence/src/embedded/main.js'),
        ['--path', join(folder, 'store')],
        own,
      ),
    );
    const { endpoint } = await store.ready();
    const client = createStoreClient({ endpoint });
    await ensureTables(client);
    const issuerKey = await createApiClient(new DynamoApiClientStore(client), {
      id: 'bench',
      name: 'bench',
      scopes: ['issue'],
      sourceId: 'demo:bench',
    });
    client.close();

    const ports = await choosePorts({ ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' });
    const issuerUrl = `http://localhost:${ports.ISSUER_PORT}`;
    const issuer = new Child('issuer', built('apps/issuer/src/main.js'), [], {
      ...own,
      PORT: String(ports.ISSUER_PORT),
      PUBLIC_URL: issuerUrl,
      STORE_ENDPOINT: endpoint,
      ISSUER_ATTRIBUTES: ATTRIBUTES.join(','),
      STATUS_LIST_TTL_SECONDS: '900',
    });
    await add(issuer).ready();

    /** @param store `embedded` or `memory` */
    const startVerifier = async (store, settings = {}) => {
      const verifier = new MeasuredVerifier(
        'verifier',
        join(import.meta.dirname, 'verifier-process.mjs'),
        [store],
        {
          ...own,
          PORT: '0',
          CLIENT_ID: AUDIENCE,
          STORE_ENDPOINT: endpoint,
          TRUSTED_ISSUERS: JSON.stringify([{ iss: issuerUrl, attributes: ATTRIBUTES, complete: ATTRIBUTES }]),
          ...settings,
        },
      );
      await add(verifier).ready();
      return verifier;
    };
    return { issuerUrl, issuerKey, startVerifier, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
