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
    'annual income is at least 5,400.000 IQD',
  ]);
  expect(
    withoutPlatformData(() =>
      amounts.map(({ minor_units, currency }) => formatAmount(minor_units, currency)),
    ),
  ).toEqual(amounts.map(({ words }) => words));
});

test('describes a policy in words made from its terms, never in the verifier’s words', () => {
  expect(describePolicy(parsePolicy(fullPolicy()))).toEqual([
    'annual income (salary) + annual income (pension) is at least 54,000.00 EUR and at most 500,000.00 EUR',
    '40 × annual income (salary) − 100 × annual debt payments (salary) is at least 0.00 EUR',
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
