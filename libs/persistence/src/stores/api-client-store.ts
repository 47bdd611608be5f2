import type { ApiClient, ApiClientStore } from '@zk-income/api-clients';
import { createItem, getItem } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'ApiClients';

/** API clients, one item each under the hash of the bearer key. */
export class DynamoApiClientStore implements ApiClientStore {
  constructor(private readonly store: StoreClient) {}

  async create(keyHash: string, client: ApiClient): Promise<void> {
    await createItem(this.store, TABLE, { keyHash, ...toClient(client) });
  }

  async findByKeyHash(keyHash: string): Promise<ApiClient | undefined> {
    const item = await getItem<ApiClient>(this.store, TABLE, { keyHash });
    return item && toClient(item);
  }
}

/** Selects the members of the port, so that nothing else is stored or returned. */
export function toClient(client: ApiClient): ApiClient {
  const { id, name, scopes } = client;
  const { sourceId, plan, createdAt, rotatedAt, expiresAt, disabledAt } = client;
  return {
    id,
    name,
    scopes,
    ...(sourceId !== undefined && { sourceId }),
    ...(plan !== undefined && { plan }),
    ...(createdAt !== undefined && { createdAt }),
    ...(rotatedAt !== undefined && { rotatedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(disabledAt !== undefined && { disabledAt }),
  };
}
