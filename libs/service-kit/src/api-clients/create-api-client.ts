import type { ApiClient, ApiClientStore } from '@zk-income/credential';
import { bearerKeyHash, newBearerKey } from './bearer-key.js';

/** Registers a client and returns its bearer key, which is shown this once and kept nowhere. */
export async function createApiClient(
  store: ApiClientStore,
  client: ApiClient,
  key: string = newBearerKey(),
): Promise<string> {
  await store.create(bearerKeyHash(key), client);
  return key;
}
