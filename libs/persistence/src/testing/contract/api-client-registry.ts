import { describe, expect, test } from '@jest/globals';
import type { ApiClient } from '@zk-income/api-clients';
import { DynamoApiClientRegistry } from '../../stores/api-client-registry.js';
import { DynamoApiClientStore } from '../../stores/api-client-store.js';
import { beforeNext, count, loseNextAnswer, times, withSmallPages } from '../faults.js';
import type { Open } from '../open.js';

const asking: ApiClient = { id: 'landlord', name: 'Landlord', scopes: ['request'] };

export function describeApiClientRegistry(open: Open): void {
  describe('the registry of API clients', () => {
    const registered = async (client: ApiClient = asking) => {
      const hash = crypto.randomUUID();
      await new DynamoApiClientStore(open()).create(hash, client);
      return { hash, registry: new DynamoApiClientRegistry(open()) };
    };
    const find = (hash: string) => new DynamoApiClientStore(open()).findByKeyHash(hash);

    test('lists every key, over any number of pages, and no id', async () => {
      const hashes: string[] = [];
      for (let i = 0; i < 5; i++) hashes.push((await registered({ ...asking, id: `one-${i}` })).hash);
      const registry = new DynamoApiClientRegistry(withSmallPages(open()));
      await registry.claimId(crypto.randomUUID());
      const listed = await registry.list();
      for (const [i, keyHash] of hashes.entries()) {
        expect(listed.filter((one) => one.keyHash === keyHash)).toEqual([
          { ...asking, id: `one-${i}`, keyHash },
        ]);
      }
      expect(listed.filter(({ keyHash }) => keyHash.startsWith('id/'))).toEqual([]);
    });

    test('gives an id to one of many who claim it at once, and never again', async () => {
      const registry = new DynamoApiClientRegistry(open());
      const id = crypto.randomUUID();
      const outcomes = await times(20, () => registry.claimId(id));
      expect(count(outcomes, true)).toBe(1);
      expect(await registry.claimId(id)).toBe(false);
    });

    test('gives an id to the one whose answer from the store was lost', async () => {
      const registry = new DynamoApiClientRegistry(loseNextAnswer(open(), 'PutItemCommand'));
      expect(await registry.claimId(crypto.randomUUID())).toBe(true);
    });

    test('sets and takes away what changes, and leaves the rest', async () => {
      const { hash, registry } = await registered({ ...asking, plan: 'free', disabledAt: 5 });
      expect(await registry.change(hash, { plan: { perMinute: 1, burst: 2 }, disabledAt: null })).toBe(true);
      expect(await find(hash)).toEqual({ ...asking, plan: { perMinute: 1, burst: 2 } });
      expect(await registry.change(hash, { expiresAt: 7 })).toBe(true);
      expect(await registry.change(hash, { plan: null })).toBe(true);
      expect(await find(hash)).toEqual({ ...asking, expiresAt: 7 });
    });

    test('changes nothing that is not there, nor what was disabled a moment before', async () => {
      const { hash, registry } = await registered();
      expect(await registry.change(crypto.randomUUID(), { disabledAt: 5 })).toBe(false);
      const store = beforeNext(open(), 'UpdateItemCommand', () => registry.change(hash, { disabledAt: 5 }));
      expect(await new DynamoApiClientRegistry(store).change(hash, { expiresAt: 9 }, true)).toBe(false);
      expect(await find(hash)).toEqual({ ...asking, disabledAt: 5 });
    });

    test('forgets a key', async () => {
      const { hash, registry } = await registered();
      await registry.remove(hash);
      expect(await find(hash)).toBeUndefined();
    });
  });
}
