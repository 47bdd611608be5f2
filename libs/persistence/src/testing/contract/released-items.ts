import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { PlanLimits } from '@zk-income/api-clients';
import type { IdempotencyRecord } from '@zk-income/credential';
import { marshallItem } from '../../marshalling.js';
import { DynamoApiClientStore } from '../../stores/api-client-store.js';
import { DynamoClientBudgetStore } from '../../stores/client-budget-store.js';
import { DynamoIdempotencyStore } from '../../stores/idempotency-store.js';
import { DynamoStatusListStore } from '../../stores/status-list-store.js';
import type { TableName } from '../../tables.js';
import type { OpenClient } from '../open-client.js';

const SECOND = 1_000_000;
const NOW_SECONDS = Date.UTC(2096, 10, 15) / 1000;
const NOW = NOW_SECONDS * SECOND;
/** One request a second. */
const LIMITS: PlanLimits = { perMinute: 60, burst: 10, perMonth: 1_000 };

/** Replicas of two versions share a store during a deployment, and stored items outlive the version that wrote them. */
export function describeReleasedItems(openClient: OpenClient): void {
  describe('items that version 0.1.0 wrote', () => {
    const put = (table: TableName, item: object) => {
      const store = openClient();
      return store.dynamo.send(
        new PutItemCommand({ TableName: store.tableName(table), Item: marshallItem(item) }),
      );
    };

    const claimOf = (fingerprint: Uint8Array) => ({
      token: 'second',
      operation: 'new operation',
      fingerprint,
      now: NOW_SECONDS,
      expiresAt: NOW_SECONDS + 200,
    });

    test('keep the index of a status list reserved', async () => {
      const store = new DynamoStatusListStore(openClient());
      await put('StatusLists', { id: 'taken/900001/7', entry: 0, mark: 'a' });
      expect(await store.reserve({ list: 900_001, index: 7 })).toBe(false);
      expect(await store.reserve({ list: 900_001, index: 8 })).toBe(true);
    });

    test('describe a client that issues for a payer in another spelling or register', async () => {
      const [keyHash, id] = [crypto.randomUUID(), crypto.randomUUID()];
      const client = { id, name: 'Acme', scopes: ['issue'], sourceId: 'hrb:12 345' };
      await put('ApiClients', { keyHash, ...client });
      expect(await new DynamoApiClientStore(openClient()).findByKeyHash(keyHash)).toEqual(client);
    });

    test('count towards the rate limit and the quota of a client', async () => {
      const id = crypto.randomUUID();
      const budget = { fullAt: NOW + 8 * SECOND, month: '2096-11', used: 40 };
      await put('ClientBudgets', { id, ...budget, ttl: NOW_SECONDS + 86_400, mark: 'a' });
      const store = new DynamoClientBudgetStore(openClient());
      expect(await store.find(id)).toEqual({ tat: NOW + 8 * SECOND, month: '2096-11', used: 40 });
      expect(await store.take(id, 5, LIMITS, NOW)).toEqual({
        taken: 2,
        budget: { tat: NOW + 10 * SECOND, month: '2096-11', used: 42 },
      });
    });

    test('answer the retry of a request with its large response', async () => {
      const key = crypto.randomUUID();
      const fingerprint = Uint8Array.of(1, 2);
      await put('IdempotencyKeys', { id: `chunk/${key}-name/0`, bytes: Uint8Array.of(5), ttl: NOW_SECONDS });
      await put('IdempotencyKeys', { id: `chunk/${key}-name/1`, bytes: Uint8Array.of(6), ttl: NOW_SECONDS });
      await put('IdempotencyKeys', {
        id: `key/${key}`,
        token: 'first',
        fingerprint,
        state: 'completed',
        leaseUntil: NOW_SECONDS,
        ttl: NOW_SECONDS + 100,
        completedBy: `${key}-name`,
        chunks: 2,
      });
      expect(await new DynamoIdempotencyStore(openClient()).claim(key, claimOf(fingerprint))).toEqual({
        fingerprint,
        state: 'completed',
        response: Uint8Array.of(5, 6),
      });
    });

    test('stay claimed until their lease expires, and are then taken over', async () => {
      const key = crypto.randomUUID();
      const fingerprint = Uint8Array.of(1, 2);
      await put('IdempotencyKeys', {
        id: `key/${key}`,
        token: 'first',
        fingerprint,
        state: 'in_progress',
        leaseUntil: NOW_SECONDS + 1,
        ttl: NOW_SECONDS + 100,
      });
      const store = new DynamoIdempotencyStore(openClient());
      const claim = claimOf(fingerprint);
      expect(await store.claim(key, claim)).toEqual({ fingerprint, state: 'in_progress' });
      const later = { ...claim, now: NOW_SECONDS + 1 };
      const { lease } = (await store.claim(key, later)) as IdempotencyRecord;
      expect(await store.takeOver(key, lease!, later)).toBe('new operation');
      expect(await store.complete(key, 'second', Uint8Array.of(1))).toBe(true);
    });
  });
}
