import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type {
  CredentialStatus,
  StatusListEntry,
  StatusListStore,
  StatusLists,
  StatusReference,
} from '@zk-income/credential';
import { expressionAttributes, getItem, putItemIf, putItemIfAbsent } from '../items.js';
import { unmarshallItem } from '../marshalling.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'StatusLists';

interface EntryItem {
  readonly id: string;
  readonly entry: number;
  readonly status: CredentialStatus;
  readonly version: number;
}

/**
 * Status lists. Each reserved index has a partition of its own, so that writes during issuance are spread over the
 * table. Only entries that were ever set, which are few, share the partition of their list and are read together. The
 * existing lists are one item, written when a list is opened and read when a process starts.
 */
export class DynamoStatusListStore implements StatusListStore {
  constructor(private readonly store: StoreClient) {}

  /** The key is that of version 0.1.0: under another one, indices that it reserved would be reserved again. */
  reserve({ list, index }: StatusReference): Promise<boolean> {
    return putItemIfAbsent(this.store, TABLE, { id: `taken/${list}/${index}`, entry: 0 });
  }

  async set({ list, index }: StatusReference, status: CredentialStatus, version: number): Promise<void> {
    const item: EntryItem = { id: entriesId(list), entry: index, status, version };
    await putItemIf(this.store, TABLE, item, {
      condition: 'attribute_not_exists(#id) OR #version <= :version',
      values: { version },
    });
  }

  async entries(list: number): Promise<StatusListEntry[]> {
    const entries: StatusListEntry[] = [];
    const keyCondition = '#id = :id';
    let startKey: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const page: QueryCommandOutput = await this.store.dynamo.send(
        new QueryCommand({
          TableName: this.store.tableName(TABLE),
          KeyConditionExpression: keyCondition,
          ...expressionAttributes([keyCondition], { id: entriesId(list) }),
          ConsistentRead: true,
          ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
        }),
      );
      for (const item of page.Items ?? []) {
        const { entry, status } = unmarshallItem<EntryItem>(item);
        entries.push({ index: entry, status });
      }
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
    return entries;
  }

  async lists(): Promise<StatusLists | undefined> {
    const item = await getItem<StatusLists>(this.store, TABLE, LISTS_KEY);
    return item && { open: item.open, count: item.count, version: item.version };
  }

  writeLists({ open, count, version }: StatusLists): Promise<boolean> {
    const item = { ...LISTS_KEY, open: [...open], count, version };
    return putItemIf(
      this.store,
      TABLE,
      item,
      version === 1
        ? { condition: 'attribute_not_exists(#id)' }
        : { condition: '#version = :previous', values: { previous: version - 1 } },
    );
  }
}

/** Key of the one item with the existing lists. */
const LISTS_KEY = { id: 'lists', entry: 0 };

const entriesId = (list: number): string => `entries/${list}`;
