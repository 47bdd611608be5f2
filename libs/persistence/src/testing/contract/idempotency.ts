import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { IdempotencyRecord } from '@zk-income/credential';
import { DynamoIdempotencyStore } from '../../stores/idempotency-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { beforeNext, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const NOW = 4_000_000_000;
const FINGERPRINT = Uint8Array.of(0, 1, 254, 255);

const aClaim = (changes: { token?: string; now?: number; fingerprint?: Uint8Array } = {}) => {
  const { token = crypto.randomUUID(), now = NOW, fingerprint = FINGERPRINT } = changes;
  return { token, operation: `operation of ${token}`, fingerprint, now, expiresAt: now + 1000 };
};

export function describeIdempotency(openClient: OpenClient): void {
  describe('idempotency keys', () => {
    const newKey = () => ({ store: new DynamoIdempotencyStore(openClient()), key: crypto.randomUUID() });
    const claimed = async (token = 'first') => {
      const { store, key } = newKey();
      expect(await store.claim(key, aClaim({ token }))).toBe('claimed');
      return { store, key };
    };
    const inProgress = {
      fingerprint: FINGERPRINT,
      state: 'in_progress',
      lease: expect.any(String),
      isAbandoned: false,
    };
    const leaseOf = async (store: DynamoIdempotencyStore, key: string) =>
      ((await store.claim(key, aClaim())) as IdempotencyRecord).lease!;

    test('are claimed by one of many concurrent calls; the others get the record of the first', async () => {
      const { store, key } = newKey();
      const outcomes = await concurrently(100, (i) =>
        store.claim(key, aClaim({ fingerprint: Uint8Array.of(i) })),
      );
      const first = outcomes.indexOf('claimed');
      expect(countOf(outcomes, 'claimed')).toBe(1);
      for (const outcome of outcomes.filter((one) => one !== 'claimed'))
        expect(outcome).toMatchObject({ fingerprint: Uint8Array.of(first), state: 'in_progress' });
    });

    test('are claimed by a call whose response is lost', async () => {
      const { key } = newKey();
      const store = new DynamoIdempotencyStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await store.claim(key, aClaim())).toBe('claimed');
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
    });

    test('return the stored response to a retry', async () => {
      const { store, key } = await claimed();
      const response = Uint8Array.of(9, 8, 0);
      expect(await store.complete(key, 'first', response)).toBe(true);
      const record = { fingerprint: FINGERPRINT, state: 'completed', response };
      expect(await store.claim(key, aClaim())).toEqual(record);
      expect(await store.claim(key, aClaim({ token: 'first' }))).toEqual(record);
    });

    test.each([0, 1, 262_144, 262_145, 1_048_576, 1_500_000])(
      'return a response of %i bytes unchanged',
      async (length) => {
        const { store, key } = await claimed();
        const response = new Uint8Array(randomBytes(length));
        expect(await store.complete(key, 'first', response)).toBe(true);
        const record = await store.claim(key, aClaim());
        expect(Buffer.compare((record as { response: Uint8Array }).response, response)).toBe(0);
      },
    );

    test('are completed once, even if the response is lost', async () => {
      const { store, key } = await claimed();
      const retrying = new DynamoIdempotencyStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
      expect(await retrying.complete(key, 'first', Uint8Array.of(1))).toBe(true);
      expect(await store.complete(key, 'first', Uint8Array.of(2))).toBe(false);
      expect(await store.claim(key, aClaim())).toMatchObject({ response: Uint8Array.of(1) });
    });

    test('are completed by one of several large responses, whose chunks do not mix', async () => {
      const { store, key } = await claimed();
      const responses = [1, 2, 3].map((byte) => new Uint8Array(600_000).fill(byte));
      const completed = await concurrently(3, (i) => store.complete(key, 'first', responses[i]!));
      expect(countOf(completed, true)).toBe(1);
      const record = (await store.claim(key, aClaim())) as { response: Uint8Array };
      expect(Buffer.compare(record.response, responses[completed.indexOf(true)]!)).toBe(0);
    });

    test('are not completed with another token, or without a claim', async () => {
      const { store, key } = await claimed();
      expect(await store.complete(key, 'another', Uint8Array.of(1))).toBe(false);
      expect(await store.complete('absent', 'first', Uint8Array.of(1))).toBe(false);
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
    });

    test('are not completed by a call that lost the key after its read', async () => {
      const { store, key } = await claimed();
      const interrupted = beforeNext(openClient(), 'UpdateItemCommand', () =>
        store.takeOver(key, 'first/0', aClaim({ token: 'second' })),
      );
      expect(await new DynamoIdempotencyStore(interrupted).complete(key, 'first', Uint8Array.of(1))).toBe(
        false,
      );
      expect(await store.complete(key, 'second', Uint8Array.of(2))).toBe(true);
    });

    test('are not claimed again, however much time has passed', async () => {
      const { store, key } = await claimed();
      expect(await store.claim(key, aClaim({ now: NOW + 999 }))).toEqual(inProgress);
    });

    test('are taken over by one of many calls, which gets the operation of the first', async () => {
      const { store, key } = await claimed();
      const lease = await leaseOf(store, key);
      const outcomes = await concurrently(20, () => store.takeOver(key, lease, aClaim()));
      expect(countOf(outcomes, 'operation of first')).toBe(1);
      expect(countOf(outcomes, undefined)).toBe(19);
      expect(await store.complete(key, 'first', Uint8Array.of(1))).toBe(false);
    });

    test('are taken over once, even if the response is lost', async () => {
      const { store, key } = await claimed();
      const lease = await leaseOf(store, key);
      const retrying = new DynamoIdempotencyStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
      expect(await retrying.takeOver(key, lease, aClaim({ token: 'second' }))).toBe('operation of first');
      expect(await store.complete(key, 'second', Uint8Array.of(2))).toBe(true);
    });

    test('are not taken over after a renewal, a completion or a release', async () => {
      for (const change of [
        (store: DynamoIdempotencyStore, key: string) => store.renew(key, 'first'),
        (store: DynamoIdempotencyStore, key: string) => store.complete(key, 'first', Uint8Array.of(1)),
        (store: DynamoIdempotencyStore, key: string) => store.release(key, 'first'),
      ]) {
        const { store, key } = await claimed();
        const lease = await leaseOf(store, key);
        await change(store, key);
        expect(await store.takeOver(key, lease, aClaim())).toBeUndefined();
      }
    });

    test('are renewed only with the token of the claim', async () => {
      const { store, key } = await claimed();
      const lease = await leaseOf(store, key);
      await store.renew(key, 'another');
      await store.renew('absent', 'first');
      expect(await leaseOf(store, key)).toBe(lease);
    });

    test('are taken over after they were abandoned, with the token of the claim', async () => {
      const { store, key } = await claimed();
      await store.abandon(key, 'another');
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
      await store.abandon(key, 'first');
      const record = (await store.claim(key, aClaim())) as IdempotencyRecord;
      expect(record).toEqual({ ...inProgress, isAbandoned: true });
      expect(await store.takeOver(key, record.lease!, aClaim({ token: 'second' }))).toBe(
        'operation of first',
      );
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
    });

    test('keep a completed response until the second they expire', async () => {
      const { store, key } = await claimed();
      await store.complete(key, 'first', Uint8Array.of(1));
      expect(await store.claim(key, aClaim({ now: NOW + 999 }))).toMatchObject({ state: 'completed' });
      expect(await store.claim(key, aClaim({ now: NOW + 1000 }))).toBe('claimed');
      expect(await store.claim(key, aClaim({ now: NOW + 1000 }))).toEqual(inProgress);
    });

    test('are released only with the token of the claim', async () => {
      const { store, key } = await claimed();
      await store.release(key, 'another');
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
      await store.release(key, 'first');
      expect(await store.claim(key, aClaim())).toBe('claimed');
    });

    test('are claimed if they are released between the failed write and the read', async () => {
      const { store, key } = await claimed();
      const interrupted = beforeNext(openClient(), 'GetItemCommand', () => store.release(key, 'first'));
      expect(await new DynamoIdempotencyStore(interrupted).claim(key, aClaim())).toBe('claimed');
    });

    test('are not released after completion', async () => {
      const { store, key } = await claimed();
      await store.complete(key, 'first', Uint8Array.of(1));
      await store.release(key, 'first');
      expect(await store.claim(key, aClaim())).toMatchObject({ state: 'completed' });
    });
  });
}
