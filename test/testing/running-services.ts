import { createStoreClient, DynamoApiClientStore } from '@zk-income/persistence';
import { type Deployment, makeClients } from './deployment.js';

/** Where services run, and the store in which their clients are registered. */
export interface RunningServices {
  readonly ISSUER_URL: string;
  readonly VERIFIER_URL: string;
  readonly PROVER_URL: string;
  readonly DYNAMODB_ENDPOINT: string;
}

/** Services that run already, with clients of this run's own. */
export async function joinRunningServices(running: RunningServices): Promise<Deployment> {
  const store = createStoreClient({
    endpoint: running.DYNAMODB_ENDPOINT,
    tablePrefix: process.env.TABLE_PREFIX,
  });
  const keys = await makeClients(new DynamoApiClientStore(store));
  store.close();
  return {
    issuer: running.ISSUER_URL,
    verifier: running.VERIFIER_URL,
    prover: running.PROVER_URL,
    verifierUrl: running.VERIFIER_URL,
    keys,
    stop: async () => {},
  };
}
