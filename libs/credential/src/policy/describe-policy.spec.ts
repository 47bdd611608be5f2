import { expect, test } from '@jest/globals';
import { fullPolicy, incomePolicy } from '../testing/policies.js';
import { describePolicy, formatAmount } from './describe-policy.js';
import { parsePolicy } from './parse-policy.js';

test.each([
  ['5400000', 'EUR', '54,000.00 EUR'],
  ['0', 'EUR', '0.00 EUR'],
  ['7', 'EUR', '0.07 EUR'],
  ['-5400001', 'EUR', '−54,000.01 EUR'],
  ['1234567', 'JPY', '1,234,567 JPY'],
  ['-5', 'JPY', '−5 JPY'],
  ['1234567', 'KWD', '1,234.567 KWD'],
  ['123456789012345678901', 'USD', '1,234,567,890,123,456,789.01 USD'],
])('formats %s smallest units of %s as %s', (amount, currency, text) => {
  expect(formatAmount(amount, currency)).toBe(text);
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
