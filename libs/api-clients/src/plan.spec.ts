import { describe, expect, test } from '@jest/globals';
import { BUILT_IN_PLANS, isPlanLimits, isPlanName, MAX_PER_MINUTE } from './plan.js';

describe('limits of a plan', () => {
  test.each(Object.entries(BUILT_IN_PLANS))('of the built-in plan %s are valid', (name, limits) => {
    expect(isPlanName(name)).toBe(true);
    expect(isPlanLimits(limits)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', '60'],
    ['a rate as a string', { perMinute: '60', burst: 1 }],
    ['no rate', { burst: 1 }],
    ['no burst', { perMinute: 60 }],
    ['a rate of zero', { perMinute: 0, burst: 1 }],
    ['half a request', { perMinute: 0.5, burst: 1 }],
    ['more writes a second than DynamoDB allows for one item', { perMinute: MAX_PER_MINUTE + 1, burst: 1 }],
    ['a burst that takes longer than a day to refill', { perMinute: 1, burst: 1_441 }],
    ['a monthly quota of zero', { perMinute: 1, burst: 1, perMonth: 0 }],
    ['a monthly quota of null', { perMinute: 1, burst: 1, perMonth: null }],
    ['an unknown member', { perMinute: 1, burst: 1, perDay: 1 }],
  ])('are not %s', (_, value) => {
    expect(isPlanLimits(value)).toBe(false);
  });
});

test.each(['', 'Free', '9lives', 'a'.repeat(33), 'a b', 5])('rejects the plan name %j', (name) => {
  expect(isPlanName(name)).toBe(false);
});
