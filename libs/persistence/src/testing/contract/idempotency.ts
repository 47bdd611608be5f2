import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DynamoIdempotencyStore } from '../../stores/idempotency-store.js';
import { beforeNext, count, loseNextAnswer, times } from '../faults.js';
import type { Open } from '../open.js';

const NOW = 4_000_000_000;
const FINGERPRINT = Uint8Array.of(0, 1, 254, 255);

const aClaim = (changes: { token?: string; now?: number; fingerprint?: Uint8Array } = {}) => {
  const { token = crypto.randomUUID(), now = NOW, fingerprint = FINGERPRINT } = changes;
  return { token, fingerprint, now, leaseUntil: now + 30, expiresAt: now + 1000 };
};

export function describeIdempotency(open: Open): void {
  describe('idempotency keys', () => {
    const newKey = () => ({ store: new DynamoIdempotencyStore(open()), key: crypto.randomUUID() });
    const claimed = async (token = 'first') => {
      const { store, key } = newKey();
      expect(await store.claim(key, aClaim({ token }))).toBe('claimed');
      return { store, key };
    };
    const inProgress = { fingerprint: FINGERPRINT, state: 'in_progress' };

    test('are claimed by one of many at once; the others learn who was first', async () => {
      const { store, key } = newKey();
      const outcomes = await times(100, (i) => store.claim(key, aClaim({ fingerprint: Uint8Array.of(i) })));
      const first = outcomes.indexOf('claimed');
      expect(count(outcomes, 'claimed')).toBe(1);
      for (const outcome of outcomes.filter((one) => one !== 'claimed'))
        expect(outcome).toEqual({ fingerprint: Uint8Array.of(first), state: 'in_progress' });
    });

    test('are claimed by the one whose answer from the store was lost', async () => {
      const { key } = newKey();
      const store = new DynamoIdempotencyStore(loseNextAnswer(open(), 'PutItemCommand'));
      expect(await store.claim(key, aClaim())).toBe('claimed');
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
    });

    test('give a retry the response that was kept', async () => {
      const { store, key } = await claimed();
      const response = Uint8Array.of(9, 8, 0);
      expect(await store.complete(key, 'first', response)).toBe(true);
      const record = { fingerprint: FINGERPRINT, state: 'completed', response };
      expect(await store.claim(key, aClaim())).toEqual(record);
      expect(await store.claim(key, aClaim({ token: 'first' }))).toEqual(record);
    });

    test.each([0, 1, 262_144, 262_145, 1_048_576, 1_500_000])(
      'give back a response of %i bytes byte for byte',
      async (length) => {
        const { store, key } = await claimed();
        const response = new Uint8Array(randomBytes(length));
        expect(await store.complete(key, 'first', response)).toBe(true);
        const record = await store.claim(key, aClaim());
        expect(Buffer.compare((record as { response: Uint8Array }).response, response)).toBe(0);
      },
    );

    test('are completed once, also when the answer of the store is lost', async () => {
      const { store, key } = await claimed();
      const retrying = new DynamoIdempotencyStore(loseNextAnswer(open(), 'UpdateItemCommand'));
      expect(await retrying.complete(key, 'first', Uint8Array.of(1))).toBe(true);
      expect(await store.complete(key, 'first', Uint8Array.of(2))).toBe(false);
      expect(await store.claim(key, aClaim())).toMatchObject({ response: Uint8Array.of(1) });
    });

    test('are completed by one of several with large responses, whose parts never mix', async () => {
      const { store, key } = await claimed();
      const responses = [1, 2, 3].map((byte) => new Uint8Array(600_000).fill(byte));
      const kept = await times(3, (i) => store.complete(key, 'first', responses[i]!));
      expect(count(kept, true)).toBe(1);
      const record = (await store.claim(key, aClaim())) as { response: Uint8Array };
      expect(Buffer.compare(record.response, responses[kept.indexOf(true)]!)).toBe(0);
    });

    test('are not completed with another token, nor when nobody claimed them', async () => {
      const { store, key } = await claimed();
      expect(await store.complete(key, 'another', Uint8Array.of(1))).toBe(false);
      expect(await store.complete('absent', 'first', Uint8Array.of(1))).toBe(false);
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
    });

    test('are not completed by one who lost the key after the first look', async () => {
      const { store, key } = await claimed();
      const slow = beforeNext(open(), 'UpdateItemCommand', () =>
        store.claim(key, aClaim({ token: 'second', now: NOW + 30 })),
      );
      expect(await new DynamoIdempotencyStore(slow).complete(key, 'first', Uint8Array.of(1))).toBe(false);
      expect(await store.complete(key, 'second', Uint8Array.of(2))).toBe(true);
    });

    test('are taken over when the lease has run out, to the second, by one of many', async () => {
      const { store, key } = await claimed();
      expect(await store.claim(key, aClaim({ now: NOW + 29 }))).toEqual(inProgress);
      const outcomes = await times(20, () => store.claim(key, aClaim({ now: NOW + 30 })));
      expect(count(outcomes, 'claimed')).toBe(1);
      expect(await store.complete(key, 'first', Uint8Array.of(1))).toBe(false);
    });

    test('keep a completed response past the lease, and are free at the second they expire', async () => {
      const { store, key } = await claimed();
      await store.complete(key, 'first', Uint8Array.of(1));
      expect(await store.claim(key, aClaim({ now: NOW + 999 }))).toMatchObject({ state: 'completed' });
      expect(await store.claim(key, aClaim({ now: NOW + 1000 }))).toBe('claimed');
      expect(await store.claim(key, aClaim({ now: NOW + 1000 }))).toEqual(inProgress);
    });

    test('are freed by their holder, and by nobody else', async () => {
      const { store, key } = await claimed();
      await store.release(key, 'another');
      expect(await store.claim(key, aClaim())).toEqual(inProgress);
      await store.release(key, 'first');
      expect(await store.claim(key, aClaim())).toBe('claimed');
    });

    test('are claimed when they are freed between the failed claim and the look at it', async () => {
      const { store, key } = await claimed();
      const slow = beforeNext(open(), 'GetItemCommand', () => store.release(key, 'first'));
      expect(await new DynamoIdempotencyStore(slow).claim(key, aClaim())).toBe('claimed');
    });

    test('are not freed once completed', async () => {
      const { store, key } = await claimed();
      await store.complete(key, 'first', Uint8Array.of(1));
      await store.release(key, 'first');
      expect(await store.claim(key, aClaim())).toMatchObject({ state: 'completed' });
    });
  });
}
