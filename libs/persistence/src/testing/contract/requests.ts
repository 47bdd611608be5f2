import { describe, expect, test } from '@jest/globals';
import type { RequestAnswer, RequestLinks, StoredRequest } from '@zk-income/credential';
import { deleteItem } from '../../items.js';
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

const someLinks = (): RequestLinks => ({
  secretHash: 'hash of the secret',
  statusId: crypto.randomUUID(),
  state: 'state',
  responseMode: 'direct_post.jwt',
  sealedResponseKey: Uint8Array.of(1, 2, 3),
  formats: 'standard_and_legacy',
  redirectUri: 'https://portal.example/done',
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

  describe('requests of wallets', () => {
    const created = (changes: Partial<StoredRequest> = {}) =>
      createRequest(openClient, { links: someLinks(), ...changes });
    const unbound = async () => {
      const { store, id } = await created();
      expect(await store.consume(id, anAnswer(), at(NOW), 0, 'code')).toBe('consumed');
      return { store, id };
    };
    const bound = { retainUntil: NOW + 5000 };

    test('are returned with their links, and found by the public name of their state', async () => {
      const { store, request, id } = await created();
      expect(await store.find(id)).toEqual(request);
      expect(await store.findIdByStatusId(request.links!.statusId)).toBe(id);
      expect(await store.findIdByStatusId('another')).toBeUndefined();
      expect(await store.findIdByStatusId(id)).toBeUndefined();
    });

    test('cannot be read, answered or deleted by the public name of their state', async () => {
      const { store, request } = await created();
      const names = [request.links!.statusId, `status/${request.links!.statusId}`];
      for (const name of names) {
        expect(await store.find(name)).toBeUndefined();
        expect(await store.consume(name, anAnswer(), at(NOW), 0)).toBe('unknown');
        expect(await store.countFailedAttempt(name, 3)).toBe(false);
        expect(await store.delete(name, request.ownerId)).toBe(false);
      }
      expect(await store.findIdByStatusId(request.links!.statusId)).toBe(request.id);
    });

    test('keep the name of the first call that created them', async () => {
      const { store, request } = await created();
      const links = someLinks();
      expect(await store.create({ ...request, links })).toBe(false);
      expect((await store.find(request.id))?.links).toEqual(request.links);
      expect(await store.findIdByStatusId(request.links!.statusId)).toBe(request.id);
    });

    test('are deleted with the name of their state, also by a call after one that was interrupted', async () => {
      const { store, request, id } = await created();
      const { statusId } = request.links!;
      const other = await created();
      expect(await store.delete(other.id, 'another')).toBe(false);
      expect(await store.findIdByStatusId(other.request.links!.statusId)).toBe(other.id);
      expect(await store.delete(other.id, other.request.ownerId)).toBe(true);
      expect(await store.findIdByStatusId(other.request.links!.statusId)).toBeUndefined();
      await deleteItem(openClient(), 'Nonces', { id: `status/${statusId}` });
      expect(await store.find(id)).toEqual(request);
      expect(await store.delete(id, request.ownerId)).toBe(true);
      expect(await store.find(id)).toBeUndefined();
      expect(await store.findIdByStatusId(statusId)).toBeUndefined();
    });

    test('have an answer that exactly one of concurrent calls with its code binds', async () => {
      const { store, id } = await unbound();
      expect(await store.find(id)).toMatchObject({ state: 'answered', responseCodes: ['code'] });
      expect(await store.redeem(id, 'another code', bound)).toBe(false);
      const redeemed = await concurrently(20, () => store.redeem(id, 'code', bound));
      expect(countOf(redeemed, true)).toBe(1);
      const request = await store.find(id);
      expect(request).toMatchObject({ state: 'answered', answer: anAnswer() });
      expect(request).not.toHaveProperty('responseCodes');
      expect(await store.redeem(id, 'code', bound)).toBe(false);
    });

    test('are bound by a call whose response is lost', async () => {
      const { id } = await unbound();
      const store = new DynamoRequestStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
      expect(await store.redeem(id, 'code', bound)).toBe(true);
      expect(await store.redeem(id, 'code', bound)).toBe(false);
    });

    test('have a limited number of codes, of which each binds the answer', async () => {
      const { store, id } = await unbound();
      const added = await concurrently(10, (i) => store.addResponseCode(id, `code ${i}`, 3));
      expect(countOf(added, true)).toBe(2);
      const { responseCodes } = (await store.find(id))!;
      expect(responseCodes).toHaveLength(3);
      expect(await store.redeem(id, responseCodes![2]!, bound)).toBe(true);
      expect(await store.addResponseCode(id, 'late', 3)).toBe(false);
      expect(await store.redeem(id, responseCodes![1]!, bound)).toBe(false);
    });

    test('count wrong codes up to the limit, while the answer is unbound', async () => {
      const pending = await created();
      expect(await pending.store.countWrongCode(pending.id, 5)).toBe(false);
      const { store, id } = await unbound();
      const counted = await concurrently(20, () => store.countWrongCode(id, 5));
      expect(countOf(counted, true)).toBe(5);
      expect((await store.find(id))?.wrongCodes).toBe(5);
      expect(await store.redeem(id, 'code', bound)).toBe(true);
      expect(await store.countWrongCode(id, 100)).toBe(false);
    });

    test('record the errors of wallets one after the other, until they are answered', async () => {
      const { store, id } = await created();
      const errors = (count: number) => ({ count, latest: [{ at: NOW, error: `error ${count}` }] });
      expect(await store.recordWalletErrors(id, errors(2))).toBe(false);
      const first = await concurrently(5, () => store.recordWalletErrors(id, errors(1)));
      expect(countOf(first, true)).toBe(1);
      expect(await store.recordWalletErrors(id, errors(2))).toBe(true);
      expect((await store.find(id))?.walletErrors).toEqual(errors(2));
      await store.consume(id, anAnswer(), at(NOW), 0, 'code');
      expect(await store.recordWalletErrors(id, errors(3))).toBe(false);
      expect(await store.recordWalletErrors('absent', errors(1))).toBe(false);
      expect(await store.find('absent')).toBeUndefined();
    });
  });
}
