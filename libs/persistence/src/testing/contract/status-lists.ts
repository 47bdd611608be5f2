import { describe, expect, test } from '@jest/globals';
import { DynamoStatusListStore } from '../../stores/status-list-store.js';
import { count, loseNextAnswer, times, withSmallPages } from '../faults.js';
import type { Open } from '../open.js';

export function describeStatusLists(open: Open): void {
  describe('status lists', () => {
    let lists = 0;
    const newList = () => {
      lists += 1;
      return { store: new DynamoStatusListStore(open()), list: lists };
    };

    test('give an index to one of many that reserve it at once, and never again', async () => {
      const { store, list } = newList();
      const outcomes = await times(100, () => store.reserve({ list, index: 5 }));
      expect(count(outcomes, true)).toBe(1);
      expect(await store.reserve({ list, index: 5 })).toBe(false);
      expect(await store.reserve({ list, index: 6 })).toBe(true);
    });

    test('keep the indices of one list apart from those of another', async () => {
      const { store, list } = newList();
      expect(await store.reserve({ list, index: 11 })).toBe(true);
      expect(await store.reserve({ list: newList().list, index: 11 })).toBe(true);
    });

    test('give an index to the one whose answer from the store was lost', async () => {
      const { list } = newList();
      const store = new DynamoStatusListStore(loseNextAnswer(open(), 'PutItemCommand'));
      expect(await store.reserve({ list, index: 1 })).toBe(true);
      expect(await store.reserve({ list, index: 1 })).toBe(false);
    });

    test('have no entry for an index that was only reserved', async () => {
      const { store, list } = newList();
      await store.reserve({ list, index: 3 });
      expect(await store.entries(list)).toEqual([]);
    });

    test('keep the entry of the highest version, in whatever order they are written', async () => {
      const { store, list } = newList();
      const reference = { list, index: 9 };
      await store.set(reference, 'suspended', 1);
      await store.set(reference, 'revoked', 3);
      await store.set(reference, 'valid', 2);
      expect(await store.entries(list)).toEqual([{ index: 9, status: 'revoked' }]);
    });

    test('end with the highest version when many write at once', async () => {
      const { store, list } = newList();
      const reference = { list, index: 0 };
      await times(50, (i) =>
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

    test('are read whole when the store answers in pages', async () => {
      const { list } = newList();
      const store = new DynamoStatusListStore(withSmallPages(open()));
      const indices = [3, 1, 131_071, 40, 5];
      for (const index of indices) await store.set({ list, index }, 'revoked', 1);
      const entries = await store.entries(list);
      expect(entries.map(({ index }) => index).sort((a, b) => a - b)).toEqual([1, 3, 5, 40, 131_071]);
    });

    test('that are open are written by one of many who write at once', async () => {
      const store = new DynamoStatusListStore(open());
      expect(await store.lists()).toBeUndefined();
      const first = await times(20, (i) => store.writeLists({ open: [i], count: i + 1, version: 1 }));
      expect(count(first, true)).toBe(1);
      const [one] = (await store.lists())!.open;
      expect(await store.lists()).toEqual({ open: [one], count: one! + 1, version: 1 });
      const second = await times(20, (i) => store.writeLists({ open: [100, i], count: 101, version: 2 }));
      expect(count(second, true)).toBe(1);
      expect(await store.lists()).toMatchObject({ count: 101, version: 2 });
      expect(await store.writeLists({ open: [], count: 0, version: 2 })).toBe(false);
      expect(await store.writeLists({ open: [], count: 0, version: 4 })).toBe(false);
      expect(await store.writeLists({ open: [], count: 0, version: 1 })).toBe(false);
    }, 60_000);
  });
}
