import { describe, expect, test } from '@jest/globals';
import { CountingStatusListStore } from '../testing/counting-status-list-store.js';
import { MemoryStatusListStore } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { StatusListAllocator } from './status-list-allocator.js';

describe('indices in status lists', () => {
  test('need few attempts, and one write for each new list', async () => {
    const store = new CountingStatusListStore();
    const allocator = new StatusListAllocator(store, { size: 2 ** 9, open: 4 });
    for (let i = 0; i < 5_000; i++) await allocator.reserve();
    const { open, count } = (await store.lists())!;
    expect(store.reservations / 5_000).toBeLessThan(2.5);
    expect(store.longest).toBeLessThanOrEqual(3 * 16);
    expect(store.listWrites).toBe(count - 4 + 1);
    expect(open).toHaveLength(4);
  });

  test('are distributed over the open lists and over each list', async () => {
    const allocator = new StatusListAllocator(new CountingStatusListStore(), { size: 2 ** 17, open: 4 });
    const reserved = await Promise.all(Array.from({ length: 4_000 }, () => allocator.reserve()));
    for (const list of [0, 1, 2, 3]) {
      const indices = reserved.filter((reference) => reference.list === list).map(({ index }) => index);
      // Six standard deviations around 1,000, and likewise for the mean of 1,000 uniform indices.
      expect(Math.abs(indices.length - 1_000)).toBeLessThan(165);
      const mean = indices.reduce((sum, index) => sum + index, 0) / indices.length / 2 ** 17;
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
    }
  });

  test('need one new list when many issuers find the same list full', async () => {
    const store = new CountingStatusListStore();
    const issuers = Array.from({ length: 5 }, () => new StatusListAllocator(store, { size: 8, open: 1 }));
    const references = new Set<string>();
    await Promise.all(
      issuers.map(async (issuer) => {
        for (let i = 0; i < 20; i++) {
          const { list, index } = await issuer.reserve();
          references.add(`${list}/${index}`);
        }
      }),
    );
    expect(references.size).toBe(100);
    const { open, count, version } = (await store.lists())!;
    expect(open).toEqual([count - 1]);
    expect(version).toBe(count);
    expect(count).toBeLessThan(60);
  });

  test('follow the configured number of open lists: up immediately, down as lists fill', async () => {
    const store = new CountingStatusListStore();
    const width = async (open: number) => {
      await new StatusListAllocator(store, { size: 4, open }).exists(0);
      return (await store.lists())!.open;
    };
    expect(await width(2)).toEqual([0, 1]);
    expect(await width(4)).toEqual([0, 1, 2, 3]);
    expect(await width(1)).toEqual([0, 1, 2, 3]);
    const narrow = new StatusListAllocator(store, { size: 4, open: 1 });
    for (let i = 0; i < 60; i++) await narrow.reserve();
    expect((await store.lists())!.open).toHaveLength(1);
  });

  test('exist in lists that any issuer opened, and in no others', async () => {
    const store = new CountingStatusListStore();
    const [one, other] = [1, 2].map((open) => new StatusListAllocator(store, { size: 8, open }));
    expect(await one!.exists(0)).toBe(true);
    expect(await one!.exists(1)).toBe(false);
    await other!.reserve();
    expect(await one!.exists(1)).toBe(true);
    const reads = store.listReads;
    for (const list of [-1, 0.5, Number.NaN]) expect(await one!.exists(list)).toBe(false);
    expect(await one!.exists(0)).toBe(true);
    expect(store.listReads).toBe(reads);
  });

  test('run out with status_list_full', async () => {
    const store = new (class extends MemoryStatusListStore {
      override reserve = async () => false;
    })();
    const allocator = new StatusListAllocator(store, { size: 8, open: 1 });
    expect(await outcomeAsync(() => allocator.reserve())).toBe('status_list_full');
  });
});
