import {
  type AttributeValue,
  DeleteItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ApiClient, ApiClientRegistry, KeyChanges, RegisteredKey } from '@zk-income/api-clients';
import { type Item, marshallItem, type StorableValue, unmarshallItem } from '../marshalling.js';
import { names, putNew, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';
import { DynamoApiClientStore, toClient } from './api-client-store.js';

const TABLE = 'ApiClients';
/** Of the items that say that an id is taken; no hash has a slash. */
const ID_PREFIX = 'id/';

/** The API clients for the operator's command. It scans, which no service may. */
export class DynamoApiClientRegistry implements ApiClientRegistry {
  constructor(private readonly store: StoreClient) {}

  async list(): Promise<readonly RegisteredKey[]> {
    const keys: RegisteredKey[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.store.dynamo.send(
        new ScanCommand({
          TableName: this.store.tableName(TABLE),
          ConsistentRead: true,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) {
        const { keyHash, ...client } = unmarshallItem<RegisteredKey>(item as Item);
        if (!keyHash.startsWith(ID_PREFIX)) keys.push({ keyHash, ...toClient(client) });
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return keys;
  }

  claimId(id: string): Promise<boolean> {
    return putNew(this.store, TABLE, { keyHash: ID_PREFIX + id });
  }

  create(keyHash: string, client: ApiClient): Promise<void> {
    return new DynamoApiClientStore(this.store).create(keyHash, client);
  }

  async change(keyHash: string, changes: KeyChanges, unlessDisabled = false): Promise<boolean> {
    const changed = Object.entries(changes).filter(([, value]) => value !== undefined);
    const set = changed.filter(([, value]) => value !== null);
    const removed = changed.filter(([, value]) => value === null);
    const expression = [
      ...(set.length > 0 ? [`SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`] : []),
    ];
    const output = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: marshallItem({ keyHash }),
          UpdateExpression: expression.join(' '),
          ConditionExpression: `attribute_exists(#keyHash)${unlessDisabled ? ' AND attribute_not_exists(#disabledAt)' : ''}`,
          ExpressionAttributeNames: names(
            ...new Set([
              'keyHash',
              ...changed.map(([name]) => name),
              ...(unlessDisabled ? ['disabledAt'] : []),
            ]),
          ),
          ...(set.length > 0 && {
            ExpressionAttributeValues: values(Object.fromEntries(set) as Record<string, StorableValue>),
          }),
        }),
      ),
    );
    return output !== undefined;
  }

  async remove(keyHash: string): Promise<void> {
    await this.store.dynamo.send(
      new DeleteItemCommand({ TableName: this.store.tableName(TABLE), Key: marshallItem({ keyHash }) }),
    );
  }
}
