import type { ApiClient, ApiClientStore } from './api-client.js';
import { bearerKeyHash, newBearerKey } from './bearer-key.js';
import { withCanonicalSource } from './canonical-source.js';

/** Stores a client under a bearer key and returns the key, which is not stored. */
export async function createApiClient(
  store: ApiClientStore,
  client: ApiClient,
  key: string = newBearerKey(),
): Promise<string> {
  await store.create(bearerKeyHash(key), withCanonicalSource(client));
  return key;
}
