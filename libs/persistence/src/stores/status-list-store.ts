import type {
  AnnouncedChange,
  CredentialStatus,
  StatusListEntry,
  StatusListStore,
  StatusLists,
  StatusReference,
} from '@zk-income/credential';
import { deleteItem, getItem, putItem, putItemIf, putItemIfAbsent, queryPartition } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'StatusLists';

interface EntryItem {
  readonly id: string;
  readonly entry: number;
  readonly status: CredentialStatus;
  readonly version: number;
}

interface ChangeItem extends Omit<AnnouncedChange, 'id'> {
  readonly id: string;
  readonly entry: number;
}

/**
 * Status lists. Each reserved index has a partition of its own, so that writes during issuance are spread over the
 * table. Only entries that were ever set, which are few, share the partition of their list and are read together. The
 * existing lists are one item, written when a list is opened and read when a process starts. The announced changes of
 * all lists, usually none, share a partition.
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
    const items = await queryPartition<EntryItem>(this.store, TABLE, entriesId(list));
    return items.map(({ entry, status }) => ({ index: entry, status }));
  }

  async announce({ id, batchId, fromVersion, announcedAt }: AnnouncedChange): Promise<void> {
    const item: ChangeItem = { id: CHANGES_ID, entry: id, batchId, fromVersion, announcedAt };
    await putItem(this.store, TABLE, item);
  }

  async announced(): Promise<AnnouncedChange[]> {
    const items = await queryPartition<ChangeItem>(this.store, TABLE, CHANGES_ID);
    return items.map(({ entry: id, batchId, fromVersion, announcedAt }) => ({
      id,
      batchId,
      fromVersion,
      announcedAt,
    }));
  }

  async retract(id: number): Promise<void> {
    await deleteItem(this.store, TABLE, { id: CHANGES_ID, entry: id });
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

/** Partition of the announced changes. */
const CHANGES_ID = 'changes';

const entriesId = (list: number): string => `entries/${list}`;
