import { randomBytes } from 'node:crypto';
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { StoredOffer } from '@zk-income/credential';
import { DynamoOfferStore } from '../../stores/offer-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { beforeNext, countCalls, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const NOW = 4_000_000_000;

const anOffer = (changes: Partial<StoredOffer> = {}): StoredOffer => ({
  id: crypto.randomUUID(),
  ownerId: 'acme',
  version: 0,
  state: 'created',
  createdAt: NOW,
  expiresAt: NOW + 60,
  batchSize: 10,
  hasTxCode: true,
  codeHash: 'hash',
  wrongTxCodes: 0,
  nextTxCodeAt: 0,
  repeated: 0,
  content: 'name',
  contentUntil: NOW + 60,
  retainUntil: NOW + 1000,
  ...changes,
});

export function describeOffers(openClient: OpenClient): void {
  describe('offers', () => {
    const created = async (changes: Partial<StoredOffer> = {}) => {
      const store = new DynamoOfferStore(openClient());
      const offer = anOffer(changes);
      await store.create(offer);
      return { store, offer };
    };

    test('are returned as they were stored, and only under their id', async () => {
      for (const changes of [
        {},
        { hasTxCode: false },
        {
          state: 'issued' as const,
          openedAt: NOW,
          walletId: 'wallet',
          tokenHash: 'hash',
          tokenExpiresAt: NOW + 300,
          keysTag: 'tag',
          issuedAt: NOW + 1,
          issued: 3,
          notification: { event: 'credential_failure' as const, at: NOW + 2 },
        },
        { state: 'failed' as const, failure: 'not_issuable' as const },
      ]) {
        const { store, offer } = await created(changes);
        expect(await store.find(offer.id)).toEqual(offer);
      }
      const { store } = await created();
      expect(await store.find('another')).toBeUndefined();
    });

    test('cannot be created twice under one id, and are created if the response is lost', async () => {
      const offer = anOffer();
      const store = new DynamoOfferStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await store.create(offer)).toBe(true);
      expect(await store.create({ ...offer, codeHash: 'another' })).toBe(false);
      expect(await store.find(offer.id)).toEqual(offer);
    });

    test('are replaced by exactly one of many concurrent calls', async () => {
      const { offer } = await created();
      const replicas = [new DynamoOfferStore(openClient()), new DynamoOfferStore(openClient())];
      const outcomes = await concurrently(100, (i) =>
        replicas[i % 2]!.replace({ ...offer, version: 1, state: 'opened', tokenHash: `token ${i}` }),
      );
      expect(countOf(outcomes, true)).toBe(1);
      expect((await replicas[0]!.find(offer.id))?.tokenHash).toBe(`token ${outcomes.indexOf(true)}`);
    });

    test('are not replaced by an older or much newer version, and not created by it', async () => {
      const { store, offer } = await created({ version: 3 });
      for (const version of [2, 3, 5]) expect(await store.replace({ ...offer, version })).toBe(false);
      expect(await store.replace(anOffer({ version: 1 }))).toBe(false);
      expect(await store.find(offer.id)).toEqual(offer);
    });

    test('lose the members that the new version does not have', async () => {
      const { store, offer } = await created();
      const { content: _content, contentUntil: _until, ...rest } = offer;
      await store.replace({ ...rest, version: 1, state: 'withdrawn' });
      expect(await store.find(offer.id)).toEqual({ ...rest, version: 1, state: 'withdrawn' });
    });

    test('are replaced if the response is lost, unless another call came first', async () => {
      const { store, offer } = await created();
      const losing = new DynamoOfferStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await losing.replace({ ...offer, version: 1 })).toBe(true);
      const late = new DynamoOfferStore(
        beforeNext(openClient(), 'PutItemCommand', () => store.replace({ ...offer, version: 2 })),
      );
      expect(await late.replace({ ...offer, version: 2, tokenHash: 'late' })).toBe(false);
    });

    test('expire after their retention', async () => {
      const client = openClient();
      const { offer } = await created();
      const key = { id: { S: `offer/${offer.id}` } };
      const { Item } = await client.dynamo.send(
        new GetItemCommand({ TableName: client.tableName('Offers'), Key: key }),
      );
      expect(Item?.ttl).toEqual({ N: String(offer.retainUntil) });
    });
  });

  describe('contents of offers', () => {
    test.each([0, 1, 256 * 1024, 256 * 1024 + 1, 1_500_000])(
      'of %d bytes are stored and deleted',
      async (length) => {
        const client = openClient();
        const store = new DynamoOfferStore(client);
        const [name, content] = [crypto.randomUUID(), new Uint8Array(randomBytes(length))];
        expect(await store.readContent(name)).toBeUndefined();
        await store.writeContent(name, content, NOW + 60);
        expect(Buffer.from((await store.readContent(name))!).equals(content)).toBe(true);
        const stored = async () => {
          const { Items } = await client.dynamo.send(
            new ScanCommand({ TableName: client.tableName('Offers') }),
          );
          return Items!.filter(({ id }) => id!.S!.includes(name));
        };
        for (const { ttl } of await stored()) expect(ttl).toEqual({ N: String(NOW + 60) });
        await store.deleteContent(name);
        await store.deleteContent(name);
        expect(await store.readContent(name)).toBeUndefined();
        expect(await stored()).toEqual([]);
      },
    );

    test('cost one write and one read if they fit into an item', async () => {
      const client = openClient();
      const store = new DynamoOfferStore(client);
      const calls = countCalls(client);
      await store.writeContent('small', new Uint8Array(2_000), NOW);
      await store.readContent('small');
      expect(calls).toEqual({ PutItemCommand: 1, GetItemCommand: 1 });
    });
  });
}
