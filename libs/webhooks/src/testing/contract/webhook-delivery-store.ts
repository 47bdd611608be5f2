import { describe, expect, test } from '@jest/globals';
import {
  type DeliveryRecord,
  deliveryPrefix,
  QUEUE_SHARDS,
  type QueuedDelivery,
  shardOf,
  type WebhookDeliveryStore,
} from '../../delivery.js';

const NOW = 4_000_000_000;

const newId = (subjectAt = NOW): string => deliveryPrefix(subjectAt) + crypto.randomUUID();

const aDelivery = (changes: Partial<QueuedDelivery> = {}): QueuedDelivery => ({
  id: newId(),
  ownerId: 'landlord',
  endpointId: crypto.randomUUID(),
  type: 'request.verified',
  subjectId: 'request',
  sequence: 2,
  at: NOW,
  due: NOW,
  since: NOW,
  attempts: 0,
  isRequested: false,
  ...changes,
});

const aRecord = (changes: Partial<DeliveryRecord> = {}): DeliveryRecord => {
  const { due: _due, since: _since, isRequested: _requested, ...delivery } = aDelivery();
  return {
    ...delivery,
    state: 'retrying',
    attempts: 1,
    lastAttemptAt: NOW,
    nextAttemptAt: NOW + 5,
    status: 500,
    retainUntil: NOW + 1000,
    ...changes,
  };
};

/** The contract of `WebhookDeliveryStore`. `open` returns another connection to the same data. */
export function describeWebhookDeliveryStore(open: () => WebhookDeliveryStore): void {
  /** The deliveries of the whole queue that are due. Other tests may have some in it too. */
  const dueOf = async (store: WebhookDeliveryStore, now: number, endpointId: string) => {
    const shards = await Promise.all(
      Array.from({ length: QUEUE_SHARDS }, (_, shard) => store.due(shard, now, 10_000)),
    );
    return shards.flat().filter((delivery) => delivery.endpointId === endpointId);
  };

  describe('the queue of webhooks', () => {
    test('returns what is due as it was stored', async () => {
      const store = open();
      for (const delivery of [aDelivery(), aDelivery({ isRequested: true, attempts: 3, due: NOW + 5 })]) {
        await store.enqueue(delivery);
        expect(await dueOf(open(), delivery.due, delivery.endpointId)).toEqual([delivery]);
        expect(await dueOf(store, delivery.due - 1, delivery.endpointId)).toEqual([]);
      }
    });

    test('returns those of a part, the earliest first, up to a limit', async () => {
      const store = open();
      const endpointId = crypto.randomUUID();
      // Before everything that other tests store.
      const deliveries = Array.from({ length: 60 }, (_, i) => aDelivery({ endpointId, due: 100 - i }));
      for (const delivery of deliveries) await store.enqueue(delivery);
      const shard = shardOf(deliveries[0]!);
      const expected = deliveries.filter((delivery) => shardOf(delivery) === shard).reverse();
      expect(await store.due(shard, 100, 1000)).toEqual(expected);
      expect(await store.due(shard, 100, 2)).toEqual(expected.slice(0, 2));
      for (const delivery of deliveries) await store.dequeue(delivery);
      expect(await store.due(shard, 100, 1000)).toEqual([]);
    });

    test('keeps one of deliveries with the same id and time', async () => {
      const store = open();
      const delivery = aDelivery();
      await store.enqueue(delivery);
      await store.enqueue({ ...delivery, attempts: 1 });
      await store.enqueue({ ...delivery, due: NOW + 1 });
      expect(await dueOf(store, NOW + 1, delivery.endpointId)).toEqual([
        { ...delivery, attempts: 1 },
        { ...delivery, due: NOW + 1 },
      ]);
    });

    test('leases a delivery to exactly one of many concurrent callers, until the lease ends', async () => {
      const delivery = aDelivery();
      await open().enqueue(delivery);
      const replicas = [open(), open()];
      const leased = await Promise.all(
        Array.from({ length: 20 }, (_, i) => replicas[i % 2]!.lease(delivery, NOW, NOW + 60)),
      );
      expect(leased.filter(Boolean)).toHaveLength(1);
      expect(await dueOf(open(), NOW + 59, delivery.endpointId)).toEqual([]);
      expect(await open().lease(delivery, NOW + 59, NOW + 119)).toBe(false);
      expect(await dueOf(open(), NOW + 60, delivery.endpointId)).toEqual([delivery]);
      expect(await open().lease(delivery, NOW + 60, NOW + 120)).toBe(true);
    });

    test('leases nothing that was removed, and removes twice without error', async () => {
      const store = open();
      const delivery = aDelivery();
      await store.enqueue(delivery);
      await store.dequeue(delivery);
      await store.dequeue(delivery);
      expect(await store.lease(delivery, NOW, NOW + 60)).toBe(false);
      expect(await dueOf(store, NOW, delivery.endpointId)).toEqual([]);
    });
  });

  describe('records of webhooks', () => {
    test('are returned as they were stored, and only under their endpoint and id', async () => {
      const store = open();
      for (const changes of [
        {},
        { status: undefined, error: 'timeout' as const },
        { state: 'failed' as const, nextAttemptAt: undefined },
      ]) {
        const record: DeliveryRecord = JSON.parse(JSON.stringify(aRecord(changes)));
        await store.record(record);
        expect(await open().findRecord(record.endpointId, record.id)).toEqual(record);
        expect(await store.findRecord('another', record.id)).toBeUndefined();
        expect(await store.findRecord(record.endpointId, newId())).toBeUndefined();
      }
    });

    test('replace each other until one says delivered', async () => {
      const store = open();
      const { nextAttemptAt: _, ...attempted } = aRecord();
      const { endpointId, id } = attempted;
      for (const state of ['retrying', 'failed', 'retrying', 'delivered'] as const) {
        await store.record({ ...attempted, state });
        expect(await store.findRecord(endpointId, id)).toEqual({ ...attempted, state });
      }
      await store.record({ ...attempted, state: 'failed' });
      expect((await store.findRecord(endpointId, id))?.state).toBe('delivered');
      await store.record({ ...attempted, state: 'delivered', attempts: 7 });
      expect((await store.findRecord(endpointId, id))?.attempts).toBe(7);
    });

    test('are listed for an endpoint, those of the latest subjects first, and found by the time of the subject', async () => {
      const store = open();
      const endpointId = crypto.randomUUID();
      const records = [NOW - 2, NOW - 1, NOW - 1, NOW].map((at) => aRecord({ endpointId, id: newId(at) }));
      for (const record of records) await store.record(record);
      await store.record(aRecord());
      const ids = (found: readonly DeliveryRecord[]) => found.map(({ id }) => id);
      const latestFirst = ids(records).sort().reverse();
      expect(ids(await store.records(endpointId, 10))).toEqual(latestFirst);
      expect(ids(await store.records(endpointId, 2))).toEqual(latestFirst.slice(0, 2));
      expect(ids(await store.recordsOf(endpointId, NOW - 1)).sort()).toEqual(ids(records.slice(1, 3)).sort());
      expect(await store.recordsOf(endpointId, NOW - 3)).toEqual([]);
    });

    test('are deleted, also twice', async () => {
      const store = open();
      const { endpointId, id, ...record } = aRecord();
      await store.record({ endpointId, id, ...record });
      await store.deleteRecord(endpointId, id);
      await store.deleteRecord(endpointId, id);
      expect(await store.findRecord(endpointId, id)).toBeUndefined();
      expect(await store.records(endpointId, 10)).toEqual([]);
    });
  });
}
