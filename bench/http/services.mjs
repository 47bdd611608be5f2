// The processes that the load needs: an embedded store, the issuer of `npm start`, and verifiers to be measured.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../../scripts/start/child.mjs';
import { choosePorts } from '../../scripts/start/ports.mjs';

// The SDK says at each start which Node it will want in a year; whoever runs this can do nothing about it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { createStoreClient, DynamoApiClientStore, ensureTables } = await import(
  '../../dist/libs/persistence/src/index.js'
);
const { createApiClient } = await import('../../dist/libs/service-kit/src/index.js');

/** Whom presentations are made for, so that both verifiers take the same ones. */
export const AUDIENCE = 'redirect_uri:https://verifier.example/verify';
const ATTRIBUTES = ['annual_income', 'annual_debt'];
const built = (path) => join(import.meta.dirname, '../../dist', path);

/** A verifier in a process of its own. It can be asked what is not asked over HTTP. */
class MeasuredVerifier extends Child {
  url;
  answers = new Map();
  asked = 0;

  async ready() {
    const { url } = await super.ready();
    this.url = url;
    this.process.on('message', ({ id, result }) => this.answers.get(id)?.(result));
    return url;
  }

  /** Has the process run one of its commands. */
  async ask(command, argument) {
    const id = this.asked++;
    const answer = new Promise((resolve) => this.answers.set(id, resolve));
    this.process.send({ id, command, argument });
    return Promise.race([
      answer,
      this.exited.then((how) => Promise.reject(new Error(`The verifier ended (${how}).`))),
    ]);
  }
}

/** Store and issuer, running; and how to start verifiers beside them. */
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

    /** `store` is `embedded` or `memory`. */
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
