// What the functions need: a store with tables and clients, and a Secrets Manager.
import { join } from 'node:path';
import {
  createStoreClient,
  DynamoApiClientStore,
  ensureTables,
  SecretsManagerKeyVault,
  startEmbeddedStore,
} from '../../../dist/libs/persistence/src/index.js';
import { demoKeys } from '../../../scripts/start/demo-clients.mjs';
import { startMoto } from '../harness/moto.mjs';
import { root } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import { Gateway } from './gateway.mjs';
import { onThisMachine, REGION } from './instance.mjs';
import { StoreLink } from './store-link.mjs';

const ATTRIBUTES = ['gross_income', 'debt_payments'];

const SECRETS = { issuer: 'zk-income-test/issuer', verifier: 'zk-income-test/verifier' };

export class Deployment {
  /** @param runtime folder of AWS's runtime client */
  async start(runtime) {
    this.runtime = runtime;
    const folder = temporaryFolder('lambda');
    const store = await startEmbeddedStore({ path: join(folder, 'store') });
    onTeardown(() => store.close());
    this.link = await StoreLink.open(store.endpoint);
    onTeardown(() => this.link.close());
    const client = createStoreClient({ endpoint: store.endpoint });
    await ensureTables(client);
    this.keys = await demoKeys(folder, new DynamoApiClientStore(client));
    client.close();
    this.storeEndpoint = store.endpoint;
    const moto = await startMoto();
    onTeardown(() => moto.close());
    this.secretsEndpoint = moto.endpoint;
    for (const service of Object.keys(SECRETS)) await this.vault(service).create();
    this.issuer = await Gateway.listen();
    this.verifier = await Gateway.listen();
  }

  /** The key vault of a service, as an operator accesses it. */
  vault(service) {
    const vault = new SecretsManagerKeyVault({
      secretId: SECRETS[service],
      endpoint: this.secretsEndpoint,
      region: REGION,
    });
    onTeardown(() => vault.close());
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
}
