import { expect, test } from '@jest/globals';
import { CURRENCIES, decimalsOf } from '../currencies.js';
import { withoutPlatformData } from '../testing/altered-platform.js';
import { fullPolicy, incomePolicy } from '../testing/policies.js';
import { currencyVectors } from '../testing/vectors.js';
import { describePolicy, formatAmount } from './describe-policy.js';
import { parsePolicy } from './parse-policy.js';

const { decimals, amounts } = currencyVectors;

test('every currency has the decimals of ISO 4217', () => {
  const expected = Object.entries(decimals).flatMap(([count, codes]) =>
    codes.map((code) => [code, Number(count)]),
  );
  expect(CURRENCIES).toEqual(expected.map(([code]) => code).sort());
  expect(expected.map(([code]) => [code, decimalsOf(code as string)])).toEqual(expected);
});

test.each(amounts)(
  'formats $minor_units smallest units of $currency as $words',
  ({ minor_units, currency, words }) => {
    expect(formatAmount(minor_units, currency)).toBe(words);
  },
);

test('describes policies and amounts without locale data of the platform', () => {
  const policy = parsePolicy(incomePolicy({ currency: 'IQD' }));
  expect(withoutPlatformData(() => describePolicy(policy))).toEqual([
    'per year: gross income is at least 5,400.000 IQD',
  ]);
  expect(
    withoutPlatformData(() =>
      amounts.map(({ minor_units, currency }) => formatAmount(minor_units, currency)),
    ),
  ).toEqual(amounts.map(({ words }) => words));
});

test('describes a policy in words made from its terms, never in the verifier’s words', () => {
  expect(describePolicy(parsePolicy(fullPolicy()))).toEqual([
    'per year: gross income (salary) + gross income (pension) is at least 54,000.00 EUR and at most 500,000.00 EUR',
    'per year: 40 × gross income (salary) − 100 × debt payments (salary) is at least 0.00 EUR',
    'and to disclose: given name, family name, payer (source id)',
  ]);
});

test('does not name a single credential, and gives months as months', () => {
  const policy = parsePolicy(
    incomePolicy({
      predicates: [
        {
          label: 'Harmless',
          terms: [{ credential: 'salary', attribute: 'months_employed', coefficient: -2 }],
          at_most: '-24',
        },
      ],
    }),
  );
  expect(describePolicy(policy)).toEqual(['− 2 × months employed is at most -24 months']);
});

test('says what the amounts are per, and over what time where that is not one year', () => {
  const terms = ['salary', 'pension'].map((credential) => ({
    credential,
    attribute: 'regular_net',
    coefficient: 1,
  }));
  const predicate = (label: string, changes: object) => ({ label, terms, at_least: '450000', ...changes });
  const policy = parsePolicy(
    incomePolicy({
      credentials: ['salary', 'pension'],
      predicates: [
        predicate('a', { per: 'month', window_months: { min: 3, max: 12 }, combine: 'consecutive' }),
        predicate('b', { per: 'year', window_months: { min: 3, max: 3 } }),
        { ...predicate('c', {}), terms: [{ ...terms[0]!, attribute: 'lowest_month_net' }] },
      ],
    }),
  );
  const sum = 'regular net income (salary) + regular net income (pension)';
  expect(describePolicy(policy).slice(0, 3)).toEqual([
    `per month, over 3 to 12 months, of periods one after the other: ${sum} is at least 4,500.00 EUR`,
    `per year, over 3 months: ${sum} is at least 4,500.00 EUR`,
    'net income of the lowest month (salary) is at least 4,500.00 EUR',
  ]);
});
