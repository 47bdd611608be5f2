// Creates the tables and registers the demo clients, with the same definitions as the services and tests. Idempotent.
// Generates the API keys of the demo clients and stores them only in DATA_DIR. Makes the certificates of the services.
import {
  createStoreClient,
  DynamoApiClientStore,
  ensureTables,
  openKeyVault,
} from '../dist/libs/persistence/src/index.js';
import { StartError } from '../scripts/start/child.mjs';
import { demoKeys } from '../scripts/start/demo-clients.mjs';
import { writeDemoEnvironment } from '../scripts/start/demo-environment.mjs';
import { localCertificates, publicKeysOf } from '../scripts/start/local-certificates.mjs';

const { DATA_DIR, STORE_ENDPOINT, AWS_REGION, TABLE_PREFIX } = process.env;
const { ISSUER_URL, VERIFIER_URL, PROVER_URL, ISSUER_HTTPS_URL, VERIFIER_HTTPS_URL } = process.env;
const { CERTIFICATES_DIR, ISSUER_DATA_DIR, VERIFIER_DATA_DIR } = process.env;

/** Makes the certificates over the signing keys in the volumes of the services, and creates the keys first. */
async function makeCertificates() {
  const keysOf = (service, folder) =>
    publicKeysOf(openKeyVault(service, { KEY_PROVIDER: 'file', DATA_DIR: folder }));
  const hosts = [...new Set([ISSUER_HTTPS_URL, VERIFIER_HTTPS_URL].map((url) => new URL(url).hostname))];
  const keys = {
    issuer: await keysOf('issuer', ISSUER_DATA_DIR),
    verifier: await keysOf('verifier', VERIFIER_DATA_DIR),
  };
  await localCertificates(CERTIFICATES_DIR, { hosts, keys });
}

const store = createStoreClient({
  endpoint: STORE_ENDPOINT,
  region: AWS_REGION,
  tablePrefix: TABLE_PREFIX,
});
try {
  await ensureTables(store);
  const keys = await demoKeys(DATA_DIR, new DynamoApiClientStore(store));
  await makeCertificates();
  const urls = { ISSUER_URL, VERIFIER_URL, PROVER_URL, ISSUER_HTTPS_URL, VERIFIER_HTTPS_URL };
  writeDemoEnvironment(DATA_DIR, { ...urls, ...keys });
  console.log('The tables, the demo clients and the certificates are ready.');
} catch (error) {
  const isExplained =
    error instanceof StartError || ['StoreUnavailableError', 'KeyVaultError'].includes(error.name);
  console.error(isExplained ? error.message : error);
  process.exitCode = 1;
} finally {
  store.close();
}
