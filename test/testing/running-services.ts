import { setTimeout as wait } from 'node:timers/promises';
import { createStoreClient, DynamoApiClientStore } from '@zk-income/persistence';
import { type Deployment, registerClients } from './deployment.js';

/** The URLs of running services, and the endpoint of their store. */
interface RunningServices {
  readonly ISSUER_URL: string;
  readonly VERIFIER_URL: string;
  /** What the verifier calls itself. */
  readonly VERIFIER_HTTPS_URL: string;
  readonly PROVER_URL: string;
  readonly DYNAMODB_ENDPOINT: string;
}

/** Uses services that are already running, and registers test clients in their store. */
export async function connectToRunningServices(running: RunningServices): Promise<Deployment> {
  const store = createStoreClient({
    endpoint: running.DYNAMODB_ENDPOINT,
    tablePrefix: process.env.TABLE_PREFIX,
  });
  const keys = await registerClients(new DynamoApiClientStore(store));
  store.close();
  return {
    issuer: running.ISSUER_URL,
    verifier: running.VERIFIER_URL,
    prover: running.PROVER_URL,
    verifierUrl: running.VERIFIER_HTTPS_URL,
    keys,
    passTime: (seconds) => wait(seconds * 1000),
    stop: async () => {},
  };
}
