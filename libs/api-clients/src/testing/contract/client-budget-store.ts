import { describe, expect, test } from '@jest/globals';
import type { ClientBudget } from '../../budget.js';
import type { ClientBudgetStore } from '../../client-budget-store.js';
import type { PlanLimits } from '../../plan.js';
import { concurrently } from './concurrently.js';

const SECOND = 1_000_000;
/** In the middle of November. */
const NOW = Date.UTC(2096, 10, 15) * 1000;
const DECEMBER = Date.UTC(2096, 11, 1) * 1000;
/** One request a second. */
const LIMITS: PlanLimits = { perMinute: 60, burst: 10, perMonth: 1_000 };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The contract of `ClientBudgetStore`. `open` returns another connection to the same data. */
export function describeClientBudgetStore(open: () => ClientBudgetStore): void {
  describe('budgets of API clients', () => {
    const newBudget = () => {
      const budgets = open();
      const id = crypto.randomUUID();
      const take = async (wanted: number, now = NOW, limits = LIMITS, known?: ClientBudget) =>
        (await budgets.take(id, wanted, limits, now, known)).taken;
      return { id, take, find: () => budgets.find(id) };
    };
    /** What many replicas, each with a connection of its own, take of a budget at the same time. */
    const takeConcurrently = async (
      replicas: number,
      id: string,
      wanted: number,
      limits: PlanLimits,
      now: number,
    ) => sum(await concurrently(replicas, async () => (await open().take(id, wanted, limits, now)).taken));

    test('allow a burst, then refill', async () => {
      const { take, find } = newBudget();
      expect(await find()).toBeUndefined();
      expect(await take(4)).toBe(4);
      expect(await take(7)).toBe(6);
      expect(await take(1)).toBe(0);
      expect(await take(1, NOW + SECOND - 1)).toBe(0);
      expect(await take(2, NOW + SECOND)).toBe(1);
      expect(await take(20, NOW + 1_000 * SECOND)).toBe(10);
      expect(await find()).toEqual({ tat: NOW + 1_010 * SECOND, month: '2096-11', used: 21 });
    });

    test('count requests per month, and restart at the first microsecond of the next one', async () => {
      const { take, find } = newBudget();
      const limits = { perMinute: 60_000, burst: 100, perMonth: 7 };
      expect(await take(5, DECEMBER - 2, limits)).toBe(5);
      expect(await take(5, DECEMBER - 1, limits)).toBe(2);
      expect(await take(1, DECEMBER - 1, limits)).toBe(0);
      expect(await take(3, DECEMBER, limits)).toBe(3);
      expect(await find()).toMatchObject({ month: '2096-12', used: 3 });
      expect(await take(9, DECEMBER + SECOND, limits)).toBe(4);
    });

    test('keep the state of the bucket when a month begins', async () => {
      const { take } = newBudget();
      expect(await take(10, DECEMBER - 1)).toBe(10);
      expect(await take(1, DECEMBER)).toBe(0);
      expect(await take(5, DECEMBER + 2 * SECOND)).toBe(2);
    });

    test('count in the later month for a replica whose clock is behind', async () => {
      const { take, find } = newBudget();
      const limits = { perMinute: 60, burst: 10, perMonth: 3 };
      expect(await take(2, DECEMBER, limits)).toBe(2);
      expect(await take(2, DECEMBER - 1, limits)).toBe(1);
      expect(await take(1, DECEMBER - 1, limits)).toBe(0);
      expect(await find()).toMatchObject({ month: '2096-12', used: 3 });
    });

    test('count requests of a plan without a monthly quota', async () => {
      const { take, find } = newBudget();
      const limits = { perMinute: 60, burst: 10 };
      expect(await take(3, NOW, limits)).toBe(3);
      expect(await take(1, NOW, limits)).toBe(1);
      expect(await find()).toMatchObject({ used: 4 });
    });

    test('are separate for each client', async () => {
      expect(await newBudget().take(10)).toBe(10);
      expect(await newBudget().take(10)).toBe(10);
    });

    test('give concurrent replicas exactly the burst', async () => {
      const { id, find } = newBudget();
      const limits = { perMinute: 60, burst: 100, perMonth: 1_000 };
      expect(await takeConcurrently(40, id, 7, limits, NOW)).toBe(100);
      expect(await find()).toMatchObject({ used: 100 });
    });

    test('give concurrent replicas exactly the rest of a month', async () => {
      const { id } = newBudget();
      const limits = { perMinute: 60_000, burst: 10_000, perMonth: 100 };
      expect(await takeConcurrently(40, id, 7, limits, NOW)).toBe(100);
    });

    test('restart a month once for concurrent replicas', async () => {
      const { id, take } = newBudget();
      // The bucket is not full when the month begins, so that only the month can stop the replicas.
      const limits = { perMinute: 60, burst: 200, perMonth: 50 };
      expect(await take(50, DECEMBER - SECOND, limits)).toBe(50);
      expect(await takeConcurrently(20, id, 4, limits, DECEMBER)).toBe(50);
    });

    test('do not change when they reject a request', async () => {
      const { take, find } = newBudget();
      await take(10);
      const before = await find();
      expect(await take(1)).toBe(0);
      expect(await find()).toEqual(before);
    });

    test('do not trust an outdated budget of the caller', async () => {
      const { take } = newBudget();
      await take(9);
      const outdated = { tat: NOW, month: '2096-11', used: 0 };
      expect(await take(3, NOW, LIMITS, outdated)).toBe(1);
      expect(await take(3, NOW, LIMITS, outdated)).toBe(0);
      const exhausted = { tat: NOW + 20 * SECOND, month: '2096-11', used: 1_000 };
      expect(await take(3, NOW + 2 * SECOND, LIMITS, exhausted)).toBe(2);
    });

    test('are created again after their item was deleted', async () => {
      const { take } = newBudget();
      const known = { tat: NOW + 5 * SECOND, month: '2096-11', used: 5 };
      expect(await take(3, NOW, LIMITS, known)).toBe(3);
    });

    test('do not grow by rejections of a replica whose clock is behind', async () => {
      const { take } = newBudget();
      const limits = { perMinute: 6_000, burst: 20 };
      const ahead = NOW + 100_000;
      expect(await take(20, ahead, limits)).toBe(20);
      for (const behind of [NOW, NOW + 10_000]) {
        expect(await take(1, behind, limits)).toBe(0);
        expect(await take(20, ahead, limits)).toBe(0);
      }
    });

    test('of a faster plan refill at its rate, whatever the slower plan owed', async () => {
      const { take } = newBudget();
      const slow = { perMinute: 1, burst: 60 };
      expect(await take(60, NOW, slow)).toBe(60);
      expect(await take(1, NOW)).toBe(0);
      expect(await take(5, NOW + 3 * SECOND)).toBe(3);
    });
  });
}
