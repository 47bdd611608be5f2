// The store behind a proxy, the issuer behind a proxy of its documents, and verifiers. Each can be killed and restarted.
import { createApiClient, newBearerKey } from '../../../dist/libs/api-clients/src/index.js';
import {
  createStoreClient,
  DynamoApiClientStore,
  ensureTables,
} from '../../../dist/libs/persistence/src/index.js';
import { freePorts } from '../harness/network.mjs';
import { startService } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import { DocumentProxy } from './document-proxy.mjs';
import { StoreProxy } from './store-proxy.mjs';

const ATTRIBUTES = ['gross_income', 'debt_payments'];
const SKEWED_CLOCK = new URL('./skewed-clock.mjs', import.meta.url).href;

export class ServicesUnderTest {
  running = new Map();
  folder = temporaryFolder('reliability');

  /** @param verifiers clock skews in milliseconds, by name of the verifier */
  static async start(verifiers = { verifier: 0 }) {
    const services = new ServicesUnderTest();
    services.skews = verifiers;
    services.ports = await freePorts(['store', 'issuer', ...Object.keys(verifiers)]);
    services.proxy = await StoreProxy.open();
    services.documents = await DocumentProxy.open();
    onTeardown(() => {
      services.proxy.close();
      services.documents.close();
    });
    await services.restart('store');
    services.proxy.connect(services.storeEndpoint);
    await services.#prepareStore();
    await Promise.all(['issuer', ...Object.keys(verifiers)].map((name) => services.restart(name)));
    services.documents.connect(`http://127.0.0.1:${services.ports.issuer}`);
    return services;
  }

  get storeEndpoint() {
    return `http://127.0.0.1:${this.ports.store}`;
  }

  /** A client of the store that no fault affects. */
  storeClient() {
    return createStoreClient({ endpoint: this.storeEndpoint });
  }

  url(name) {
    return name === 'issuer' ? this.documents.url : `http://localhost:${this.ports[name]}`;
  }

  async kill(name) {
    const program = this.running.get(name);
    this.running.delete(name);
    program?.child.kill('SIGKILL');
    await program?.exited;
  }

  /** Starts a process that is not running. */
  async restart(name) {
    if (this.running.has(name)) return;
    const { program } = await (name === 'store' ? this.#startStore() : this.#startApp(name));
    this.running.set(name, program);
  }

  #startStore() {
    const args = ['--path', `${this.folder}/store`, '--port', this.ports.store];
    return startService('dist/libs/persistence/src/embedded/main.js', { args });
  }

  #startApp(name) {
    const isIssuer = name === 'issuer';
    const skew = this.skews[name] ?? 0;
    const issuer = { iss: this.documents.url, attributes: ATTRIBUTES, complete: ATTRIBUTES };
    return startService(`dist/apps/${isIssuer ? 'issuer' : 'verifier'}/src/main.js`, {
      env: {
        ...process.env,
        HOST: 'localhost',
        PORT: this.ports[name],
        // Replicas of the verifier have one public URL, and one key.
        PUBLIC_URL: isIssuer
          ? this.documents.url
          : `http://localhost:${this.ports[Object.keys(this.skews)[0]]}`,
        DATA_DIR: this.folder,
        STORE_ENDPOINT: this.proxy.endpoint,
        TABLE_PREFIX: '',
        ISSUER_ATTRIBUTES: ATTRIBUTES.join(','),
        STATUS_LIST_TTL_SECONDS: '1',
        TRUSTED_ISSUERS: JSON.stringify([issuer]),
        ...(skew !== 0 && { NODE_OPTIONS: `--import ${SKEWED_CLOCK}`, CLOCK_SKEW_MS: String(skew) }),
      },
    });
  }

  async #prepareStore() {
    const store = this.storeClient();
    await ensureTables(store);
    const clients = new DynamoApiClientStore(store);
    const register = async (client) => {
      const key = newBearerKey();
      await createApiClient(clients, { name: client.id, plan: 'internal', createdAt: 0, ...client }, key);
      return key;
    };
    this.keys = {
      acme: await register({ id: 'acme', scopes: ['issue', 'revoke'], sourceId: 'demo:acme' }),
      landlord: await register({ id: 'landlord', scopes: ['request'] }),
    };
    store.close();
  }
}
