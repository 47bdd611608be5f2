import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { deliveryPrefix, type QueuedDelivery, shardOf } from '@zk-income/webhooks';
import { describeWebhookDeliveryStore, describeWebhookEndpointStore } from '@zk-income/webhooks/testing';
import { DynamoWebhookDeliveryStore } from '../../stores/webhook-delivery-store.js';
import { DynamoWebhookEndpointStore } from '../../stores/webhook-endpoint-store.js';
import { beforeNext, countCalls, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const SERVICE = 'verifier';
const NOW = 4_000_000_000;

const aDelivery = (): QueuedDelivery => ({
  id: deliveryPrefix(NOW) + crypto.randomUUID(),
  ownerId: 'landlord',
  endpointId: crypto.randomUUID(),
  type: 'request.expired',
  subjectId: 'request',
  sequence: 2,
  at: NOW,
  due: NOW,
  since: NOW,
  attempts: 0,
  isRequested: false,
});

/** The contracts of the ports, and what only a remote store must do. */
export function describeWebhooks(openClient: OpenClient): void {
  describeWebhookEndpointStore(() => new DynamoWebhookEndpointStore(openClient(), SERVICE));
  describeWebhookDeliveryStore(() => new DynamoWebhookDeliveryStore(openClient(), SERVICE));

  describe('webhooks in DynamoDB', () => {
    test('are those of one service', async () => {
      const ownerId = crypto.randomUUID();
      await new DynamoWebhookEndpointStore(openClient(), SERVICE).replace({
        ownerId,
        version: 1,
        endpoints: [],
      });
      expect(await new DynamoWebhookEndpointStore(openClient(), 'issuer').find(ownerId)).toBeUndefined();
      const delivery = aDelivery();
      await new DynamoWebhookDeliveryStore(openClient(), SERVICE).enqueue(delivery);
      const issuer = new DynamoWebhookDeliveryStore(openClient(), 'issuer');
      expect(await issuer.due(shardOf(delivery), NOW, 10_000)).toEqual([]);
      expect(await issuer.lease(delivery, NOW, NOW + 60)).toBe(false);
    });

    test.each([1, 2])('endpoints of version %d are written if the response is lost', async (version) => {
      const ownerId = crypto.randomUUID();
      const store = new DynamoWebhookEndpointStore(openClient(), SERVICE);
      if (version > 1) await store.replace({ ownerId, version: version - 1, endpoints: [] });
      const losing = new DynamoWebhookEndpointStore(
        loseNextResponse(openClient(), 'PutItemCommand'),
        SERVICE,
      );
      expect(await losing.replace({ ownerId, version, endpoints: [] })).toBe(true);
      const late = new DynamoWebhookEndpointStore(
        beforeNext(openClient(), 'PutItemCommand', () =>
          store.replace({ ownerId, version: version + 1, endpoints: [] }),
        ),
        SERVICE,
      );
      expect(await late.replace({ ownerId, version: version + 1, endpoints: [] })).toBe(false);
    });

    test('a lease whose response is lost belongs to its caller', async () => {
      const delivery = aDelivery();
      const store = new DynamoWebhookDeliveryStore(openClient(), SERVICE);
      await store.enqueue(delivery);
      const losing = new DynamoWebhookDeliveryStore(
        loseNextResponse(openClient(), 'UpdateItemCommand'),
        SERVICE,
      );
      expect(await losing.lease(delivery, NOW, NOW + 60)).toBe(true);
      expect(await store.lease(delivery, NOW, NOW + 60)).toBe(false);
    });

    test('leased deliveries at the head of the queue do not hide those behind them', async () => {
      const store = new DynamoWebhookDeliveryStore(openClient(), SERVICE);
      const deliveries = Array.from({ length: 40 }, (_, i) => ({ ...aDelivery(), due: 1000 + i }));
      for (const delivery of deliveries) await store.enqueue(delivery);
      const shard = shardOf(deliveries[0]!);
      const ofShard = deliveries.filter((delivery) => shardOf(delivery) === shard);
      const [first, second] = ofShard;
      await store.lease(first!, 1000, 2000);
      if (second) expect(await store.due(shard, 1999, 1)).toEqual([second]);
      expect((await store.due(shard, 1999, 1000)).length).toBe(ofShard.length - 1);
      for (const delivery of deliveries) await store.dequeue(delivery);
    });

    test('expire after their retention', async () => {
      const client = openClient();
      const store = new DynamoWebhookDeliveryStore(client, SERVICE);
      const { due: _due, since: _since, isRequested: _requested, ...delivery } = aDelivery();
      const record = { ...delivery, state: 'failed' as const, lastAttemptAt: NOW, retainUntil: NOW + 1000 };
      await store.record(record);
      const key = {
        shard: { S: `${SERVICE}/records/${record.endpointId}` },
        position: { S: record.id },
      };
      const { Item } = await client.dynamo.send(
        new GetItemCommand({ TableName: client.tableName('WebhookDeliveries'), Key: key }),
      );
      expect(Item?.ttl).toEqual({ N: String(NOW + 1000) });
      const queued = aDelivery();
      await store.enqueue(queued);
      const { Items } = await client.dynamo.send(
        new QueryCommand({
          TableName: client.tableName('WebhookDeliveries'),
          KeyConditionExpression: '#shard = :shard',
          ExpressionAttributeNames: { '#shard': 'shard' },
          ExpressionAttributeValues: { ':shard': { S: `${SERVICE}/queue/${shardOf(queued)}` } },
        }),
      );
      const found = Items!.find(({ id }) => id?.S === queued.id);
      expect(Number(found?.ttl?.N)).toBeGreaterThan(NOW + 24 * 60 * 60);
    });

    test('cost one write to queue, one to lease and one to remove', async () => {
      const client = openClient();
      const calls = countCalls(client);
      const store = new DynamoWebhookDeliveryStore(client, SERVICE);
      const delivery = aDelivery();
      await store.enqueue(delivery);
      await store.lease(delivery, NOW, NOW + 60);
      await store.dequeue(delivery);
      expect(calls).toEqual({ PutItemCommand: 1, UpdateItemCommand: 1, DeleteItemCommand: 1 });
    });
  });
}
