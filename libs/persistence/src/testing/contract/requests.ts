import { describe, expect, test } from '@jest/globals';
import type { RequestAnswer, StoredRequest } from '@zk-income/credential';
import { DynamoRequestStore } from '../../stores/request-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { beforeNext, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

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
  alternative: 'two_incomes',
  predicates: [{ en: 'Income is at least three times the rent', de: 'Das Einkommen beträgt …' }],
});

const at = (now: number) => ({ now, retainUntil: NOW + 1000 });

/** Of `calls` concurrent calls of `consume`, on two replicas, one succeeds. */
export function testConcurrentConsumption(openClient: OpenClient, calls: number): void {
  test(`requests are consumed by exactly one of ${calls} concurrent calls`, async () => {
    const { id } = await createRequest(openClient);
    const replicas = [new DynamoRequestStore(openClient()), new DynamoRequestStore(openClient())];
    const outcomes = await concurrently(calls, (i) =>
      replicas[i % 2]!.consume(id, anAnswer(`receipt ${i}`), at(NOW), 0),
    );
    expect(countOf(outcomes, 'consumed')).toBe(1);
    expect(countOf(outcomes, 'answered')).toBe(calls - 1);
    const winner = outcomes.indexOf('consumed');
    expect(await replicas[0]!.find(id)).toMatchObject({
      state: 'answered',
      answer: anAnswer(`receipt ${winner}`),
    });
  });
}

async function createRequest(openClient: OpenClient, changes: Partial<StoredRequest> = {}) {
  const store = new DynamoRequestStore(openClient());
  const request = aRequest(changes);
  await store.create(request);
  return { store, request, id: request.id };
}

export function describeRequests(openClient: OpenClient): void {
  testConcurrentConsumption(openClient, 200);

  describe('requests', () => {
    const created = (changes: Partial<StoredRequest> = {}) => createRequest(openClient, changes);

    test('are returned as they were created, and only under their id', async () => {
      const { store, request, id } = await created();
      expect(await store.find(id)).toEqual(request);
      expect(await store.find('another')).toBeUndefined();
    });

    test('of wallets in disclosure mode are returned as they were created', async () => {
      const changes = { walletAudience: 'x509_hash:abc', transactionData: [], disclosure: 'eyJ0eXBlIjoi…' };
      const { store, request, id } = await created(changes);
      expect(await store.find(id)).toEqual(request);
    });

    test('cannot be created twice under one id', async () => {
      const { store, request } = await created();
      expect(await store.create({ ...request, nonce: 'another' })).toBe(false);
      expect(await store.find(request.id)).toEqual(request);
    });

    test('are deleted if the response is lost', async () => {
      const { request, id } = await created();
      const store = new DynamoRequestStore(loseNextResponse(openClient(), 'DeleteItemCommand'));
      expect(await store.delete(id, request.ownerId)).toBe(true);
      expect(await store.find(id)).toBeUndefined();
      expect(await store.delete(id, request.ownerId)).toBe(false);
    });

    test('are created once if the response is lost', async () => {
      const request = aRequest();
      const store = new DynamoRequestStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await store.create(request)).toBe(true);
      expect(await store.find(request.id)).toEqual(request);
    });

    test('are consumed by a call whose response is lost', async () => {
      const { id } = await created();
      const store = new DynamoRequestStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
      expect(await store.consume(id, anAnswer(), at(NOW), 0)).toBe('consumed');
      expect(await store.consume(id, anAnswer(), at(NOW), 0)).toBe('answered');
    });

    test('can be consumed up to one second before they expire', async () => {
      const late = await created({ expiresAt: NOW });
      expect(await late.store.consume(late.id, anAnswer(), at(NOW + 1), 0)).toBe('expired');
      expect(await late.store.consume(late.id, anAnswer(), at(NOW), 0)).toBe('expired');
      expect((await late.store.find(late.id))?.state).toBe('pending');
      expect(await late.store.consume(late.id, anAnswer(), at(NOW - 1), 0)).toBe('consumed');
    });

    test('stay answered after they expire', async () => {
      const { store, id } = await created();
      await store.consume(id, anAnswer(), at(NOW), 0);
      expect(await store.consume(id, anAnswer(), at(NOW + 500), 0)).toBe('answered');
    });

    test('that do not exist are unknown, and are not created by consuming or counting', async () => {
      const store = new DynamoRequestStore(openClient());
      expect(await store.consume('absent', anAnswer(), at(NOW), 0)).toBe('unknown');
      expect(await store.countFailedAttempt('absent', 3)).toBe(false);
      expect(await store.find('absent')).toBeUndefined();
    });

    test('are unknown if they are deleted during a failing consumption', async () => {
      const { store, id } = await created({ expiresAt: NOW });
      const interrupted = new DynamoRequestStore(
        beforeNext(openClient(), 'GetItemCommand', () => store.delete(id, 'landlord')),
      );
      expect(await interrupted.consume(id, anAnswer(), at(NOW), 0)).toBe('unknown');
    });

    test('are consumed if they are created during a failing consumption', async () => {
      const request = aRequest();
      const other = new DynamoRequestStore(openClient());
      const interrupted = new DynamoRequestStore(
        beforeNext(openClient(), 'GetItemCommand', () => other.create(request)),
      );
      expect(await interrupted.consume(request.id, anAnswer(), at(NOW), 0)).toBe('consumed');
    });

    test('count concurrent failed attempts up to the limit', async () => {
      const { store, id } = await created();
      const counted = await concurrently(20, () => store.countFailedAttempt(id, 5));
      expect(countOf(counted, true)).toBe(5);
      expect((await store.find(id))?.failedAttempts).toBe(5);
    });

    test('uncount an attempt that has not failed, once even if the response is lost', async () => {
      const { store, id } = await created({ failedAttempts: 3 });
      await new DynamoRequestStore(loseNextResponse(openClient(), 'UpdateItemCommand')).uncountAttempt(id);
      expect((await store.find(id))?.failedAttempts).toBe(2);
      await store.uncountAttempt(id);
      await store.uncountAttempt(id);
      await store.uncountAttempt(id);
      expect((await store.find(id))?.failedAttempts).toBe(0);
      await store.uncountAttempt('absent');
      expect(await store.find('absent')).toBeUndefined();
    });

    test('do not count the attempt that consumes them', async () => {
      const { store, id } = await created({ failedAttempts: 2 });
      await store.countFailedAttempt(id, 5);
      expect(await store.consume(id, anAnswer(), at(NOW), 1)).toBe('consumed');
      expect((await store.find(id))?.failedAttempts).toBe(2);
      await store.uncountAttempt(id);
      expect((await store.find(id))?.failedAttempts).toBe(2);
    });

    test('do not count attempts after they are answered', async () => {
      const { store, id } = await created();
      await store.consume(id, anAnswer(), at(NOW), 0);
      expect(await store.countFailedAttempt(id, 5)).toBe(false);
      expect((await store.find(id))?.failedAttempts).toBe(0);
    });

    test('are deleted only by their owner', async () => {
      const { store, request, id } = await created();
      expect(await store.delete(id, 'another')).toBe(false);
      expect(await store.find(id)).toEqual(request);
      expect(await store.delete(id, 'landlord')).toBe(true);
      expect(await store.delete(id, 'landlord')).toBe(false);
      expect(await store.find(id)).toBeUndefined();
    });
  });
}
