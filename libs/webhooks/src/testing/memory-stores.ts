import {
  type DeliveryRecord,
  deliveryPrefix,
  type QueuedDelivery,
  shardOf,
  type WebhookDeliveryStore,
} from '../delivery.js';
import type { ClientEndpoints, WebhookEndpointStore } from '../endpoint.js';

/** An in-memory store for tests. */
export class MemoryWebhookEndpointStore implements WebhookEndpointStore {
  readonly clients = new Map<string, ClientEndpoints>();

  async find(ownerId: string): Promise<ClientEndpoints | undefined> {
    return this.clients.get(ownerId);
  }

  async replace(endpoints: ClientEndpoints): Promise<boolean> {
    if ((this.clients.get(endpoints.ownerId)?.version ?? 0) !== endpoints.version - 1) return false;
    this.clients.set(endpoints.ownerId, endpoints);
    return true;
  }
}

const keyOf = ({ id, due }: Pick<QueuedDelivery, 'id' | 'due'>): string => `${due}#${id}`;
const recordKey = (endpointId: string, id: string): string => `${endpointId}#${id}`;

/** An in-memory store for tests. */
export class MemoryWebhookDeliveryStore implements WebhookDeliveryStore {
  readonly queue = new Map<string, { delivery: QueuedDelivery; leasedUntil: number }>();
  readonly recorded = new Map<string, DeliveryRecord>();

  async enqueue(delivery: QueuedDelivery): Promise<void> {
    this.queue.set(keyOf(delivery), { delivery, leasedUntil: 0 });
  }

  async due(shard: number, now: number, limit: number): Promise<readonly QueuedDelivery[]> {
    return [...this.queue.values()]
      .filter(({ delivery, leasedUntil }) => delivery.due <= now && leasedUntil <= now)
      .map(({ delivery }) => delivery)
      .filter((delivery) => shardOf(delivery) === shard)
      .sort((a, b) => a.due - b.due)
      .slice(0, limit);
  }

  async lease(delivery: QueuedDelivery, now: number, until: number): Promise<boolean> {
    const found = this.queue.get(keyOf(delivery));
    if (!found || found.leasedUntil > now) return false;
    found.leasedUntil = until;
    return true;
  }

  async dequeue(delivery: Pick<QueuedDelivery, 'id' | 'due'>): Promise<void> {
    this.queue.delete(keyOf(delivery));
  }

  async record(record: DeliveryRecord): Promise<void> {
    const key = recordKey(record.endpointId, record.id);
    if (this.recorded.get(key)?.state === 'delivered' && record.state !== 'delivered') return;
    this.recorded.set(key, record);
  }

  async findRecord(endpointId: string, id: string): Promise<DeliveryRecord | undefined> {
    return this.recorded.get(recordKey(endpointId, id));
  }

  async records(endpointId: string, limit: number): Promise<readonly DeliveryRecord[]> {
    return this.recordsWith(endpointId, '')
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit);
  }

  async recordsOf(endpointId: string, subjectAt: number): Promise<readonly DeliveryRecord[]> {
    return this.recordsWith(endpointId, deliveryPrefix(subjectAt));
  }

  async deleteRecord(endpointId: string, id: string): Promise<void> {
    this.recorded.delete(recordKey(endpointId, id));
  }

  private recordsWith(endpointId: string, prefix: string): DeliveryRecord[] {
    return [...this.recorded.values()].filter(
      (record) => record.endpointId === endpointId && record.id.startsWith(prefix),
    );
  }
}
