import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ApiClient, ApiClientRegistry, KeyChanges, RegisteredKey } from '@zk-income/api-clients';
import { deleteItem, putItemIfAbsent, updateItemIf } from '../items.js';
import { type StorableValue, unmarshallItem } from '../marshalling.js';
import type { StoreClient } from '../store-client.js';
import { DynamoApiClientStore, toClient } from './api-client-store.js';

const TABLE = 'ApiClients';
/** Prefix of the keys of claimed ids. A key hash contains no slash. */
const ID_PREFIX = 'id/';

/** The API clients for the operator's command. It scans the table, which no service may do. */
export class DynamoApiClientRegistry implements ApiClientRegistry {
  constructor(private readonly store: StoreClient) {}

  async list(): Promise<readonly RegisteredKey[]> {
    const keys: RegisteredKey[] = [];
    let startKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.store.dynamo.send(
        new ScanCommand({
          TableName: this.store.tableName(TABLE),
          ConsistentRead: true,
          ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
        }),
      );
      for (const item of page.Items ?? []) {
        const { keyHash, ...client } = unmarshallItem<RegisteredKey>(item);
        if (!keyHash.startsWith(ID_PREFIX)) keys.push({ keyHash, ...toClient(client) });
      }
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
    return keys;
  }

  claimId(id: string): Promise<boolean> {
    return putItemIfAbsent(this.store, TABLE, { keyHash: ID_PREFIX + id });
  }

  create(keyHash: string, client: ApiClient): Promise<void> {
    return new DynamoApiClientStore(this.store).create(keyHash, client);
  }

  change(keyHash: string, changes: KeyChanges, unlessDisabled = false): Promise<boolean> {
    const changed = Object.entries(changes).filter(([, value]) => value !== undefined);
    const set = changed.filter(([, value]) => value !== null);
    const removed = changed.filter(([, value]) => value === null);
    const clauses = [
      ...(set.length > 0 ? [`SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`] : []),
    ];
    const conditions = [
      'attribute_exists(#keyHash)',
      ...(unlessDisabled ? ['attribute_not_exists(#disabledAt)'] : []),
    ];
    return updateItemIf(
      this.store,
      TABLE,
      { keyHash },
      {
        update: clauses.join(' '),
        condition: conditions.join(' AND '),
        values: Object.fromEntries(set) as Record<string, StorableValue>,
      },
    );
  }

  remove(keyHash: string): Promise<void> {
    return deleteItem(this.store, TABLE, { keyHash });
  }
}
