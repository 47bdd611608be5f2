import { describe, expect, test } from '@jest/globals';
import type { RequestAnswer, StoredRequest } from '@zk-income/credential';
import { DynamoRequestStore } from '../../stores/request-store.js';
import { beforeNext, count, loseNextAnswer, times } from '../faults.js';
import type { Open } from '../open.js';

const NOW = 4_000_000_000;

const aRequest = (changes: Partial<StoredRequest> = {}): StoredRequest => ({
  id: crypto.randomUUID(),
  ownerId: 'landlord',
  nonce: 'nonce',
  audience: 'x509_san_dns:verifier.example',
  transactionData: ['eyJ0eXBlIjoi…'],
  createdAt: NOW - 60,
  expiresAt: NOW + 60,
  state: 'pending',
  failedAttempts: 0,
  ...changes,
});

const anAnswer = (receipt = 'receipt'): RequestAnswer => ({
  answeredAt: NOW,
  receipt,
  presentationHash: 'hash',
  predicates: ['Income is at least three times the rent'],
});

export function describeRequests(open: Open): void {
  describe('requests', () => {
    const created = async (changes: Partial<StoredRequest> = {}) => {
      const store = new DynamoRequestStore(open());
      const request = aRequest(changes);
      await store.create(request);
      return { store, request, id: request.id };
    };

    test('are found as they were created, and only under their id', async () => {
      const { store, request, id } = await created();
      expect(await store.find(id)).toEqual(request);
      expect(await store.find('another')).toBeUndefined();
    });

    test('cannot be created twice under one id', async () => {
      const { store, request } = await created();
      await expect(store.create(request)).rejects.toMatchObject({ code: 'already_exists' });
    });

    test('are created once when the answer of the store is lost', async () => {
      const request = aRequest();
      const store = new DynamoRequestStore(loseNextAnswer(open(), 'PutItemCommand'));
      await expect(store.create(request)).resolves.toBeUndefined();
      expect(await store.find(request.id)).toEqual(request);
    });

    test('are consumed by exactly one of a thousand at once', async () => {
      const { id } = await created();
      const replicas = [new DynamoRequestStore(open()), new DynamoRequestStore(open())];
      const outcomes = await times(1000, (i) =>
        replicas[i % 2]!.consume(id, anAnswer(`receipt ${i}`), NOW, NOW + 1000),
      );
      expect(count(outcomes, 'consumed')).toBe(1);
      expect(count(outcomes, 'answered')).toBe(999);
      const winner = outcomes.indexOf('consumed');
      expect(await replicas[0]!.find(id)).toMatchObject({
        state: 'answered',
        answer: anAnswer(`receipt ${winner}`),
      });
    });

    test('are consumed by the one whose answer from the store was lost', async () => {
      const { id } = await created();
      const store = new DynamoRequestStore(loseNextAnswer(open(), 'UpdateItemCommand'));
      expect(await store.consume(id, anAnswer(), NOW, NOW + 1000)).toBe('consumed');
      expect(await store.consume(id, anAnswer(), NOW, NOW + 1000)).toBe('answered');
    });

    test('can be consumed until the second before they expire', async () => {
      const late = await created({ expiresAt: NOW });
      expect(await late.store.consume(late.id, anAnswer(), NOW + 1, NOW + 1000)).toBe('expired');
      expect(await late.store.consume(late.id, anAnswer(), NOW, NOW + 1000)).toBe('expired');
      expect((await late.store.find(late.id))?.state).toBe('pending');
      expect(await late.store.consume(late.id, anAnswer(), NOW - 1, NOW + 1000)).toBe('consumed');
    });

    test('that were answered stay answered past their expiry', async () => {
      const { store, id } = await created();
      await store.consume(id, anAnswer(), NOW, NOW + 1000);
      expect(await store.consume(id, anAnswer(), NOW + 500, NOW + 1000)).toBe('answered');
    });

    test('that do not exist are unknown and are not made by consuming or counting', async () => {
      const store = new DynamoRequestStore(open());
      expect(await store.consume('absent', anAnswer(), NOW, NOW + 1000)).toBe('unknown');
      expect(await store.countFailedAttempt('absent', 3)).toBe(false);
      expect(await store.find('absent')).toBeUndefined();
    });

    test('that are deleted after a consumption failed are unknown', async () => {
      const { store, id } = await created({ expiresAt: NOW });
      const slow = new DynamoRequestStore(
        beforeNext(open(), 'GetItemCommand', () => store.delete(id, 'landlord')),
      );
      expect(await slow.consume(id, anAnswer(), NOW, NOW + 1000)).toBe('unknown');
    });

    test('that are created after a consumption failed are consumed', async () => {
      const request = aRequest();
      const other = new DynamoRequestStore(open());
      const slow = new DynamoRequestStore(beforeNext(open(), 'GetItemCommand', () => other.create(request)));
      expect(await slow.consume(request.id, anAnswer(), NOW, NOW + 1000)).toBe('consumed');
    });

    test('count failed attempts up to the limit, however many come at once', async () => {
      const { store, id } = await created();
      const counted = await times(20, () => store.countFailedAttempt(id, 5));
      expect(count(counted, true)).toBe(5);
      expect((await store.find(id))?.failedAttempts).toBe(5);
    });

    test('count no attempt once they are answered', async () => {
      const { store, id } = await created();
      await store.consume(id, anAnswer(), NOW, NOW + 1000);
      expect(await store.countFailedAttempt(id, 5)).toBe(false);
      expect((await store.find(id))?.failedAttempts).toBe(0);
    });

    test('are deleted by their owner and by no stranger', async () => {
      const { store, request, id } = await created();
      expect(await store.delete(id, 'a stranger')).toBe(false);
      expect(await store.find(id)).toEqual(request);
      expect(await store.delete(id, 'landlord')).toBe(true);
      expect(await store.delete(id, 'landlord')).toBe(false);
      expect(await store.find(id)).toBeUndefined();
    });
  });
}
