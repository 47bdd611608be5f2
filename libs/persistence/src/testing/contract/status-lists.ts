import { describe, expect, test } from '@jest/globals';
import { DynamoStatusListStore } from '../../stores/status-list-store.js';
import { concurrently, countOf } from '../concurrently.js';
import { limitPageSize, loseNextResponse } from '../faults.js';
import type { OpenClient } from '../open-client.js';

export function describeStatusLists(openClient: OpenClient): void {
  describe('status lists', () => {
    let lists = 0;
    const newList = () => {
      lists += 1;
      return { store: new DynamoStatusListStore(openClient()), list: lists };
    };

    test('reserve an index for one of many concurrent calls, and never again', async () => {
      const { store, list } = newList();
      const outcomes = await concurrently(100, () => store.reserve({ list, index: 5 }));
      expect(countOf(outcomes, true)).toBe(1);
      expect(await store.reserve({ list, index: 5 })).toBe(false);
      expect(await store.reserve({ list, index: 6 })).toBe(true);
    });

    test('have separate indices', async () => {
      const { store, list } = newList();
      expect(await store.reserve({ list, index: 11 })).toBe(true);
      expect(await store.reserve({ list: newList().list, index: 11 })).toBe(true);
    });

    test('reserve an index for a call whose response is lost', async () => {
      const { list } = newList();
      const store = new DynamoStatusListStore(loseNextResponse(openClient(), 'PutItemCommand'));
      expect(await store.reserve({ list, index: 1 })).toBe(true);
      expect(await store.reserve({ list, index: 1 })).toBe(false);
    });

    test('have no entry for an index that was only reserved', async () => {
      const { store, list } = newList();
      await store.reserve({ list, index: 3 });
      expect(await store.entries(list)).toEqual([]);
    });

    test('keep the entry with the highest version, in any order of writes', async () => {
      const { store, list } = newList();
      const reference = { list, index: 9 };
      await store.set(reference, 'suspended', 1);
      await store.set(reference, 'revoked', 3);
      await store.set(reference, 'valid', 2);
      expect(await store.entries(list)).toEqual([{ index: 9, status: 'revoked' }]);
    });

    test('keep the highest version of concurrent writes', async () => {
      const { store, list } = newList();
      const reference = { list, index: 0 };
      await concurrently(50, (i) =>
        store.set(reference, ((i * 7) % 50) + 1 === 50 ? 'revoked' : 'suspended', ((i * 7) % 50) + 1),
      );
      expect(await store.entries(list)).toEqual([{ index: 0, status: 'revoked' }]);
    });

    test('compare versions as numbers', async () => {
      const { store, list } = newList();
      await store.set({ list, index: 2 }, 'suspended', 9);
      await store.set({ list, index: 2 }, 'revoked', 10);
      await store.set({ list, index: 2 }, 'valid', 9);
      expect(await store.entries(list)).toEqual([{ index: 2, status: 'revoked' }]);
    });

    test('are read completely over several pages', async () => {
      const { list } = newList();
      const store = new DynamoStatusListStore(limitPageSize(openClient()));
      const indices = [3, 1, 131_071, 40, 5];
      for (const index of indices) await store.set({ list, index }, 'revoked', 1);
      const entries = await store.entries(list);
      expect(entries.map(({ index }) => index).sort((a, b) => a - b)).toEqual([1, 3, 5, 40, 131_071]);
    });

    test('return the announced changes until they are retracted, over several pages', async () => {
      const store = new DynamoStatusListStore(limitPageSize(openClient()));
      const changes = [7, 2 ** 52, 12].map((id) => ({
        id,
        batchId: `batch-${id}`,
        fromVersion: 3,
        announcedAt: 9,
      }));
      for (const change of changes) await store.announce(change);
      const ids = async () => (await store.announced()).map(({ id }) => id).sort((a, b) => a - b);
      expect(await ids()).toEqual([7, 12, 2 ** 52]);
      expect(await store.announced()).toContainEqual(changes[1]);
      await store.retract(12);
      await store.retract(12);
      expect(await ids()).toEqual([7, 2 ** 52]);
      for (const { id } of changes) await store.retract(id);
      expect(await store.announced()).toEqual([]);
    });

    test('are opened by one of many concurrent writes', async () => {
      const store = new DynamoStatusListStore(openClient());
      expect(await store.lists()).toBeUndefined();
      const first = await concurrently(20, (i) => store.writeLists({ open: [i], count: i + 1, version: 1 }));
      expect(countOf(first, true)).toBe(1);
      const [one] = (await store.lists())!.open;
      expect(await store.lists()).toEqual({ open: [one], count: one! + 1, version: 1 });
      const second = await concurrently(20, (i) =>
        store.writeLists({ open: [100, i], count: 101, version: 2 }),
      );
      expect(countOf(second, true)).toBe(1);
      expect(await store.lists()).toMatchObject({ count: 101, version: 2 });
      expect(await store.writeLists({ open: [], count: 0, version: 2 })).toBe(false);
      expect(await store.writeLists({ open: [], count: 0, version: 4 })).toBe(false);
      expect(await store.writeLists({ open: [], count: 0, version: 1 })).toBe(false);
    });
  });
}
