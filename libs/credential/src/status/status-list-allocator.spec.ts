import { describe, expect, test } from '@jest/globals';
import type { StatusLists, StatusReference } from '../ports/index.js';
import { MemoryStatusListStore } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { StatusListAllocator } from './status-list-allocator.js';

/** Counts what a store would be paid for. */
class CountingStore extends MemoryStatusListStore {
  reservations = 0;
  longest = 0;
  listReads = 0;
  listWrites = 0;
  private missed = 0;

  override async reserve(reference: StatusReference): Promise<boolean> {
    this.reservations += 1;
    this.missed += 1;
    this.longest = Math.max(this.longest, this.missed);
    const taken = await super.reserve(reference);
    if (taken) this.missed = 0;
    return taken;
  }

  override async lists(): Promise<StatusLists | undefined> {
    this.listReads += 1;
    return super.lists();
  }

  override async writeLists(lists: StatusLists): Promise<boolean> {
    this.listWrites += 1;
    return super.writeLists(lists);
  }
}

describe('places in status lists', () => {
  test('cost as much for the last of many credentials as for the first, and nobody writes a counter', async () => {
    const store = new CountingStore();
    const allocator = new StatusListAllocator(store, { size: 2 ** 13, open: 4 });
    const perTenth: number[] = [];
    const taken = new Map<number, number>();
    for (let tenth = 0; tenth < 10; tenth++) {
      const before = store.reservations;
      for (let i = 0; i < 10_000; i++) {
        const { list } = await allocator.reserve();
        taken.set(list, (taken.get(list) ?? 0) + 1);
      }
      perTenth.push((store.reservations - before) / 10_000);
    }
    const { open, count } = (await store.lists())!;
    // Draws per credential: 1.6 on average, up to 2.4 seen in a tenth in which many lists fill. The bounds are
    // far from chance, and far from what a search for a free place would take.
    expect(Math.max(...perTenth)).toBeLessThan(3);
    expect(store.reservations / 100_000).toBeLessThan(1.8);
    expect(store.longest).toBeLessThanOrEqual(3 * 16);
    expect(store.listWrites).toBe(count - 4 + 1);
    expect(open).toHaveLength(4);
    const full = [...taken].filter(([list]) => !open.includes(list)).map(([, n]) => n / 2 ** 13);
    expect(full.length).toBeGreaterThan(10);
    expect(full.reduce((sum, part) => sum + part, 0) / full.length).toBeGreaterThan(0.35);
  });

  test('are spread over the open lists and over each list', async () => {
    const allocator = new StatusListAllocator(new CountingStore(), { size: 2 ** 17, open: 4 });
    const drawn = await Promise.all(Array.from({ length: 4_000 }, () => allocator.reserve()));
    for (const list of [0, 1, 2, 3]) {
      const indices = drawn.filter((reference) => reference.list === list).map(({ index }) => index);
      // Six standard deviations around 1,000, and the mean of 1,000 uniform draws likewise.
      expect(Math.abs(indices.length - 1_000)).toBeLessThan(165);
      const mean = indices.reduce((sum, index) => sum + index, 0) / indices.length / 2 ** 17;
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
    }
  });

  test('are opened once by many issuers that find the same list full', async () => {
    const store = new CountingStore();
    const issuers = Array.from({ length: 5 }, () => new StatusListAllocator(store, { size: 8, open: 1 }));
    const places = new Set<string>();
    await Promise.all(
      issuers.map(async (issuer) => {
        for (let i = 0; i < 20; i++) {
          const { list, index } = await issuer.reserve();
          places.add(`${list}/${index}`);
        }
      }),
    );
    expect(places.size).toBe(100);
    const { open, count, version } = (await store.lists())!;
    expect(open).toEqual([count - 1]);
    expect(version).toBe(count);
    expect(count).toBeLessThan(60);
  });

  test('follow the configured number of open lists, up at once and down as lists fill', async () => {
    const store = new CountingStore();
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

  test('exist in lists that any issuer has opened, and in no others', async () => {
    const store = new CountingStore();
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

  test('run out where the store gives none, and say so', async () => {
    const store = new (class extends MemoryStatusListStore {
      override reserve = async () => false;
    })();
    const allocator = new StatusListAllocator(store, { size: 8, open: 1 });
    expect(await outcomeAsync(() => allocator.reserve())).toBe('status_list_full');
  });
});
