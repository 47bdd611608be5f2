import { describe, expect, test } from '@jest/globals';
import { exampleTemplateInput } from '../examples.js';
import { MAX_COEFFICIENT, MAX_TEXT_CHARACTERS } from '../limits.js';
import { describePredicates } from '../policy/describe-policy.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { thrownBy } from '../testing/outcomes.js';
import { expandTemplate } from './expand-template.js';
import { type ListedParameter, listTemplates } from './list-templates.js';
import { parseRatio } from './parameter.js';

const RENT = { rent: '150000', currency: 'EUR' };
const expand = (parameters: unknown) => () => expandTemplate('rent_multiple', parameters);

/** Codes of an error are those of its first fault. */
const faultsOf = (run: () => unknown) => {
  const { code, errors } = thrownBy(run);
  return [code, ...errors!.map(({ pointer }) => pointer)];
};

test('is a policy of version 2, with the name of the template where the caller gives no words', () => {
  const policy = expandTemplate('rent_multiple', { ...RENT, multiple: '2.5', language: 'de' });
  expect(policy).toEqual({
    type: 'urn:zk-income:policy:2',
    credential_ids: ['salary'],
    credentials: ['salary'],
    purpose: 'Einkommen ist ein Vielfaches der Miete',
    currency: 'EUR',
    max_age_days: 60,
    predicates: [
      {
        label: 'Einkommen ist ein Vielfaches der Miete',
        terms: [{ credential: 'salary', attribute: 'regular_net', coefficient: 1 }],
        per: 'month',
        window_months: { min: 3, max: 4 },
        at_least: '375000',
      },
    ],
  });
  expect(describePredicates(policy)[0]!.de).toBe(
    'Das Nettoeinkommen aus regelmäßigen Zahlungen beträgt mindestens 3.750,00 EUR pro Monat, über einen Zeitraum von 3 bis 4 Monaten',
  );
});

test('takes purpose, age and claims of the caller', () => {
  const parameters = { ...RENT, purpose: 'Flat 7', max_age_days: 90, disclose: ['given_name'] };
  expect(expandTemplate('rent_multiple', parameters)).toMatchObject({
    purpose: 'Flat 7',
    max_age_days: 90,
    disclose: ['given_name'],
  });
});

test('is the same policy each time, and a new object', () => {
  const { template, parameters } = exampleTemplateInput;
  const [one, other] = [expandTemplate(template, parameters), expandTemplate(template, parameters)];
  expect(one).toEqual(other);
  expect(one).not.toBe(other);
});

describe('a template is rejected', () => {
  test.each([undefined, null, 7, 'rent', 'constructor', 'RENT_MULTIPLE'])('if it is %j', (id) => {
    const error = thrownBy(() => expandTemplate(id, RENT));
    expect(error).toMatchObject({ code: 'template_unknown', errors: [{ pointer: '#/template' }] });
    expect(error.detail).toContain('rent_multiple, annual_rent_multiple');
  });

  test.each<[string, unknown, string[]]>([
    [
      'no parameters',
      undefined,
      ['template_parameter_missing', '#/parameters/rent', '#/parameters/currency'],
    ],
    ['null', null, ['template_parameter_invalid', '#/parameters']],
    ['a list', [], ['template_parameter_invalid', '#/parameters']],
    ['a missing parameter', { rent: '1' }, ['template_parameter_missing', '#/parameters/currency']],
    ['an unknown parameter', { ...RENT, Rent: '1' }, ['template_parameter_unknown', '#/parameters']],
    ['an inherited parameter', { ...RENT, toString: 1 }, ['template_parameter_unknown', '#/parameters']],
    [
      'every fault together',
      { rent: 150000, multiple: '0', months: 60, x: 1 },
      [
        'template_parameter_unknown',
        ...['', '/rent', '/multiple', '/months', '/currency'].map((name) => `#/parameters${name}`),
      ],
    ],
  ])('for %s', (_, parameters, faults) => {
    expect(faultsOf(expand(parameters))).toEqual(faults);
  });

  test.each<[string, unknown]>([
    ['rent', 150000],
    ['rent', '1500.00'],
    ['rent', '0'],
    ['rent', '-1'],
    ['rent', '1000000000001'],
    ['multiple', 3],
    ['multiple', '0'],
    ['multiple', '0.00'],
    ['multiple', '0.009'],
    ['multiple', '1/101'],
    ['multiple', '100.01'],
    ['multiple', '101'],
    ['multiple', '3/0'],
    ['multiple', '03'],
    ['multiple', '2,5'],
    ['multiple', '2.555'],
    ['multiple', '-3'],
    ['months', 0],
    ['months', 60],
    ['months', 3.5],
    ['months', '3'],
    ['income', 'pension'],
    ['income', 'subject'],
    ['currency', 'euro'],
    ['max_age_days', 0],
    ['max_age_days', 367],
    ['language', 'fr'],
    ['purpose', ''],
    ['purpose', 'x'.repeat(MAX_TEXT_CHARACTERS + 1)],
    ['purpose', 'x\u202e'],
    ['disclose', []],
    ['disclose', 'given_name'],
    ['disclose', ['subject']],
    ['disclose', ['given_name', 'given_name']],
  ])('for %s = %j', (name, value) => {
    const error = thrownBy(expand({ ...RENT, [name]: value }));
    expect([error.code, ...error.errors!.map(({ pointer }) => pointer)]).toEqual([
      'template_parameter_invalid',
      `#/parameters/${name}`,
    ]);
    expect(error.detail).toMatch(/: expected .+; got /);
  });

  test('for months of an income that may contain payments of once a year', () => {
    const parameters = { ...RENT, income: 'gross_income', months: 11 };
    expect(faultsOf(expand(parameters))).toEqual(['template_parameter_invalid', '#/parameters/months']);
    expect(
      expandTemplate('rent_multiple', { ...parameters, months: 12 }).predicates[0]!.window_months,
    ).toEqual({ min: 12, max: 13 });
  });

  test('for a band without an income in it, and for a currency that the rule does not have', () => {
    const band = (at_least: string) => () =>
      expandTemplate('income_band', { at_least, at_most: '1200000', currency: 'EUR' });
    expect(faultsOf(band('1200001'))).toEqual(['template_parameter_invalid', '#/parameters/at_least']);
    band('1200000')();
    const { example } = listTemplates().find(({ id }) => id === 'residual_income')!;
    expect(expandTemplate('residual_income', example).currency).toBe('USD');
    const inEuros = () => expandTemplate('residual_income', { ...example, currency: 'EUR' });
    expect(faultsOf(inEuros)).toEqual(['template_parameter_unknown', '#/parameters']);
  });
});

test.each<[string, [bigint, bigint] | undefined]>([
  ['3', [3n, 1n]],
  ['2.5', [5n, 2n]],
  ['2.50', [5n, 2n]],
  ['10/3', [10n, 3n]],
  ['0.01', [1n, 100n]],
  ['9999/999', [1111n, 111n]],
  ['0', undefined],
  ['1/0', undefined],
  ['1e3', undefined],
  [' 3', undefined],
  ['.5', undefined],
])('the ratio %s is exact', (text, expected) => {
  const ratio = parseRatio(text);
  expect(ratio && [ratio.numerator, ratio.denominator]).toEqual(expected);
});

describe.each(listTemplates())('$id', ({ id, parameters, example, source, name, description }) => {
  const valuesOf = ({ minimum, maximum, values, default: usual, example: shown }: ListedParameter) =>
    [minimum, maximum, usual, shown, ...(typeof shown === 'string' && values ? values : [])].filter(
      (value) => value !== undefined,
    );

  test('accepts its example', () => {
    expandTemplate(id, example);
  });

  test('has policies for the ends of every range: no coefficient and no bound is too large', () => {
    const lists = parameters.map((one) => [one.name, valuesOf(one)] as const);
    // Every pair of values of two parameters.
    for (const [first, firstValues] of lists) {
      for (const [second, secondValues] of lists) {
        for (const a of firstValues) {
          for (const b of secondValues) {
            const given = { ...example, at_most: '1000000000000', [first]: a, [second]: b };
            const known = Object.fromEntries(
              Object.entries(given).filter(([key]) => parameters.some((one) => one.name === key)),
            );
            // Months of less than a year and an income of a year exclude each other.
            if (Number(known.months) < 12 && /^(net|gross)_income$/.test(String(known.income))) continue;
            if (BigInt((known.at_least as string) ?? 0) > BigInt((known.at_most as string) ?? 1e12)) continue;
            const policy = parsePolicy(expandTemplate(id, known));
            for (const { coefficient } of policy.predicates.flatMap(({ terms }) => terms))
              expect(Math.abs(coefficient)).toBeLessThanOrEqual(MAX_COEFFICIENT);
          }
        }
      }
    }
  });

  test('has texts in both languages that fit into a policy, and a public source', () => {
    for (const words of [name, description, ...parameters.map((one) => one.description)]) {
      expect(words.en).not.toBe(words.de);
      expect(Math.min(words.en.length, words.de.length)).toBeGreaterThan(5);
    }
    expect(Math.max(name.en.length, name.de.length)).toBeLessThanOrEqual(MAX_TEXT_CHARACTERS);
    expect(new URL(source.url).protocol).toBe('https:');
  });

  test('lists plain JSON', () => {
    const listed = listTemplates().find((one) => one.id === id);
    expect(JSON.parse(JSON.stringify(listed))).toEqual(listed);
  });
});
