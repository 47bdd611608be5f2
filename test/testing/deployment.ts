import type { Server } from 'node:http';
import { type ApiClient, createApiClient } from '@zk-income/api-clients';
import type { DynamoApiClientStore } from '@zk-income/persistence';

/** A service to send requests to: a server in this process, or a URL. */
export type Target = Server | string;

/** The services under test. */
export interface Deployment {
  readonly issuer: Target;
  readonly verifier: Target;
  readonly prover: Target;
  /** `PUBLIC_URL` of the verifier. */
  readonly verifierUrl: string;
  /** The PEM of the authority that certified the verifier, where there is one. */
  readonly anchor?: string;
  readonly keys: Awaited<ReturnType<typeof registerClients>>;
  /** Advances the clock of issuer and verifier, or waits if it is the system clock. */
  passTime(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** Registers the test clients and returns their bearer keys. */
export async function registerClients(store: DynamoApiClientStore) {
  // The plan `internal`, because these tests send more requests than other plans allow.
  const register = (client: Omit<ApiClient, 'name' | 'plan'>) =>
    createApiClient(store, { name: client.id, plan: 'internal', ...client });
  const registerIssuing = (id: string) =>
    register({ id, scopes: ['issue', 'revoke'], sourceId: `demo:${id}` });
  const registerRequesting = (id: string) => register({ id, scopes: ['request'] });
  return {
    acme: await registerIssuing('acme'),
    bolt: await registerIssuing('bolt'),
    withoutSource: await register({ id: 'without-source', scopes: ['issue'] }),
    landlord: await registerRequesting('landlord'),
    bank: await registerRequesting('bank'),
  };
}
