import { describe, expect, test } from '@jest/globals';
import type { ClientBudget, PlanLimits } from '@zk-income/api-clients';
import { DynamoClientBudgetStore } from '../../stores/client-budget-store.js';
import { beforeNext, countCalls, loseNextAnswer, times } from '../faults.js';
import type { Open } from '../open.js';

const SECOND = 1_000_000;
/** In the middle of November. */
const NOW = Date.UTC(2096, 10, 15) * 1000;
const DECEMBER = Date.UTC(2096, 11, 1) * 1000;
/** One a second. */
const LIMITS: PlanLimits = { perMinute: 60, burst: 10, perMonth: 1_000 };

export function describeClientBudgets(open: Open): void {
  describe('budgets of clients', () => {
    const newBudget = (store = open()) => {
      const budgets = new DynamoClientBudgetStore(store);
      const id = crypto.randomUUID();
      const take = async (wanted: number, now = NOW, limits = LIMITS, known?: ClientBudget) =>
        (await budgets.take(id, wanted, limits, now, known)).taken;
      return { budgets, id, take };
    };

    test('give a burst, then what flows back', async () => {
      const { take, budgets, id } = newBudget();
      expect(await budgets.find(id)).toBeUndefined();
      expect(await take(4)).toBe(4);
      expect(await take(7)).toBe(6);
      expect(await take(1)).toBe(0);
      expect(await take(1, NOW + SECOND - 1)).toBe(0);
      expect(await take(2, NOW + SECOND)).toBe(1);
      expect(await take(20, NOW + 1_000 * SECOND)).toBe(10);
      expect(await budgets.find(id)).toEqual({
        tat: NOW + 1_010 * SECOND,
        month: '2096-11',
        used: 21,
      });
    });

    test('count a month, and begin the next one anew at its first microsecond', async () => {
      const { take, budgets, id } = newBudget();
      const limits = { perMinute: 60_000, burst: 100, perMonth: 7 };
      expect(await take(5, DECEMBER - 2, limits)).toBe(5);
      expect(await take(5, DECEMBER - 1, limits)).toBe(2);
      expect(await take(1, DECEMBER - 1, limits)).toBe(0);
      expect(await take(3, DECEMBER, limits)).toBe(3);
      expect(await budgets.find(id)).toMatchObject({ month: '2096-12', used: 3 });
      expect(await take(9, DECEMBER + SECOND, limits)).toBe(4);
    });

    test('begin a month with the bucket as it is', async () => {
      const { take } = newBudget();
      expect(await take(10, DECEMBER - 1)).toBe(10);
      expect(await take(1, DECEMBER)).toBe(0);
      expect(await take(5, DECEMBER + 2 * SECOND)).toBe(2);
    });

    test('count into the later month for a clock that is behind', async () => {
      const { take, budgets, id } = newBudget();
      const limits = { perMinute: 60, burst: 10, perMonth: 3 };
      expect(await take(2, DECEMBER, limits)).toBe(2);
      expect(await take(2, DECEMBER - 1, limits)).toBe(1);
      expect(await take(1, DECEMBER - 1, limits)).toBe(0);
      expect(await budgets.find(id)).toMatchObject({ month: '2096-12', used: 3 });
    });

    test('count months that nobody limits', async () => {
      const { take, budgets, id } = newBudget();
      expect(await take(3, NOW, { perMinute: 60, burst: 10 })).toBe(3);
      expect(await take(1, NOW, { perMinute: 60, burst: 10 })).toBe(1);
      expect(await budgets.find(id)).toMatchObject({ used: 4 });
    });

    test('are of one client each', async () => {
      const budgets = new DynamoClientBudgetStore(open());
      const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
      expect((await budgets.take(a, 10, LIMITS, NOW)).taken).toBe(10);
      expect((await budgets.take(b, 10, LIMITS, NOW)).taken).toBe(10);
    });

    test('give many replicas at once what is there and not one more', async () => {
      const id = crypto.randomUUID();
      const limits = { perMinute: 60, burst: 100, perMonth: 1_000 };
      const taken = await times(40, async () => {
        const budgets = new DynamoClientBudgetStore(open());
        return (await budgets.take(id, 7, limits, NOW)).taken;
      });
      expect(taken.reduce((sum, one) => sum + one, 0)).toBe(100);
      expect(await new DynamoClientBudgetStore(open()).find(id)).toMatchObject({ used: 100 });
    });

    test('give many replicas at once the rest of a month and not one more', async () => {
      const id = crypto.randomUUID();
      const limits = { perMinute: 60_000, burst: 10_000, perMonth: 100 };
      const taken = await times(40, async () => {
        const budgets = new DynamoClientBudgetStore(open());
        return (await budgets.take(id, 7, limits, NOW)).taken;
      });
      expect(taken.reduce((sum, one) => sum + one, 0)).toBe(100);
    });

    test('begin a month once, however many replicas do', async () => {
      const id = crypto.randomUUID();
      // The bucket is not full yet when the month begins, so nothing but the month stands between the replicas.
      const limits = { perMinute: 60, burst: 200, perMonth: 50 };
      const last = new DynamoClientBudgetStore(open());
      expect((await last.take(id, 50, limits, DECEMBER - SECOND)).taken).toBe(50);
      const taken = await times(20, async () => {
        const budgets = new DynamoClientBudgetStore(open());
        return (await budgets.take(id, 4, limits, DECEMBER)).taken;
      });
      expect(taken.reduce((sum, one) => sum + one, 0)).toBe(50);
    });

    test('use nothing up when they refuse, and write nothing', async () => {
      const store = open();
      const { take, budgets, id } = newBudget(store);
      await take(10);
      const before = await budgets.find(id);
      const calls = countCalls(store);
      expect(await take(1)).toBe(0);
      expect(calls).toEqual({ GetItemCommand: 1 });
      expect(await budgets.find(id)).toEqual(before);
    });

    test('cost one write and no read for whoever knows what is there', async () => {
      const store = open();
      const { budgets, id } = newBudget(store);
      let { budget } = await budgets.take(id, 1, LIMITS, NOW);
      const calls = countCalls(store);
      for (let i = 1; i < 5; i++) {
        ({ budget } = await budgets.take(id, 1, LIMITS, NOW + i * 3 * SECOND, budget));
      }
      expect(calls).toEqual({ UpdateItemCommand: 4 });
      expect(budget).toMatchObject({ used: 5 });
    });

    test('do not take it from whoever is mistaken about what is there', async () => {
      const { take } = newBudget();
      await take(9);
      const outdated = { tat: NOW, month: '2096-11', used: 0 };
      expect(await take(3, NOW, LIMITS, outdated)).toBe(1);
      expect(await take(3, NOW, LIMITS, outdated)).toBe(0);
      // Nor does who takes it for exhausted go without.
      const exhausted = { tat: NOW + 20 * SECOND, month: '2096-11', used: 1_000 };
      expect(await take(3, NOW + 2 * SECOND, LIMITS, exhausted)).toBe(2);
    });

    test('are taken once when the answer of the store is lost', async () => {
      const { id, budgets } = newBudget();
      for (const used of [2, 4]) {
        const losing = new DynamoClientBudgetStore(loseNextAnswer(open(), 'UpdateItemCommand'));
        expect(await losing.take(id, 2, LIMITS, NOW)).toMatchObject({ taken: 2, budget: { used } });
        expect(await budgets.find(id)).toMatchObject({ used });
      }
    });

    test('are taken from what is left by one who came between', async () => {
      const id = crypto.randomUUID();
      const other = new DynamoClientBudgetStore(open());
      const store = beforeNext(open(), 'UpdateItemCommand', () => other.take(id, 8, LIMITS, NOW));
      expect((await new DynamoClientBudgetStore(store).take(id, 5, LIMITS, NOW)).taken).toBe(2);
    });

    test('are made again when their item was deleted', async () => {
      const { take } = newBudget();
      const known = { tat: NOW + 5 * SECOND, month: '2096-11', used: 5 };
      expect(await take(3, NOW, LIMITS, known)).toBe(3);
    });

    test('are not given back by replicas whose clocks are behind', async () => {
      const { take } = newBudget();
      const limits = { perMinute: 6_000, burst: 20 };
      const ahead = NOW + 100_000;
      expect(await take(20, ahead, limits)).toBe(20);
      for (const behind of [NOW, NOW + 10_000]) {
        expect(await take(1, behind, limits)).toBe(0);
        expect(await take(20, ahead, limits)).toBe(0);
      }
    });

    test('of a faster plan do not wait for what a slower one owed', async () => {
      const { take } = newBudget();
      const slow = { perMinute: 1, burst: 60 };
      expect(await take(60, NOW, slow)).toBe(60);
      expect(await take(1, NOW)).toBe(0);
      expect(await take(5, NOW + 3 * SECOND)).toBe(3);
    });
  });
}
