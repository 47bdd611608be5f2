import { expect, test } from '@jest/globals';
import { fullPolicy, policyWith } from '../testing/policies.js';
import { parseWindow } from '../windows/window.js';
import { inequalitiesOf, PROOF_BITS, padToPowerOfTwo } from './inequalities.js';
import { parsePolicy } from './parse-policy.js';

const year = parseWindow({ start: '2025-11-01', end: '2026-10-31' })!;
const windowsOfOneYear = new Map([
  ['salary', year],
  ['pension', year],
]);

test('have the order of the protocol: predicates as listed, at_least before at_most; bounds; subjects', () => {
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
    { constant: 0n, terms: [salary('subject', 1n), pension('subject', -1n)] },
    { constant: 0n, terms: [pension('subject', 1n), salary('subject', -1n)] },
  ]);
});

test('compare every credential after the first with the carrier, in both directions', () => {
  const four = policyWith((policy) => {
    policy.credentials = ['salary', 'pension', 'c', 'd'];
    delete policy.predicates[0].at_most;
  });
  const subjects = inequalitiesOf(parsePolicy(four), windowsOfOneYear).filter(
    ({ terms }) => terms[0]!.attribute === 'subject',
  );
  const pairs = subjects.map(({ terms }) => terms.map(({ credential }) => credential).join(' − '));
  expect(pairs).toEqual([
    'salary − pension',
    'pension − salary',
    'salary − c',
    'c − salary',
    'salary − d',
    'd − salary',
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
