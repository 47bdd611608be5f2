import type { Server } from 'node:http';
import type { DynamoApiClientStore } from '@zk-income/persistence';
import { createApiClient } from '@zk-income/service-kit';

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
  const issuing = (id: string) =>
    createApiClient(store, { id, name: id, scopes: ['issue', 'revoke'], sourceId: `demo:${id}` });
  const asking = (id: string) => createApiClient(store, { id, name: id, scopes: ['request'] });
  return {
    acme: await issuing('acme'),
    bolt: await issuing('bolt'),
    payerless: await createApiClient(store, { id: 'payerless', name: 'payerless', scopes: ['issue'] }),
    landlord: await asking('landlord'),
    bank: await asking('bank'),
  };
}
