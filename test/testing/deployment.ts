import type { Server } from 'node:http';
import type { ApiClient } from '@zk-income/api-clients';
import { createApiClient } from '@zk-income/api-clients';
import type { DynamoApiClientStore } from '@zk-income/persistence';

/** A service to send requests to: in this process, or at a URL. */
export type Target = Server | string;

/** Where the services under test are. */
export interface Deployment {
  readonly issuer: Target;
  readonly verifier: Target;
  readonly prover: Target;
  /** The public URL with which the verifier is configured. */
  readonly verifierUrl: string;
  readonly keys: Awaited<ReturnType<typeof makeClients>>;
  stop(): Promise<void>;
}

/** Registers five clients and returns their keys. */
export async function makeClients(store: DynamoApiClientStore) {
  // What is tested with them is something else than how much they may.
  const create = (client: Omit<ApiClient, 'name' | 'plan'>) =>
    createApiClient(store, { name: client.id, plan: 'internal', ...client });
  const issuing = (id: string) => create({ id, scopes: ['issue', 'revoke'], sourceId: `demo:${id}` });
  const asking = (id: string) => create({ id, scopes: ['request'] });
  return {
    acme: await issuing('acme'),
    bolt: await issuing('bolt'),
    payerless: await create({ id: 'payerless', scopes: ['issue'] }),
    landlord: await asking('landlord'),
    bank: await asking('bank'),
  };
}
