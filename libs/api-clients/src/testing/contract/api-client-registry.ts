import { describe, expect, test } from '@jest/globals';
import type { ApiClient, ApiClientStore } from '../../api-client.js';
import type { ApiClientRegistry } from '../../api-client-registry.js';
import { concurrently, countOf } from './concurrently.js';

const client: ApiClient = { id: 'landlord', name: 'Landlord', scopes: ['request'] };

/** The contract of `ApiClientRegistry`. `open` returns another connection to the same data. */
export function describeApiClientRegistry(
  open: () => { registry: ApiClientRegistry; store: ApiClientStore },
): void {
  describe('the registry of API clients', () => {
    const register = async (registered: ApiClient = client) => {
      const { registry, store } = open();
      const hash = crypto.randomUUID();
      await registry.create(hash, registered);
      return { hash, registry, find: () => store.findByKeyHash(hash) };
    };

    test('lists every key, but no claimed id', async () => {
      const { registry } = open();
      const hashes: string[] = [];
      for (let i = 0; i < 5; i++) hashes.push((await register({ ...client, id: `client-${i}` })).hash);
      const id = crypto.randomUUID();
      await registry.claimId(id);
      const listed = await registry.list();
      for (const [i, keyHash] of hashes.entries()) {
        expect(listed.filter((key) => key.keyHash === keyHash)).toEqual([
          { ...client, id: `client-${i}`, keyHash },
        ]);
      }
      expect(listed.filter((key) => key.id === id || key.keyHash.includes(id))).toEqual([]);
    });

    test('gives an id to one of many concurrent claims, and never again', async () => {
      const { registry } = open();
      const id = crypto.randomUUID();
      const outcomes = await concurrently(20, () => registry.claimId(id));
      expect(countOf(outcomes, true)).toBe(1);
      expect(await registry.claimId(id)).toBe(false);
    });

    test('sets and removes the members that change, and keeps the others', async () => {
      const { registry, hash, find } = await register({ ...client, plan: 'free', disabledAt: 5 });
      expect(await registry.change(hash, { plan: { perMinute: 1, burst: 2 }, disabledAt: null })).toBe(true);
      expect(await find()).toEqual({ ...client, plan: { perMinute: 1, burst: 2 } });
      expect(await registry.change(hash, { expiresAt: 7 })).toBe(true);
      expect(await registry.change(hash, { plan: null })).toBe(true);
      expect(await find()).toEqual({ ...client, expiresAt: 7 });
    });

    test('does not change an unknown key', async () => {
      const { registry } = open();
      const hash = crypto.randomUUID();
      expect(await registry.change(hash, { disabledAt: 5 })).toBe(false);
      expect(await open().store.findByKeyHash(hash)).toBeUndefined();
    });

    test('does not change a disabled key if told so', async () => {
      const { registry, hash, find } = await register();
      expect(await registry.change(hash, { disabledAt: 5 }, true)).toBe(true);
      expect(await registry.change(hash, { expiresAt: 9 }, true)).toBe(false);
      expect(await find()).toEqual({ ...client, disabledAt: 5 });
    });

    test('removes a key', async () => {
      const { registry, hash, find } = await register();
      await registry.remove(hash);
      expect(await find()).toBeUndefined();
    });
  });
}
