import { describe, expect, test } from '@jest/globals';
import { policyTerm } from '../examples.js';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy, incomePolicy } from '../testing/policies.js';
import { parseWindow } from '../windows/window.js';
import { inequalitiesOf, mostCommitments, PROOF_BITS, padToPowerOfTwo } from './inequalities.js';
import { parsePolicy } from './parse-policy.js';
import type { Policy } from './policy.js';

const year = parseWindow({ start: '2025-11-01', end: '2026-10-31' })!;
const windowsOfOneYear = new Map([
  ['salary', year],
  ['pension', year],
]);

test('have the order of the protocol: predicates as listed, at_least before at_most; bounds', () => {
  const salary = (attribute: string, coefficient: bigint) => ({
    credential: 'salary',
    attribute,
    coefficient,
  });
  const pension = (attribute: string, coefficient: bigint) => ({
    credential: 'pension',
    attribute,
    coefficient,
  });
  expect(inequalitiesOf(parsePolicy(fullPolicy()), windowsOfOneYear)).toEqual([
    { predicate: 0, constant: -5400000n, terms: [salary('gross_income', 1n), pension('gross_income', 1n)] },
    {
      predicate: 0,
      constant: 50000000n,
      terms: [salary('gross_income', -1n), pension('gross_income', -1n)],
    },
    { predicate: 1, constant: 0n, terms: [salary('gross_income', 40n), salary('debt_payments', -100n)] },
    // No issuer decides alone that the sum of two incomes is within both bounds.
    { constant: 0n, terms: [salary('gross_income', 1n)] },
    { constant: 2n ** 53n - 1n, terms: [salary('gross_income', -1n)] },
    { constant: 0n, terms: [pension('gross_income', 1n)] },
    { constant: 2n ** 53n - 1n, terms: [pension('gross_income', -1n)] },
  ]);
});

test('prove a range below 2^64 for every policy', () => {
  expect(PROOF_BITS).toBe(64);
});

test.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 4],
  [5, 8],
  [9, 16],
  [16, 16],
])('%i are padded to %i with the last', (count, padded) => {
  const items = Array.from({ length: count }, (_, i) => i);
  expect(padToPowerOfTwo(items)).toEqual([...items, ...new Array(padded - count).fill(count - 1)]);
});

describe('a wide inequality', () => {
  const M = 2n ** 53n - 1n;
  const policyOf = (attribute: string, coefficient: number, atLeast: bigint, changes: object = {}) =>
    parsePolicy(
      incomePolicy({
        predicates: [
          {
            label: 'x',
            terms: [policyTerm('salary', attribute, coefficient)],
            ...(attribute === 'gross_income' && { per: 'year' }),
            at_least: String(atLeast),
            ...changes,
          },
        ],
      }),
    );
  const exactly = { window_months: { min: 12, max: 12 } };

  test('is one whose left side can be 2^64', () => {
    const isWide = (atLeast: bigint) =>
      inequalitiesOf(policyOf('gross_income', 2048, atLeast), windowsOfOneYear)[0]!.isWide ?? false;
    expect(isWide(-2047n)).toBe(false);
    expect(isWide(-2048n)).toBe(true);
  });

  test.each<[string, Policy, number]>([
    ['months below 2^64', policyOf('months_employed', 2048, -2047n), 1],
    ['months that reach it', policyOf('months_employed', 2048, -2048n), 2],
    ['a window of one length, below', policyOf('gross_income', 2048, -2047n, exactly), 1],
    ['a window of one length, which reaches it', policyOf('gross_income', 2048, -2048n, exactly), 2],
    ['any window, below', policyOf('gross_income', 5, -((2n ** 64n - 1825n * M - 1n) / 21960n)), 1],
    [
      'any window, which reaches it',
      policyOf('gross_income', 5, -((2n ** 64n - 1825n * M) / 21960n + 1n)),
      2,
    ],
    ['any window, for a negative constant', policyOf('gross_income', 6, 2n ** 50n), 2],
  ])('can be needed: %s', (_, policy, count) => {
    expect(mostCommitments(policy)).toBe(count);
  });
});

test('a lowest month is not scaled by its window', () => {
  const atLeast = (bound: bigint) =>
    outcome(() =>
      parsePolicy(
        incomePolicy({
          predicates: [
            {
              label: 'x',
              terms: [policyTerm('salary', 'lowest_month_net')],
              window_months: { min: 6, max: 12 },
              at_least: String(bound),
            },
          ],
        }),
      ),
    );
  expect(atLeast(2n ** 53n - 1n)).toBe('accepted');
  expect(atLeast(2n ** 53n)).toBe('policy_out_of_range');
});
