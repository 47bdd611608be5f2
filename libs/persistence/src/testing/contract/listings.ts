import { describe, expect, test } from '@jest/globals';
import type { StoredListing } from '@zk-income/credential';
import { getItem } from '../../items.js';
import { DynamoListingStore } from '../../stores/listing-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { limitPageSize, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

const NOW = 4_000_000_000;

const aListing = (changes: Partial<StoredListing> = {}): StoredListing => ({
  id: crypto.randomUUID(),
  ownerId: 'landlord',
  ownerKey: 'key',
  state: 'open',
  title: 'Flat 7',
  secretHash: 'hash',
  policy: 'policy',
  wallet: {},
  createdAt: NOW,
  expiresAt: NOW + 60,
  requestExpiresIn: 600,
  maxRequests: 10,
  admitted: 0,
  retainUntil: NOW + 1_000,
  ...changes,
});

export function describeListings(openClient: OpenClient): void {
  describe('listings', () => {
    const created = async (changes: Partial<StoredListing> = {}) => {
      const store = new DynamoListingStore(openClient());
      const listing = aListing(changes);
      expect(await store.create(listing)).toBe(true);
      return { store, listing, id: listing.id };
    };

    test('are returned as they were stored, and only under their id', async () => {
      for (const changes of [
        {},
        { legalBasis: 'consent', wallet: { mode: 'disclosure', legacy_formats: true } as const },
      ]) {
        const { store, listing } = await created(changes);
        expect(await store.find(listing.id)).toEqual(listing);
      }
      const { store } = await created();
      expect(await store.find('another')).toBeUndefined();
    });

    test('cannot be created twice under one id, and are created if the response is lost', async () => {
      const listing = aListing();
      const store = new DynamoListingStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await store.create(listing)).toBe(true);
      expect(await store.create({ ...listing, secretHash: 'another' })).toBe(false);
      expect(await store.find(listing.id)).toEqual(listing);
    });

    test('admit no more requests than they have, of any number of concurrent calls', async () => {
      const { id } = await created({ maxRequests: 7 });
      const replicas = [new DynamoListingStore(openClient()), new DynamoListingStore(openClient())];
      const outcomes = await concurrently(60, (i) => replicas[i % 2]!.admit(id, NOW));
      expect(countOf(outcomes, true)).toBe(7);
      expect((await replicas[0]!.find(id))?.admitted).toBe(7);
    });

    test('admit no request once they are closed, expired, being deleted or deleted', async () => {
      const { store, id } = await created();
      expect(await store.admit(id, NOW + 59)).toBe(true);
      expect(await store.admit(id, NOW + 60)).toBe(false);
      expect(await store.close(id)).toBe(true);
      expect(await store.close(id)).toBe(false);
      expect(await store.admit(id, NOW)).toBe(false);
      const other = (await created()).id;
      expect(await store.beginDeletion(other)).toBe(true);
      expect(await store.admit(other, NOW)).toBe(false);
      expect(await store.close(other)).toBe(false);
      expect((await store.find(other))?.state).toBe('deleting');
      expect(await store.beginDeletion(other)).toBe(true);
      await store.delete(other);
      expect([await store.admit(other, NOW), await store.beginDeletion(other)]).toEqual([false, false]);
      expect(await store.find(other)).toBeUndefined();
    });

    test('count an admission at least once if its response is lost', async () => {
      const { id } = await created();
      const store = new DynamoListingStore(loseNextResponse(openClient(), 'UpdateItemCommand'));
      expect(await store.admit(id, NOW)).toBe(true);
      expect((await store.find(id))?.admitted).toBeGreaterThanOrEqual(1);
    });

    test('have all announced requests, over all pages, and none of another listing', async () => {
      const { id } = await created();
      const store = new DynamoListingStore(limitPageSize(openClient()));
      await store.announce((await created()).id, { id: 'other', createdAt: NOW }, NOW);
      const requests = ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({ id: name, createdAt: NOW + i }));
      for (const request of requests) await store.announce(id, request, NOW + 1_000);
      expect(new Set(await store.announced(id))).toEqual(new Set(requests));
      await store.retract(id, 'c');
      await store.retract(id, 'c');
      expect((await store.announced(id)).map((request) => request.id).sort()).toEqual(['a', 'b', 'd', 'e']);
      await store.delete(id);
      expect(await store.announced(id)).toHaveLength(4);
    });

    test('may be deleted after their retention, with their announcements', async () => {
      const client = openClient();
      const { store, id } = await created();
      await store.announce(id, { id: 'a', createdAt: NOW }, NOW + 1_000);
      for (const item of ['listing', 'request/a'])
        expect(await getItem(client, 'Listings', { id, item })).toMatchObject({ ttl: NOW + 1_000 });
    });
  });
}
