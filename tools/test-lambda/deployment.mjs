// What the functions need around them: a store with its tables and clients, and a Secrets Manager.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createStoreClient,
  DynamoApiClientStore,
  ensureTables,
  SecretsManagerKeyVault,
  startEmbeddedStore,
} from '../../dist/libs/persistence/src/index.js';
import { demoKeys } from '../../scripts/start/demo-clients.mjs';
import { startMoto } from '../../test/system/harness/moto.mjs';
import { Gateway } from './gateway.mjs';
import { onThisMachine, REGION } from './instance.mjs';
import { StoreLink } from './store-link.mjs';

const ATTRIBUTES = ['annual_income', 'annual_debt'];
const root = join(import.meta.dirname, '../..');

const SECRETS = { issuer: 'zk-income-test/issuer', verifier: 'zk-income-test/verifier' };

export class Deployment {
  #ends = [];

  static async make(runtime) {
    const made = new Deployment();
    made.runtime = runtime;
    try {
      await made.#make();
      return made;
    } catch (error) {
      await made.end();
      throw error;
    }
  }

  async #make() {
    const folder = mkdtempSync(join(tmpdir(), 'zk-income-lambda-'));
    this.#ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const store = await startEmbeddedStore({ path: join(folder, 'store') });
    this.#ends.push(() => store.close());
    this.link = await StoreLink.open(store.endpoint);
    this.#ends.push(() => this.link.close());
    const client = createStoreClient({ endpoint: store.endpoint });
    await ensureTables(client);
    this.keys = await demoKeys(folder, new DynamoApiClientStore(client));
    client.close();
    this.storeEndpoint = store.endpoint;
    const moto = await startMoto();
    this.#ends.push(() => moto.close());
    this.secretsEndpoint = moto.endpoint;
    for (const service of Object.keys(SECRETS)) await this.vault(service).create();
    this.issuer = await Gateway.listen();
    this.#ends.push(() => this.issuer.stop());
    this.verifier = await Gateway.listen();
    this.#ends.push(() => this.verifier.stop());
  }

  /** The keys of a service, as somebody at a terminal has them. */
  vault(service) {
    const vault = new SecretsManagerKeyVault({
      secretId: SECRETS[service],
      endpoint: this.secretsEndpoint,
      region: REGION,
    });
    this.#ends.push(() => vault.close());
    return vault;
  }

  launch(handler) {
    return onThisMachine(this.runtime, join(root, 'dist/functions', handler));
  }

  /** The environment of a function. */
  environment(service, own = {}) {
    const trusted = [{ iss: this.issuer.url, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
    return {
      STORE_ENDPOINT: this.link.endpoint,
      KEY_PROVIDER: 'secrets-manager',
      KEY_SECRET_ID: SECRETS[service],
      SECRETS_ENDPOINT: this.secretsEndpoint,
      KEY_REFRESH_SECONDS: '1',
      PUBLIC_URL: this[service].url,
      ...(service === 'issuer'
        ? { STATUS_LIST_TTL_SECONDS: '1' }
        : { TRUSTED_ISSUERS: JSON.stringify(trusted) }),
      ...own,
    };
  }

  /** Ends everything, what was made last first. */
  async end() {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
