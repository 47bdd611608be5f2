import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ClientBudget,
  leftByMonth,
  leftByRate,
  leftOf,
  monthOf,
  monthStart,
  spend,
  untilMore,
} from './budget.js';
import type { PlanLimits } from './plan.js';

const NOW = Date.UTC(2026, 10, 25) * 1000;
const SECOND = 1_000_000;
const LIMITS: PlanLimits = { perMinute: 60, burst: 10, perMonth: 25 };

describe('months', () => {
  test.each([
    ['2026-11', 0, '2026-11-01'],
    ['2026-11', 1, '2026-12-01'],
    ['2026-12', 1, '2027-01-01'],
    ['2028-02', 1, '2028-03-01'],
  ])('%s begins, %i later, on %s', (month, offset, day) => {
    expect(monthStart(month, offset)).toBe(Date.parse(day) * 1000);
  });

  test('end with their last microsecond of UTC', () => {
    expect(monthOf(monthStart('2026-12') - 1)).toBe('2026-11');
    expect(monthOf(monthStart('2026-12'))).toBe('2026-12');
  });
});

describe('a budget', () => {
  test('of who never used anything is a whole burst', () => {
    expect(leftOf(undefined, LIMITS, NOW)).toBe(10);
    expect(leftByMonth(undefined, { perMinute: 60, burst: 10 }, NOW)).toBe(Number.POSITIVE_INFINITY);
  });

  test('is less by what was used, and fills by one in the time of one', () => {
    const used = spend(undefined, 10, LIMITS, NOW);
    expect(used).toEqual({ fullAt: NOW + 10 * SECOND, month: '2026-11', used: 10 });
    expect(leftByRate(used, LIMITS, NOW)).toBe(0);
    expect(untilMore(used, LIMITS, NOW)).toBe(SECOND);
    expect(leftByRate(used, LIMITS, NOW + SECOND - 1)).toBe(0);
    expect(untilMore(used, LIMITS, NOW + SECOND - 1)).toBe(1);
    expect(leftByRate(used, LIMITS, NOW + SECOND)).toBe(1);
    expect(leftByRate(used, LIMITS, NOW + 60 * SECOND)).toBe(10);
  });

  test('of a month is gone until the next one', () => {
    const used: ClientBudget = { fullAt: 0, month: '2026-11', used: 25 };
    expect(leftOf(used, LIMITS, monthStart('2026-12') - 1)).toBe(0);
    expect(leftOf(used, LIMITS, monthStart('2026-12'))).toBe(10);
    expect(leftByMonth({ ...used, used: 99 }, LIMITS, NOW)).toBe(0);
  });

  test('never gives more in any stretch of time than a burst and what flows back in it', () => {
    const plans = fc.record({
      perMinute: fc.integer({ min: 1, max: 60_000 }),
      burst: fc.integer({ min: 1, max: 50 }),
    });
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5 * SECOND }), fc.integer({ min: 1, max: 20 })),
    );
    fc.assert(
      fc.property(plans, steps, (limits, wishes) => {
        const given: [number, number][] = [];
        let budget: ClientBudget | undefined;
        let now = NOW;
        for (const [pause, wanted] of wishes) {
          now += pause;
          const count = Math.min(wanted, leftOf(budget, limits, now));
          if (count > 0) budget = spend(budget, count, limits, now);
          given.push([now, count]);
        }
        for (const [from, [start]] of given.entries()) {
          let sum = 0;
          for (const [at, count] of given.slice(from)) {
            sum += count;
            expect(sum).toBeLessThanOrEqual(
              limits.burst + Math.floor(((at - start) * limits.perMinute) / (60 * SECOND)),
            );
          }
        }
      }),
    );
  });

  test('gives one more exactly when it says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(60 * SECOND),
        (perMinute, burst, later) => {
          const limits = { perMinute, burst };
          const used = spend(undefined, burst, limits, NOW);
          const now = NOW + later;
          const left = leftByRate(used, limits, now);
          if (left === burst) return;
          const wait = untilMore(used, limits, now);
          expect(leftByRate(used, limits, now + wait)).toBe(left + 1);
          expect(leftByRate(used, limits, now + wait - 1)).toBe(left);
        },
      ),
    );
  });
});
