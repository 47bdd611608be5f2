import { describe, expect, test } from '@jest/globals';
import { ATTRIBUTES } from '../attributes.js';
import { CURRENCIES, decimalsOf } from '../currencies.js';
import { policyTerm } from '../examples.js';
import { withoutPlatformData } from '../testing/altered-platform.js';
import { fullPolicy } from '../testing/policies.js';
import { currencyVectors, statementVectors } from '../testing/vectors.js';
import { formatAmount, formatMonths } from '../words/format-amount.js';
import { inEveryLanguage, LANGUAGES } from '../words/language.js';
import { describePolicy, describePredicates } from './describe-policy.js';
import { parsePolicy } from './parse-policy.js';
import { peopleOf } from './people.js';
import type { Policy } from './policy.js';

const { decimals, amounts } = currencyVectors;
const { cases } = statementVectors;
const policyOf = (changes: object) => parsePolicy({ ...cases[0]!.policy, ...changes });

test('every currency has the decimals of ISO 4217', () => {
  const expected = Object.entries(decimals).flatMap(([count, codes]) =>
    codes.map((code) => [code, Number(count)]),
  );
  expect(CURRENCIES).toEqual(expected.map(([code]) => code).sort());
  expect(expected.map(([code]) => [code, decimalsOf(code as string)])).toEqual(expected);
});

test.each(amounts)(
  'formats $minor_units smallest units of $currency as $words.en',
  ({ minor_units, currency, words }) => {
    expect(inEveryLanguage((language) => formatAmount(minor_units, currency, language))).toEqual(words);
  },
);

test.each(cases)('describes $comment', ({ policy, statements }) => {
  expect(describePredicates(policyOf(policy))).toEqual(statements);
});

test('describes policies and amounts without locale data of the platform', () => {
  const policies = cases.map(({ policy }) => policyOf(policy));
  expect(withoutPlatformData(() => policies.map(describePredicates))).toEqual(
    cases.map(({ statements }) => statements),
  );
  expect(
    withoutPlatformData(() =>
      amounts.map(({ minor_units, currency }) => formatAmount(minor_units, currency, 'de')),
    ),
  ).toEqual(amounts.map(({ words }) => words.de));
});

test('never uses the words of the verifier, and ends with what is disclosed', () => {
  const policy = parsePolicy(fullPolicy());
  const texts = describePolicy(policy);
  expect(texts).toEqual([
    ...describePredicates(policy),
    {
      en: 'To be disclosed: given name, family name, payer',
      de: 'Offenzulegen sind: Vorname, Nachname, Zahler',
    },
  ]);
  for (const words of [policy.purpose, ...policy.predicates.map(({ label }) => label)])
    expect(JSON.stringify(texts)).not.toContain(words);
});

test('has a subject in both languages for every attribute, with an article in German', () => {
  for (const { meaning } of ATTRIBUTES.values()) {
    expect(meaning.en).toMatch(/^[a-z][a-z -]+$/);
    expect(meaning.de).toMatch(/^(das|der|die) [A-ZÄÖÜ]/);
  }
});

test('has one and many months', () => {
  const texts = ['1', '2', '0', '-1'].map((months) => LANGUAGES.map((one) => formatMonths(months, one)));
  expect(texts).toEqual([
    ['1 month', '1 Monat'],
    ['2 months', '2 Monate'],
    ['0 months', '0 Monate'],
    ['−1 month', '−1 Monat'],
  ]);
});

describe('what one of several people consents to', () => {
  const income = (terms: object[], bounds: object = { at_least: '100000' }) => ({
    label: 'Income',
    terms,
    per: 'year',
    ...bounds,
  });
  const of = (predicates: object[]) =>
    policyOf({
      credentials: ['anna', 'ben', 'cem'],
      credential_ids: ['anna', 'ben', 'cem'],
      people: { a: ['anna'], b: ['ben'], c: ['cem'] },
      disclose: ['given_name', 'family_name', 'birthdate'],
      predicates,
    });
  const textsOf = (policy: Policy, person: number) =>
    describePolicy(policy, peopleOf(policy)[person]).map(({ en }) => en);
  const withTwo = of([
    income([policyTerm('anna', 'gross_income'), policyTerm('ben', 'debt_payments', -2)]),
    income([policyTerm('cem', 'gross_income')]),
  ]);
  const disclosed = 'To be disclosed: given name, family name, birthdate';

  test('are the predicates of their credentials', () => {
    expect(textsOf(withTwo, 0)).toEqual([expect.stringContaining('(anna)'), disclosed]);
    expect(textsOf(withTwo, 2)).toEqual([expect.stringMatching(/^Gross income \(cem\)/), disclosed]);
  });

  test('and what another one learns of them', () => {
    expect(textsOf(withTwo, 1)).toEqual([
      expect.stringContaining('(anna)'),
      disclosed,
      expect.stringMatching(/^"a" learns .*: 2 × debt payments \(ben\)$/),
    ]);
    const difference = of([
      income([
        policyTerm('anna', 'gross_income'),
        policyTerm('ben', 'gross_income'),
        policyTerm('ben', 'debt_payments', -1),
      ]),
      income([policyTerm('cem', 'gross_income')]),
    ]);
    expect(textsOf(difference, 1).at(-1)).toMatch(/: gross income \(ben\) minus debt payments \(ben\)$/);
  });
});
