import { describe, expect, test } from '@jest/globals';
import { policyTerm } from '../examples.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { incomePolicy } from '../testing/policies.js';
import type { TrustedIssuer } from '../verify/trust.js';
import { assertAnswerable } from './answerable.js';
import { policyWarnings } from './policy-warnings.js';

const PAYROLL: TrustedIssuer = {
  iss: 'https://issuer.example',
  attributes: ['gross_income', 'debt_payments'],
  complete: ['gross_income', 'debt_payments'],
};
const REGISTER: TrustedIssuer = { iss: 'https://debts.example', attributes: ['debt_payments'], complete: [] };
const PARTIAL: TrustedIssuer = {
  iss: 'https://partial.example',
  attributes: ['gross_income', 'debt_payments'],
  complete: ['debt_payments'],
};
const TRUST = [PAYROLL, REGISTER, PARTIAL];

const policyOf = (changes: object) => parsePolicy(incomePolicy(changes));

/** The error of a policy; no faults for one that can be answered. */
function errorOf(changes: object, trust: readonly TrustedIssuer[] = TRUST) {
  try {
    assertAnswerable(policyOf(changes), trust);
    return { detail: '', errors: [] };
  } catch (error) {
    const { code, ...rest } = error as { code: string; detail: string; errors: { pointer: string }[] };
    expect(code).toBe('policy_unanswerable');
    return { ...rest, detail: (error as { detail: string }).detail };
  }
}

/** The pointers of the faults of a policy. */
const faultsOf = (...parameters: Parameters<typeof errorOf>): string[] =>
  errorOf(...parameters).errors.map(({ pointer }) => pointer);

const predicate = (bounds: object, ...terms: object[]) => ({
  label: JSON.stringify([bounds, terms]).slice(0, 100),
  terms: terms.length > 0 ? terms : [policyTerm('salary', 'gross_income')],
  ...(!JSON.stringify(terms).includes('months') && { per: 'year' }),
  ...bounds,
});
const debt = (coefficient: number, credential = 'salary') =>
  policyTerm(credential, 'debt_payments', coefficient);
const income = (coefficient = 1, credential = 'salary') =>
  policyTerm(credential, 'gross_income', coefficient);
const two = { credentials: ['salary', 'pension'] };

describe('a policy can be answered', () => {
  test.each<[string, object]>([
    ['with the default issuers', {}],
    ['with one trusted issuer of two', { issuers: { salary: ['https://other.example', PAYROLL.iss] } }],
    [
      'with a debt that one issuer attests completely',
      { predicates: [predicate({ at_most: '5' }, debt(1))] },
    ],
    ['with bounds that leave one value', { predicates: [predicate({ at_least: '5', at_most: '5' })] }],
    [
      'with an income that need not be complete, beside a debt of the same credential',
      {
        issuers: { salary: [PARTIAL.iss] },
        predicates: [predicate({ at_least: '5' }, income(), debt(-1))],
      },
    ],
    [
      'with an income that need not be complete, less that of another credential',
      {
        ...two,
        issuers: { salary: [PARTIAL.iss], pension: [PAYROLL.iss] },
        predicates: [predicate({ at_least: '5' }, income(), income(-1, 'pension'))],
      },
    ],
    [
      'with bounds per period that are reached by fractions',
      {
        predicates: [
          predicate({ at_least: '10' }, income(4), debt(6)),
          predicate({ at_most: '5' }, income(2), debt(3)),
        ],
      },
    ],
    [
      'with bounds that only the same sum would contradict',
      {
        predicates: [
          predicate({ at_least: '60' }, income(6), debt(5)),
          predicate({ at_most: '54' }, income(6), debt(4)),
        ],
      },
    ],
    [
      'with predicates that leave one value',
      { predicates: [predicate({ at_least: '5' }), predicate({ at_most: '10' }, income(2))] },
    ],
    [
      'with a debt of an issuer that is not complete, as a lower bound',
      { issuers: { salary: [REGISTER.iss] }, predicates: [predicate({ at_least: '5' }, debt(1))] },
    ],
    [
      'with a debt that is not complete and is subtracted, as an upper bound',
      {
        ...two,
        issuers: { pension: [REGISTER.iss] },
        predicates: [predicate({ at_most: '5' }, income(), debt(-1, 'pension'))],
      },
    ],
  ])('%s', (_, changes) => {
    expect(faultsOf(changes)).toEqual([]);
  });
});

describe('no holder can answer a policy', () => {
  test.each<[string, object, string[]]>([
    [
      'of an issuer that is not trusted',
      { issuers: { salary: ['https://other.example'] } },
      ['issuers/salary'],
    ],
    [
      'of an issuer in another spelling',
      { issuers: { salary: ['https://issuer.example/'] } },
      ['issuers/salary'],
    ],
    [
      'of an attribute that no trusted issuer attests',
      { predicates: [predicate({ at_least: '1' }, policyTerm('salary', 'months_employed'))] },
      ['predicates/0/terms/0/attribute'],
    ],
    [
      'of an attribute that the allowed issuer does not attest',
      { issuers: { salary: [REGISTER.iss] } },
      ['predicates/0/terms/0/attribute'],
    ],
    [
      'with an upper bound that no allowed issuer attests completely',
      { issuers: { salary: [REGISTER.iss] }, predicates: [predicate({ at_most: '5' }, debt(1))] },
      ['predicates/0/terms/0/attribute'],
    ],
    [
      'with a negative term that no allowed issuer attests completely',
      {
        ...two,
        issuers: { pension: [REGISTER.iss] },
        predicates: [predicate({ at_least: '5' }, income(), debt(-1, 'pension'))],
      },
      ['predicates/0/terms/1/attribute'],
    ],
    [
      'with bounds that contradict those of another predicate',
      { predicates: [predicate({ at_least: '6' }), predicate({ at_most: '5' })] },
      ['predicates/1'],
    ],
    [
      'with bounds that contradict those of the same sum times a negative factor',
      {
        predicates: [
          predicate({ at_least: '7' }, income(1), debt(-1)),
          predicate({ at_least: '-18' }, debt(3), income(-3)),
        ],
      },
      ['predicates/1'],
    ],
    [
      'with upper bounds that contradict each other, as one has a negative factor',
      {
        predicates: [
          predicate({ at_most: '5' }, income(1), debt(-1)),
          predicate({ at_most: '-18' }, debt(3), income(-3)),
        ],
      },
      ['predicates/1'],
    ],
    [
      'with bounds of one sum up to a factor',
      {
        predicates: [
          predicate({ at_least: '11' }, income(4), debt(6)),
          predicate({ at_most: '5' }, income(2), debt(3)),
        ],
      },
      ['predicates/1'],
    ],
    ...[
      [{ at_least: '5' }, { at_least: '3' }, { at_most: '4' }],
      [{ at_least: '3' }, { at_least: '5' }, { at_most: '4' }],
      [{ at_most: '4' }, { at_most: '9' }, { at_least: '5' }],
      [{ at_most: '9' }, { at_most: '4' }, { at_least: '5' }],
    ].map((bounds): [string, object, string[]] => [
      `with the bounds ${JSON.stringify(bounds)}`,
      { predicates: bounds.map((bound) => predicate(bound)) },
      ['predicates/2'],
    ]),
    [
      'with predicates of one credential that admit no common period',
      {
        predicates: [
          { ...predicate({ at_least: '5' }), window_months: { min: 24, max: 36 } },
          predicate({ at_least: '6' }),
        ],
      },
      ['credentials/0'],
    ],
    [
      'with a debt beside an income of two years, of one credential',
      {
        predicates: [
          { ...predicate({ at_least: '5' }), window_months: { min: 24, max: 36 } },
          { ...predicate({ at_most: '6' }, debt(1)), window_months: { min: 12, max: 60 } },
        ],
      },
      ['credentials/0'],
    ],
    [
      'with bounds of a month and of a year that contradict each other',
      {
        predicates: [{ ...predicate({ at_least: '2' }), per: 'month' }, predicate({ at_most: '23' })],
      },
      ['predicates/1'],
    ],
    [
      'for several reasons, all of which are named',
      {
        issuers: { salary: ['https://other.example'] },
        predicates: [predicate({ at_least: '6' }), predicate({ at_most: '5' })],
      },
      ['issuers/salary', 'predicates/1'],
    ],
  ])('%s', (_, changes, paths) => {
    expect(faultsOf(changes)).toEqual(paths.map((path) => `#/policy/${path}`));
  });

  test('with bounds between two integers, of what no window divides', () => {
    const months = { ...PAYROLL, attributes: ['months_employed'], complete: ['months_employed'] };
    const twice = (total: string) => ({
      predicates: [
        predicate({ at_least: total, at_most: total }, policyTerm('salary', 'months_employed', 2)),
      ],
    });
    expect(faultsOf(twice('4'), [months])).toEqual([]);
    expect(faultsOf(twice('3'), [months])).toEqual(['#/policy/predicates/0']);
    expect(faultsOf({ predicates: [predicate({ at_least: '3', at_most: '3' }, income(2))] })).toEqual([]);
  });

  describe('because of the windows of a credential', () => {
    const attributes = ['gross_income', 'regular_net', 'months_employed'];
    const trust = [{ ...PAYROLL, attributes, complete: [] }];
    const of = (attribute: string, min: number, max: number, changes: object = {}) => ({
      ...predicate({ at_least: '1' }, policyTerm('salary', attribute)),
      window_months: { min, max },
      ...changes,
    });
    const months = predicate({ at_least: '1' }, policyTerm('salary', 'months_employed'));
    const together = (combine: string) =>
      of('regular_net', 24, 24, {
        terms: ['salary', 'pension'].map((id) => policyTerm(id, 'regular_net')),
        combine,
      });
    const NO_WINDOW = ['#/policy/credentials/0'];

    test.each<[string, object[], string[]]>([
      ['months have no window', [of('regular_net', 3, 6), months], []],
      ['months alone', [months], []],
      ['what recurs is in short windows', [of('regular_net', 3, 6), of('regular_net', 1, 3)], []],
      ['all income is not', [of('regular_net', 3, 6), of('gross_income', 1, 12)], NO_WINDOW],
      ['windows touch', [of('regular_net', 3, 12), of('gross_income', 12, 24)], []],
      ['windows do not touch', [of('regular_net', 3, 11), of('gross_income', 12, 24)], NO_WINDOW],
      [
        'each of consecutive windows may be shorter',
        [together('consecutive'), of('regular_net', 12, 13)],
        [],
      ],
      ['each of concurrent windows may not', [together('concurrent'), of('regular_net', 12, 13)], NO_WINDOW],
    ])('%s', (_, predicates, expected) => {
      expect(faultsOf({ credentials: ['salary', 'pension'], predicates }, trust)).toEqual(expected);
    });
  });

  test('whose attributes of one credential no single issuer attests', () => {
    const trust = [{ ...PAYROLL, attributes: ['gross_income'] }, REGISTER];
    const predicates = [predicate({ at_least: '5' }, income(), debt(1))];
    expect(faultsOf({ predicates }, trust)).toEqual(['#/policy/credentials/0']);
  });

  test('if the verifier trusts no issuer', () => {
    expect(faultsOf({}, [])).toEqual(['#/policy/credentials']);
    expect(errorOf({}, []).detail).toBe('policy.credentials: this verifier trusts no issuer.');
  });

  test('and the error says what could be asked instead', () => {
    const issuers = { salary: ['https://other.example'] };
    expect(errorOf({ issuers }).detail).toBe(
      'policy.issuers.salary: no issuer of the list is trusted; expected one such as https://issuer.example, ' +
        'https://debts.example, https://partial.example.',
    );
    const ofRegister = { issuers: { salary: [REGISTER.iss] } };
    expect(errorOf(ofRegister).detail).toMatch(/attests this attribute; expected one of debt_payments\.$/);
    const upperBound = { ...ofRegister, predicates: [predicate({ at_most: '5' }, debt(1))] };
    expect(errorOf(upperBound).detail).toMatch(/attests the attribute completely; expected the other bound/);
  });
});

describe('the warnings of a policy', () => {
  const warnings = (changes: object) =>
    policyWarnings(policyOf(changes), TRUST).map(({ pointer }) => pointer);
  const amount = (currency: string, at_least: string, ...terms: object[]) =>
    warnings({ currency, predicates: [predicate({ at_least }, ...terms)] });
  const AT_LEAST = ['#/policy/predicates/0/at_least'];

  test.each<[string, string, string[]]>([
    ['EUR', '54000', AT_LEAST],
    ['EUR', '99999', AT_LEAST],
    ['EUR', '-54000', AT_LEAST],
    ['EUR', '100000', []],
    ['EUR', '0', []],
    ['IQD', '540000', AT_LEAST],
    ['IQD', '1000000', []],
    ['JPY', '54000', []],
    ['JPY', '540', []],
  ])('for %s and at least %s smallest units are %j', (currency, at_least, expected) => {
    expect(amount(currency, at_least)).toEqual(expected);
  });

  test('say what the amount is', () => {
    expect(policyWarnings(policyOf({ predicates: [predicate({ at_least: '54000' })] }), TRUST)).toEqual([
      {
        pointer: '#/policy/predicates/0/at_least',
        detail: 'The amount is 540.00 EUR: amounts are in the smallest unit, so 100 is 1.00 EUR.',
      },
    ]);
  });

  test('consider the largest coefficient, and both bounds', () => {
    expect(amount('EUR', '400000', income(40))).toEqual(AT_LEAST);
    expect(amount('EUR', '4000000', income(40))).toEqual([]);
    expect(warnings({ predicates: [predicate({ at_least: '1', at_most: '90000' })] })).toEqual([
      ...AT_LEAST,
      '#/policy/predicates/0/at_most',
    ]);
  });

  test('compare amounts of a month with a twelfth', () => {
    const perMonth = (at_least: string) =>
      warnings({ predicates: [{ ...predicate({ at_least }), per: 'month' }] });
    expect(perMonth('8333')).toEqual(AT_LEAST);
    expect(perMonth('8334')).toEqual([]);
  });

  test('name an age that periods of calendar months often exceed', () => {
    expect(warnings({ max_age_days: 30 })).toEqual(['#/policy/max_age_days']);
    expect(warnings({ max_age_days: 31 })).toEqual([]);
  });

  test('do not concern months', () => {
    expect(amount('EUR', '24', policyTerm('salary', 'months_employed'))).toEqual([]);
  });

  test('name an untrusted issuer beside a trusted one', () => {
    expect(warnings({ issuers: { salary: [PAYROLL.iss, 'https://other.example'] } })).toEqual([
      '#/policy/issuers/salary/1',
    ]);
  });
});
