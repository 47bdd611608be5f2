import { expect, test } from '@jest/globals';
import { ATTRIBUTES } from './attributes.js';
import {
  allAttributesInput,
  EXAMPLE_INCOME,
  exampleCouplePolicy,
  exampleIssueInput,
  examplePolicy,
  exampleTwoIncomesPolicy,
  exampleVerdict,
  salaryInput,
} from './examples.js';
import { parseIssueInput } from './issue/issue-input.js';
import { parsePolicy } from './policy/parse-policy.js';
import { makeKey } from './testing/environment.js';
import { formatAmount } from './words/format-amount.js';

test('the example policies are valid', () => {
  expect(parsePolicy(examplePolicy)).toEqual(examplePolicy);
  expect(parsePolicy(exampleTwoIncomesPolicy)).toEqual(exampleTwoIncomesPolicy);
  expect(parsePolicy(exampleCouplePolicy)).toEqual(exampleCouplePolicy);
});

test('the documented issue input is valid in its month, the salary input at any time', async () => {
  const attributes = Object.keys(exampleIssueInput.attributes);
  await parseIssueInput(exampleIssueInput, { attributes, contracts: false }, Date.UTC(2026, 10, 24));
  const { publicJwk } = await makeKey();
  await parseIssueInput(salaryInput([publicJwk]), { attributes, contracts: false }, Date.now());
  await parseIssueInput(
    allAttributesInput([publicJwk]),
    { attributes: [...ATTRIBUTES.keys()], contracts: false },
    Date.now(),
  );
});

test('the example verdict states the example income', () => {
  expect(formatAmount(EXAMPLE_INCOME, 'EUR')).toBe('54,000.00 EUR');
  expect(exampleVerdict.predicates[0]!.statement.en).toBe('Gross income is at least 54,000.00 EUR per year');
});
