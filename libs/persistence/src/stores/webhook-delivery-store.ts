import {
  type DeliveryRecord,
  deliveryPrefix,
  QUEUE_SECONDS,
  type QueuedDelivery,
  shardOf,
  type WebhookDeliveryStore,
} from '@zk-income/webhooks';
import {
  deleteItem,
  getItem,
  newWriteToken,
  putItem,
  putItemIf,
  queryItems,
  updateItemIf,
} from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'WebhookDeliveries';

/** Deliveries that other dispatchers have leased are read and left out. */
const MAX_PAGES = 4;
/** Subjects that a client creates in one second are few. */
const MAX_RECORDS_OF_A_SECOND = 10_000;

type QueueItem = Omit<QueuedDelivery, 'isRequested'> & {
  /** 1 for a delivery that the client asked for. */
  readonly requested: number;
  readonly leaseToken?: string;
};

type Key = { readonly shard: string; readonly position: string };

/** Text that sorts by time. */
const timeText = (seconds: number): string => String(seconds).padStart(12, '0');

/**
 * Deliveries of one service. The queue has one item for each, in a few partitions, under the time when it is due; a lease is
 * a conditional write on this item. The records of an endpoint are in a partition of their own.
 */
export class DynamoWebhookDeliveryStore implements WebhookDeliveryStore {
  /** @param service whose deliveries they are */
  constructor(
    private readonly store: StoreClient,
    private readonly service: string,
  ) {}

  async enqueue(delivery: QueuedDelivery): Promise<void> {
    const { isRequested, ...rest } = toQueued(delivery);
    const item = { ...rest, requested: isRequested ? 1 : 0, ttl: delivery.since + QUEUE_SECONDS };
    await putItem(this.store, TABLE, { ...this.queueKey(delivery), ...item });
  }

  async due(shard: number, now: number, limit: number): Promise<readonly QueuedDelivery[]> {
    const items = await queryItems<QueueItem>(this.store, TABLE, {
      condition: '#shard = :shard AND #position < :end',
      filter: 'attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now',
      values: { shard: this.queueShard(shard), end: timeText(now + 1), now },
      limit,
      maxPages: MAX_PAGES,
    });
    return items.map(({ requested, ...delivery }) => toQueued({ ...delivery, isRequested: requested === 1 }));
  }

  async lease(delivery: QueuedDelivery, now: number, until: number): Promise<boolean> {
    const leaseToken = newWriteToken();
    const key = this.queueKey(delivery);
    const leased = await updateItemIf(this.store, TABLE, key, {
      update: 'SET #leasedUntil = :until, #leaseToken = :leaseToken',
      condition: 'attribute_exists(#shard) AND (attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)',
      values: { until, leaseToken, now },
    });
    // Our own write, if its response was lost and the SDK retried it.
    return leased || (await getItem<QueueItem>(this.store, TABLE, key))?.leaseToken === leaseToken;
  }

  dequeue(delivery: Pick<QueuedDelivery, 'id' | 'due'>): Promise<void> {
    return deleteItem(this.store, TABLE, this.queueKey(delivery));
  }

  /** If a response is lost and the SDK retries the write, it writes the same again, or nothing. */
  async record(record: DeliveryRecord): Promise<void> {
    const { endpointId, id, state, retainUntil: ttl } = record;
    const item = { ...this.recordKey(endpointId, id), ...toRecord(record), ttl };
    if (state === 'delivered') return putItem(this.store, TABLE, item);
    await putItemIf(this.store, TABLE, item, {
      condition: 'attribute_not_exists(#shard) OR #state <> :delivered',
      values: { delivered: 'delivered' },
    });
  }

  async findRecord(endpointId: string, id: string): Promise<DeliveryRecord | undefined> {
    const item = await getItem<DeliveryRecord>(this.store, TABLE, this.recordKey(endpointId, id));
    return item && toRecord(item);
  }

  async records(endpointId: string, limit: number): Promise<readonly DeliveryRecord[]> {
    const items = await queryItems<DeliveryRecord>(this.store, TABLE, {
      condition: '#shard = :shard',
      values: { shard: this.recordShard(endpointId) },
      isDescending: true,
      limit,
      maxPages: MAX_PAGES,
    });
    return items.map(toRecord);
  }

  async recordsOf(endpointId: string, subjectAt: number): Promise<readonly DeliveryRecord[]> {
    const items = await queryItems<DeliveryRecord>(this.store, TABLE, {
      condition: '#shard = :shard AND begins_with(#position, :prefix)',
      values: { shard: this.recordShard(endpointId), prefix: deliveryPrefix(subjectAt) },
      limit: MAX_RECORDS_OF_A_SECOND,
      maxPages: Number.POSITIVE_INFINITY,
    });
    return items.map(toRecord);
  }

  deleteRecord(endpointId: string, id: string): Promise<void> {
    return deleteItem(this.store, TABLE, this.recordKey(endpointId, id));
  }

  private queueShard(shard: number): string {
    return `${this.service}/queue/${shard}`;
  }

  private queueKey(delivery: Pick<QueuedDelivery, 'id' | 'due'>): Key {
    return {
      shard: this.queueShard(shardOf(delivery)),
      position: `${timeText(delivery.due)}#${delivery.id}`,
    };
  }

  private recordShard(endpointId: string): string {
    return `${this.service}/records/${endpointId}`;
  }

  private recordKey(endpointId: string, id: string): Key {
    return { shard: this.recordShard(endpointId), position: id };
  }
}

/** Selects the members of the port, so that nothing else is stored or returned. */
function toQueued(delivery: QueuedDelivery): QueuedDelivery {
  const { id, ownerId, endpointId, type, subjectId, sequence, at, due, since, attempts, isRequested } =
    delivery;
  return { id, ownerId, endpointId, type, subjectId, sequence, at, due, since, attempts, isRequested };
}

/** As `toQueued`. */
function toRecord(record: DeliveryRecord): DeliveryRecord {
  const { id, ownerId, endpointId, type, subjectId, sequence, at, state, attempts, lastAttemptAt } = record;
  const { nextAttemptAt, status, error, retainUntil } = record;
  return {
    ...{ id, ownerId, endpointId, type, subjectId, sequence, at, state, attempts, lastAttemptAt },
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    retainUntil,
  };
}
