import { PutItemCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type {
  CredentialStatus,
  StatusListEntry,
  StatusListStore,
  StatusLists,
  StatusReference,
} from '@zk-income/credential';
import { type Item, marshallItem, unmarshallItem } from '../marshalling.js';
import { names, putNew, readItem, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'StatusLists';

interface EntryItem {
  readonly id: string;
  readonly entry: number;
  readonly status: CredentialStatus;
  readonly version: number;
}

/**
 * Status lists. Every index taken is a partition of its own, so that issuing spreads over the table; only
 * entries that were ever set, which are few, share the partition of their list and are read together. Which
 * lists there are is one item, written when a list is opened and read when a process starts.
 */
export class DynamoStatusListStore implements StatusListStore {
  constructor(private readonly store: StoreClient) {}

  reserve({ list, index }: StatusReference): Promise<boolean> {
    return putNew(this.store, TABLE, { id: `taken/${list}/${index}`, entry: 0 });
  }

  async set({ list, index }: StatusReference, status: CredentialStatus, version: number): Promise<void> {
    const item: EntryItem = { id: entriesOf(list), entry: index, status, version };
    await unlessConditionFails(
      this.store.dynamo.send(
        new PutItemCommand({
          TableName: this.store.tableName(TABLE),
          Item: marshallItem(item),
          ConditionExpression: 'attribute_not_exists(#id) OR #version <= :version',
          ExpressionAttributeNames: names('id', 'version'),
          ExpressionAttributeValues: values({ version }),
        }),
      ),
    );
  }

  async entries(list: number): Promise<StatusListEntry[]> {
    const entries: StatusListEntry[] = [];
    let from: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const page: QueryCommandOutput = await this.store.dynamo.send(
        new QueryCommand({
          TableName: this.store.tableName(TABLE),
          KeyConditionExpression: '#id = :id',
          ExpressionAttributeNames: names('id'),
          ExpressionAttributeValues: values({ id: entriesOf(list) }),
          ConsistentRead: true,
          ...(from !== undefined && { ExclusiveStartKey: from }),
        }),
      );
      for (const item of page.Items ?? []) {
        const { entry, status } = unmarshallItem<EntryItem>(item as Item);
        entries.push({ index: entry, status });
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return entries;
  }

  async lists(): Promise<StatusLists | undefined> {
    const item = await readItem<StatusLists>(this.store, TABLE, LISTS);
    return item && { open: item.open, count: item.count, version: item.version };
  }

  async writeLists({ open, count, version }: StatusLists): Promise<boolean> {
    const written = await unlessConditionFails(
      this.store.dynamo.send(
        new PutItemCommand({
          TableName: this.store.tableName(TABLE),
          Item: marshallItem({ ...LISTS, open: [...open], count, version }),
          ConditionExpression: version === 1 ? 'attribute_not_exists(#id)' : '#version = :before',
          ExpressionAttributeNames: version === 1 ? names('id') : names('version'),
          ...(version > 1 && { ExpressionAttributeValues: values({ before: version - 1 }) }),
        }),
      ),
    );
    return written !== undefined;
  }
}

/** The one item that says which lists there are. */
const LISTS = { id: 'lists', entry: 0 };

const entriesOf = (list: number): string => `entries/${list}`;
