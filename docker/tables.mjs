// Creates the tables and registers the demo clients, with the same definitions as the services and tests. Idempotent.
// Generates the API keys of the demo clients and stores them only in DATA_DIR.
import { createStoreClient, DynamoApiClientStore, ensureTables } from '../dist/libs/persistence/src/index.js';
import { StartError } from '../scripts/start/child.mjs';
import { demoKeys } from '../scripts/start/demo-clients.mjs';
import { writeDemoEnvironment } from '../scripts/start/demo-environment.mjs';

const { DATA_DIR, STORE_ENDPOINT, AWS_REGION, TABLE_PREFIX, ISSUER_URL, VERIFIER_URL, PROVER_URL } =
  process.env;

const store = createStoreClient({
  endpoint: STORE_ENDPOINT,
  region: AWS_REGION,
  tablePrefix: TABLE_PREFIX,
});
try {
  await ensureTables(store);
  const keys = await demoKeys(DATA_DIR, new DynamoApiClientStore(store));
  writeDemoEnvironment(DATA_DIR, { ISSUER_URL, VERIFIER_URL, PROVER_URL, ...keys });
  console.log('The tables and the demo clients are ready.');
} catch (error) {
  const isExplained = error instanceof StartError || error.name === 'StoreUnavailableError';
  console.error(isExplained ? error.message : error);
  process.exitCode = 1;
} finally {
  store.close();
}
