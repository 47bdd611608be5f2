import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ClientBudget,
  microsUntilNextRequest,
  monthOf,
  monthStart,
  remainingInBucket,
  remainingInMonth,
  remainingRequests,
} from './budget.js';
import type { PlanLimits } from './plan.js';
import { budgetAfter } from './testing/budget-after.js';

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

  test('end with the last microsecond of UTC', () => {
    expect(monthOf(monthStart('2026-12') - 1)).toBe('2026-11');
    expect(monthOf(monthStart('2026-12'))).toBe('2026-12');
  });
});

describe('a budget', () => {
  test('of a new client is a whole burst', () => {
    expect(remainingRequests(undefined, LIMITS, NOW)).toBe(10);
    expect(remainingInMonth(undefined, { perMinute: 60, burst: 10 }, NOW)).toBe(Number.POSITIVE_INFINITY);
  });

  test('shrinks by each request, and refills by one per emission interval', () => {
    const used = budgetAfter(undefined, 10, LIMITS, NOW);
    expect(used).toEqual({ tat: NOW + 10 * SECOND, month: '2026-11', used: 10 });
    expect(remainingInBucket(used, LIMITS, NOW)).toBe(0);
    expect(microsUntilNextRequest(used, LIMITS, NOW)).toBe(SECOND);
    expect(remainingInBucket(used, LIMITS, NOW + SECOND - 1)).toBe(0);
    expect(microsUntilNextRequest(used, LIMITS, NOW + SECOND - 1)).toBe(1);
    expect(remainingInBucket(used, LIMITS, NOW + SECOND)).toBe(1);
    expect(remainingInBucket(used, LIMITS, NOW + 60 * SECOND)).toBe(10);
  });

  test('with an exhausted monthly quota stays empty until the next month', () => {
    const used: ClientBudget = { tat: 0, month: '2026-11', used: 25 };
    expect(remainingRequests(used, LIMITS, monthStart('2026-12') - 1)).toBe(0);
    expect(remainingRequests(used, LIMITS, monthStart('2026-12'))).toBe(10);
    expect(remainingInMonth({ ...used, used: 99 }, LIMITS, NOW)).toBe(0);
  });

  test('never allows more in any interval than the burst and its refill', () => {
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
          const count = Math.min(wanted, remainingRequests(budget, limits, now));
          if (count > 0) budget = budgetAfter(budget, count, limits, now);
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

  test('allows one more request exactly when microsUntilNextRequest says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(60 * SECOND),
        (perMinute, burst, later) => {
          const limits = { perMinute, burst };
          const used = budgetAfter(undefined, burst, limits, NOW);
          const now = NOW + later;
          const left = remainingInBucket(used, limits, now);
          if (left === burst) return;
          const wait = microsUntilNextRequest(used, limits, now);
          expect(remainingInBucket(used, limits, now + wait)).toBe(left + 1);
          expect(remainingInBucket(used, limits, now + wait - 1)).toBe(left);
        },
      ),
    );
  });
});
