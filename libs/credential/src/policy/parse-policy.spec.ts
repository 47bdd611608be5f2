import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { policyTerm } from '../examples.js';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy, incomePolicy, type Json, policyWith } from '../testing/policies.js';
import { isIssuerIdentifier, parsePolicy } from './parse-policy.js';

const ofPolicy = (value: unknown) => outcome(() => parsePolicy(value));
const term = (changes: object = {}) => ({
  credential: 'salary',
  attribute: 'gross_income',
  coefficient: 1,
  ...changes,
});
const predicate = (changes: object = {}) => ({
  label: 'x',
  terms: [term()],
  per: 'year',
  at_least: '0',
  ...changes,
});
const bound = (text: unknown) => incomePolicy({ predicates: [predicate({ at_least: text })] });
const coefficient = (value: unknown) =>
  incomePolicy({ predicates: [predicate({ terms: [term({ coefficient: value })], at_least: '0' })] });

/** Each of these is a valid policy with one change. */
type Change = [string, (policy: Json) => void];
const invalid = (changes: Change[]) =>
  test.each(changes)('reject %s', (_, change) => {
    expect(ofPolicy(policyWith(change))).toBe('policy_invalid');
  });

test('parses a policy with all members', () => {
  expect(parsePolicy(fullPolicy())).toEqual(fullPolicy());
});

test('parses a policy without the optional members', () => {
  expect(ofPolicy(incomePolicy())).toBe('accepted');
});

describe('the policy itself', () => {
  test.each([undefined, null, 1, 'policy', true, [fullPolicy()]])('is not %j', (value) => {
    expect(ofPolicy(value)).toBe('policy_invalid');
  });

  test.each(['type', 'credential_ids', 'credentials', 'purpose', 'currency', 'max_age_days', 'predicates'])(
    'requires %s',
    (member) => {
      expect(ofPolicy(policyWith((policy) => delete policy[member]))).toBe('policy_invalid');
    },
  );

  test('ignores inherited members', () => {
    const { purpose, ...own } = fullPolicy();
    expect(ofPolicy(Object.setPrototypeOf(own, { purpose }))).toBe('policy_invalid');
  });

  test('does not repeat the name of an unknown member, which is the sender’s text', () => {
    expect(() => parsePolicy({ ...fullPolicy(), '<script>': 1 })).not.toThrow(/script/);
  });

  invalid([
    ['an unknown member', (policy) => (policy.max_income = '1')],
    [
      'a member named __proto__',
      (policy) => Object.defineProperty(policy, '__proto__', { value: {}, enumerable: true }),
    ],
    ['a member named constructor', (policy) => (policy.constructor = {})],
    ['another type', (policy) => (policy.type = 'urn:zk-income:policy:1')],
    ['an unknown currency', (policy) => (policy.currency = 'EUX')],
    ['a currency in lower case', (policy) => (policy.currency = 'eur')],
    ['a list of one currency', (policy) => (policy.currency = ['EUR'])],
    ['no purpose', (policy) => (policy.purpose = '')],
    ['a purpose of 141 characters', (policy) => (policy.purpose = 'x'.repeat(141))],
    ['a purpose with a bidirectional override', (policy) => (policy.purpose = 'Rent \u202e005.1')],
    ['a purpose of two lines', (policy) => (policy.purpose = 'Rent\nand more')],
    ['an age of 0 days', (policy) => (policy.max_age_days = 0)],
    ['an age of 367 days', (policy) => (policy.max_age_days = 367)],
    ['half a day', (policy) => (policy.max_age_days = 1.5)],
    ['an age inside a string', (policy) => (policy.max_age_days = '60')],
  ]);

  test('accepts ages of 1 and 366 days, and a purpose of 140 characters', () => {
    expect(ofPolicy(incomePolicy({ max_age_days: 366 }))).toBe('accepted');
    expect(ofPolicy(incomePolicy({ max_age_days: 1 }))).toBe('accepted');
    expect(ofPolicy(incomePolicy({ purpose: 'x'.repeat(140) }))).toBe('accepted');
  });
});

describe('credential ids', () => {
  const only = (id: unknown) => (policy: Json) => {
    policy.credentials[1] = id;
    policy.predicates[0].terms[1].credential = id;
    delete policy.issuers;
  };
  invalid([
    ['no ids', (policy) => (policy.credentials = [])],
    ['one id as a string', (policy) => (policy.credentials = 'salary')],
    ['a duplicate id', (policy) => (policy.credentials = ['salary', 'pension', 'pension'])],
    ['seven ids', (policy) => (policy.credentials = ['salary', 'pension', 'c', 'd', 'e', 'f', 'g'])],
    ['an id that is a number', only(7)],
    ['an id that is a list of one', (policy) => policy.credentials.push(['bonus'])],
    ['an id in upper case', only('Pension')],
    ['an empty id', only('')],
    ['an id that starts with a digit', only('2nd')],
    ['an id named __proto__', only('__proto__')],
    ['an id of 33 characters', only('p'.repeat(33))],
    ['an id with a line feed', only('pension\n')],
    ['an id with a homoglyph', only('pensiоn')],
    ['two carriers', (policy) => (policy.credential_ids = ['salary', 'pension'])],
    ['no carrier', (policy) => (policy.credential_ids = [])],
    ['a carrier that is not the first', (policy) => (policy.credential_ids = ['pension'])],
    ['a carrier as a string', (policy) => (policy.credential_ids = 'salary')],
  ]);

  test('may be names that every JavaScript object inherits', () => {
    expect(ofPolicy(policyWith(only('constructor')))).toBe('accepted');
    expect(ofPolicy(policyWith(only('p'.repeat(32))))).toBe('accepted');
  });
});

describe('predicates', () => {
  const first = (change: (predicate: Json) => void) => (policy: Json) => change(policy.predicates[0]);
  invalid([
    ['no predicates', (policy) => (policy.predicates = [])],
    ['a predicate that is not an object', (policy) => (policy.predicates[0] = 'income')],
    ['a duplicate predicate', (policy) => policy.predicates.push(policy.predicates[1])],
    [
      'a predicate twice with its members in another order',
      (policy) => policy.predicates.push(Object.fromEntries(Object.entries(policy.predicates[1]).reverse())),
    ],
    ['a predicate with an unknown member', first((predicate) => (predicate.bits = 8))],
    ['a predicate without label', first((predicate) => delete predicate.label)],
    ['a label with a control character', first((predicate) => (predicate.label = 'a\u0007'))],
    ['a label of 141 characters', first((predicate) => (predicate.label = 'x'.repeat(141)))],
    ['a predicate without terms', first((predicate) => delete predicate.terms)],
    ['an empty list of terms', first((predicate) => (predicate.terms = []))],
    ['terms that are not a list', first((predicate) => (predicate.terms = { 0: term(), length: 1 }))],
    [
      'a predicate without bound',
      first((predicate) => {
        delete predicate.at_least;
        delete predicate.at_most;
      }),
    ],
    ['an at_least above the at_most', first((predicate) => (predicate.at_least = '50000001'))],
  ]);

  test('may have an at_least equal to the at_most', () => {
    expect(ofPolicy(policyWith(first((predicate) => (predicate.at_least = '50000000'))))).toBe('accepted');
  });

  test.each(['', '0x10', ' 1', '01', '-0', '1.0', '1e3', '9'.repeat(29), 5400000, null, ['0'], true])(
    'reject the bound %j',
    (text) => {
      expect(ofPolicy(bound(text))).toBe('policy_invalid');
    },
  );
});

describe('terms', () => {
  const first = (change: (term: Json) => void) => (policy: Json) => change(policy.predicates[0].terms[0]);
  invalid([
    ['a term that is not an object', (policy) => (policy.predicates[0].terms[0] = 'salary')],
    ['a term with an unknown member', first((term) => (term.unit = 'EUR'))],
    ['a term without credential', first((term) => delete term.credential)],
    ['a term of a credential that is not listed', first((term) => (term.credential = 'bonus'))],
    ['a term of an inherited name', first((term) => (term.credential = 'constructor'))],
    ['an unregistered attribute', first((term) => (term.attribute = 'height'))],
    ['an inherited name as attribute', first((term) => (term.attribute = 'constructor'))],
    ['the subject', first((term) => (term.attribute = 'subject'))],
    ['an attribute that is not a string', first((term) => (term.attribute = ['gross_income']))],
    [
      'an attribute of a credential twice',
      (policy) => policy.predicates[0].terms.push({ ...policy.predicates[0].terms[0], coefficient: 2 }),
    ],
    [
      'money and months of one credential in one sum',
      (policy) => {
        policy.predicates[1].terms[1] = term({ attribute: 'months_employed' });
      },
    ],
    [
      'an amount per period and a lowest month in one sum',
      (policy) => {
        policy.predicates[1].terms[1] = term({ attribute: 'lowest_month_net' });
      },
    ],
    [
      'money and months in one sum',
      (policy) => policy.predicates[0].terms.push(term({ attribute: 'months_employed' })),
    ],
  ]);

  test.each([0, -0, 0.5, 2 ** 24 + 1, -(2 ** 24) - 1, '1', null, Number.NaN, Number.POSITIVE_INFINITY, 1n])(
    'have no coefficient like %p',
    (value) => {
      expect(ofPolicy(coefficient(value))).toBe('policy_invalid');
    },
  );

  test.each(['height', 'constructor', 'subject', undefined, ['gross_income']])(
    'reject the attribute %j',
    (attribute) => {
      const predicates = [predicate({ terms: [term({ attribute })] })];
      expect(ofPolicy(incomePolicy({ predicates }))).toBe('policy_invalid');
    },
  );

  test('may have the largest coefficient of either sign', () => {
    for (const largest of [2 ** 24, -(2 ** 24)]) expect(ofPolicy(coefficient(largest))).toBe('accepted');
  });
});

describe('periods and windows', () => {
  const valid = (changes: object, credentials = ['salary']) =>
    ofPolicy(incomePolicy({ credentials, predicates: [predicate(changes)] }));
  const of = (attribute: string, value = 1, credential = 'salary') =>
    term({ attribute, coefficient: value, credential });
  const two = ['salary', 'pension'];
  const both = (...attributes: string[]) =>
    two.flatMap((id) => attributes.map((attribute) => of(attribute, 1, id)));
  const noPeriod = { per: undefined };
  const without = (changes: object) => JSON.parse(JSON.stringify({ ...changes, ...noPeriod }));

  test('amounts per period are per year or per month, and others are not', () => {
    expect(valid({ per: 'month' })).toBe('accepted');
    for (const per of ['week', 'window', 'constructor', 1, null, ['year']])
      expect(valid({ per })).toBe('policy_invalid');
    const bare = (attribute: string, changes: object = {}) =>
      ofPolicy(incomePolicy({ predicates: [without(predicate({ terms: [of(attribute)], ...changes }))] }));
    expect(bare('gross_income')).toBe('policy_invalid');
    expect(bare('lowest_month_net')).toBe('accepted');
    expect(bare('months_employed')).toBe('accepted');
    expect(valid({ terms: [of('lowest_month_net')] })).toBe('policy_invalid');
    expect(valid({ terms: [of('months_employed')] })).toBe('policy_invalid');
  });

  test.each([
    [{ min: 1, max: 60 }, 'accepted'],
    [{ min: 12, max: 12 }, 'accepted'],
    [{ min: 0, max: 12 }, 'policy_invalid'],
    [{ min: 12, max: 61 }, 'policy_invalid'],
    [{ min: 13, max: 12 }, 'policy_invalid'],
    [{ min: 12 }, 'policy_invalid'],
    [{ min: 12, max: 12, unit: 'month' }, 'policy_invalid'],
    [{ min: '12', max: 12 }, 'policy_invalid'],
    [{ min: 1.5, max: 12 }, 'policy_invalid'],
    [[12, 12], 'policy_invalid'],
    [12, 'policy_invalid'],
    [null, 'policy_invalid'],
  ])('window_months %j: %s', (window_months, expected) => {
    expect(valid({ window_months })).toBe(expected);
  });

  test('windows of less than a year have only what recurs', () => {
    const short = { window_months: { min: 3, max: 11 } };
    expect(valid(short)).toBe('policy_invalid');
    expect(valid({ ...short, terms: [of('regular_gross')] })).toBe('accepted');
    expect(valid({ ...short, terms: [of('regular_gross'), of('debt_payments', -1, 'pension')] }, two)).toBe(
      'accepted',
    );
    expect(valid({ ...short, terms: [of('regular_gross'), of('debt_payments', -1)] })).toBe('policy_invalid');
    expect(valid({ ...short, terms: [of('regular_gross')], at_most: '5' })).toBe('policy_invalid');
    const lowest = (max: number) =>
      ofPolicy(
        incomePolicy({
          predicates: [
            without(predicate({ terms: [of('lowest_month_net')], window_months: { min: 1, max } })),
          ],
        }),
      );
    expect(lowest(3)).toBe('accepted');
    expect(lowest(2)).toBe('policy_invalid');
  });

  test('an upper bound has no windows of other lengths than a year', () => {
    const years = { window_months: { min: 24, max: 36 }, at_most: '5' };
    expect(valid(years)).toBe('policy_invalid');
    expect(valid({ ...years, window_months: { min: 13, max: 36 } })).toBe('accepted');
  });

  test('a lowest month is only what must be large', () => {
    const lowest = (changes: object) =>
      ofPolicy(
        incomePolicy({ predicates: [without(predicate({ terms: [of('lowest_month_net')], ...changes }))] }),
      );
    expect(lowest({ at_most: '5' })).toBe('policy_invalid');
    expect(lowest({ terms: [of('lowest_month_net', -1)] })).toBe('policy_invalid');
  });

  test.each([
    ['gross_income', 'pension'],
    ['pension', 'gross_income'],
    ['gross_income', 'net_income'],
    ['gross_income', 'variable_income'],
    ['net_income', 'regular_net'],
    ['net_income', 'regular_gross'],
    ['regular_gross', 'benefits'],
    ['regular_net', 'maintenance'],
    ['gross_income', 'self_employed_profit'],
  ])('%s and %s of one credential are not added', (one, other) => {
    expect(valid({ terms: [of(one), of(other)] })).toBe('policy_invalid');
    expect(valid({ terms: [of(one, -1), of(other, -2)] })).toBe('policy_invalid');
    expect(valid({ terms: [of(one), of(other, -1)] })).toBe('accepted');
    expect(valid({ terms: [of(one), of(other, 1, 'pension')] }, two)).toBe('accepted');
  });

  test('a bonus is added to what recurs, and two amounts of different kinds', () => {
    expect(valid({ terms: [of('regular_gross', 2), of('variable_income')] })).toBe('accepted');
    expect(valid({ terms: [of('pension'), of('benefits')] })).toBe('accepted');
  });

  test('months of two credentials are not added', () => {
    const months = without(predicate({ terms: both('months_employed') }));
    expect(ofPolicy(incomePolicy({ credentials: two, predicates: [months] }))).toBe('policy_invalid');
    const windows = without(
      predicate({ terms: [of('months_employed')], window_months: { min: 12, max: 12 } }),
    );
    expect(ofPolicy(incomePolicy({ predicates: [windows] }))).toBe('policy_invalid');
  });

  test('windows one after the other are those of added amounts of several credentials', () => {
    const consecutive = { combine: 'consecutive', terms: both('regular_gross') };
    expect(valid(consecutive, two)).toBe('accepted');
    expect(valid({ ...consecutive, combine: 'concurrent' }, two)).toBe('accepted');
    expect(valid({ ...consecutive, combine: 'concurrent', at_most: '5' }, two)).toBe('accepted');
    expect(valid({ ...consecutive, combine: 'any' }, two)).toBe('policy_invalid');
    expect(valid({ ...consecutive, terms: [of('regular_gross')] }, two)).toBe('policy_invalid');
    expect(valid({ ...consecutive, at_most: '5' }, two)).toBe('policy_invalid');
    const debts = { terms: [...both('regular_gross'), of('debt_payments', -1)] };
    expect(valid({ ...consecutive, ...debts }, two)).toBe('policy_invalid');
    const lowest = without(predicate({ combine: 'consecutive', terms: both('lowest_month_net') }));
    expect(ofPolicy(incomePolicy({ credentials: two, predicates: [lowest] }))).toBe('policy_invalid');
  });
});

describe('issuers', () => {
  invalid([
    ['issuers that are null', (policy) => (policy.issuers = null)],
    ['a list of issuers', (policy) => (policy.issuers = ['https://issuer.example'])],
    ['no entries', (policy) => (policy.issuers = {})],
    ['an id that is not listed', (policy) => (policy.issuers = { bonus: ['https://issuer.example'] })],
    [
      'an entry named __proto__',
      (policy) => (policy.issuers = JSON.parse('{"__proto__":["https://issuer.example"]}')),
    ],
    ['an empty list', (policy) => (policy.issuers.salary = [])],
    ['an issuer as a string', (policy) => (policy.issuers.salary = 'https://issuer.example')],
    ['a duplicate issuer', (policy) => policy.issuers.salary.push('https://issuer.example')],
    ['an issuer that is not a string', (policy) => (policy.issuers.salary = [1])],
    ['an issuer that is not a URL', (policy) => (policy.issuers.salary = ['issuer'])],
  ]);

  test.each([
    'https://issuer.example',
    'https://issuer.example/',
    'https://issuer.example/tenant/1',
    'http://localhost:3001',
  ])('may be %s', (text) => {
    expect(isIssuerIdentifier(text)).toBe(true);
  });

  test.each([
    ['a query', 'https://issuer.example/?a=1'],
    ['an empty query', 'https://issuer.example/?'],
    ['a fragment', 'https://issuer.example/#a'],
    ['an empty fragment', 'https://issuer.example/#'],
    ['a user', 'https://user@issuer.example/'],
    ['a password', 'https://:secret@issuer.example/'],
    ['another scheme', 'ftp://issuer.example/'],
    ['a javascript URL', 'javascript:alert(1)'],
    ['upper case in the host', 'https://ISSUER.example/'],
    ['a default port', 'https://issuer.example:443/'],
    ['dots in the path', 'https://issuer.example/a/../b'],
    ['a host that is not ASCII', 'https://íssuer.example/'],
    ['white space', ' https://issuer.example/'],
    ['513 characters', `https://issuer.example/${'a'.repeat(490)}`],
    ['a URL object', new URL('https://issuer.example/')],
    ['a list', ['https://issuer.example']],
  ])('reject %s', (_, value) => {
    expect(isIssuerIdentifier(value)).toBe(false);
  });

  test('may have 512 characters', () => {
    expect(isIssuerIdentifier(`https://issuer.example/${'a'.repeat(489)}`)).toBe(true);
  });
});

describe('claims to disclose', () => {
  invalid([
    ['an empty list', (policy) => (policy.disclose = [])],
    ['a duplicate claim', (policy) => (policy.disclose = ['given_name', 'given_name'])],
    ['the subject', (policy) => (policy.disclose = ['subject'])],
    ['an opening', (policy) => (policy.disclose = ['gross_income'])],
    ['all openings', (policy) => (policy.disclose = ['openings'])],
    ['the source, which is requested automatically', (policy) => (policy.disclose = ['source_id'])],
    ['an inherited name', (policy) => (policy.disclose = ['constructor'])],
  ]);
});

describe('the range of bounds', () => {
  const atLeast = (a: number, t: bigint) =>
    incomePolicy({ predicates: [predicate({ terms: [term({ coefficient: a })], at_least: t.toString() })] });
  const atMost = (a: number, t: bigint) => {
    const { at_least: _, ...rest } = predicate({ terms: [term({ coefficient: a })] });
    return incomePolicy({ predicates: [{ ...rest, at_most: t.toString() }] });
  };
  const MAX = 2n ** 53n - 1n;
  const scaled = (min: number, per: string, t: bigint) =>
    incomePolicy({
      predicates: [
        predicate({
          terms: [term({ attribute: 'regular_net' })],
          per,
          window_months: { min, max: 12 },
          at_least: t.toString(),
        }),
      ],
    });

  test.each([
    ['at least the largest attribute', atLeast(1, MAX), 'accepted'],
    ['at least one more', atLeast(1, MAX + 1n), 'policy_out_of_range'],
    ['the smallest bound', atLeast(1, -(2n ** 63n - 1n)), 'accepted'],
    ['one less than the smallest bound', atLeast(1, -(2n ** 63n)), 'policy_out_of_range'],
    ['a negative coefficient that can meet its bound at 0', atLeast(-1, 0n), 'accepted'],
    ['a negative coefficient that cannot', atLeast(-1, 1n), 'policy_out_of_range'],
    ['a coefficient with which the proof is wide', atLeast(2049, 0n), 'accepted'],
    ['at most 0', atMost(1, 0n), 'accepted'],
    ['at most less than 0', atMost(1, -1n), 'policy_out_of_range'],
    ['at least what three months can have', scaled(3, 'month', 3n * MAX), 'policy_out_of_range'],
    ['at least what one month can have', scaled(1, 'month', MAX), 'accepted'],
    ['one more', scaled(1, 'month', MAX + 1n), 'policy_out_of_range'],
    ['at least twelve times as much a year', scaled(1, 'year', 12n * MAX), 'accepted'],
    ['one more', scaled(1, 'year', 12n * MAX + 1n), 'policy_out_of_range'],
    ['at most the largest bound', atMost(1, 2n ** 63n - 1n), 'accepted'],
    ['at most one more', atMost(1, 2n ** 63n), 'policy_out_of_range'],
    ['at most, with a negative coefficient', atMost(-1, -MAX), 'accepted'],
    ['at most, with a negative coefficient, one less', atMost(-1, -MAX - 1n), 'policy_out_of_range'],
    [
      'both bounds, the second out of reach',
      incomePolicy({ predicates: [predicate({ at_most: (2n ** 63n).toString() })] }),
      'policy_out_of_range',
    ],
  ])('%s', (_, policy, expected) => {
    expect(ofPolicy(policy)).toBe(expected);
  });
});

describe('at most 16 inequalities', () => {
  const ids = ['salary', 'b', 'c', 'd', 'e', 'f'];
  const many = (count: number, credentials: number) => {
    const predicates = Array.from({ length: count }, (_, i) => predicate({ at_least: String(i) }));
    return incomePolicy({ predicates, credentials: ids.slice(0, credentials) });
  };
  test.each([
    [16, 1, 'accepted'],
    [17, 1, 'policy_invalid'],
    [16, 6, 'accepted'],
    [17, 6, 'policy_invalid'],
  ])('%i bounds over %i credentials: %s', (count, credentials, expected) => {
    expect(ofPolicy(many(count, credentials))).toBe(expected);
  });

  test('counts a predicate with two bounds twice', () => {
    const predicates = Array.from({ length: 9 }, (_, i) =>
      predicate({ at_least: String(i), at_most: '100' }),
    );
    expect(ofPolicy(incomePolicy({ predicates: predicates.slice(0, 8) }))).toBe('accepted');
    expect(ofPolicy(incomePolicy({ predicates }))).toBe('policy_invalid');
  });
});

test.each([
  [4, 'accepted'],
  [5, 'policy_invalid'],
])('a predicate of %i credentials: %s', (count, expected) => {
  const credentials = ['salary', 'b', 'c', 'd', 'e', 'f'];
  const terms = credentials.slice(0, count).map((id) => policyTerm(id, 'gross_income'));
  expect(ofPolicy(incomePolicy({ credentials, predicates: [predicate({ terms })] }))).toBe(expected);
});

test('any JSON value is either a policy or rejected with a code', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(fullPolicy())), fc.jsonValue(), (member, value) => {
      expect(['accepted', 'policy_invalid', 'policy_out_of_range']).toContain(
        ofPolicy({ ...fullPolicy(), [member]: value }),
      );
    }),
    { numRuns: 300 },
  );
});

describe('the error of a policy', () => {
  const errorOf = (policy: unknown): { detail: string; errors: { pointer: string; detail: string }[] } => {
    try {
      parsePolicy(policy);
    } catch (error) {
      return error as never;
    }
    throw new Error('accepted');
  };
  const withBound = (bound: unknown) => {
    const policy: Json = incomePolicy();
    policy.predicates[0].at_least = bound;
    return policy;
  };

  test('names every fault with its place', () => {
    const policy: Json = { ...incomePolicy(), currency: 'eur', max_age_days: 0, verify: true };
    policy.predicates[0] = {
      label: '',
      terms: [{ credential: 'x', attribute: 'y', coefficient: 0 }],
      per: 'week',
      at_most: 5,
    };
    policy.predicates.push('text');
    delete policy.purpose;
    expect(errorOf(policy).errors.map(({ pointer }) => pointer)).toEqual([
      '#/policy/purpose',
      '#/policy',
      '#/policy/currency',
      '#/policy/max_age_days',
      '#/policy/predicates/0/label',
      '#/policy/predicates/0/terms/0/credential',
      '#/policy/predicates/0/terms/0/attribute',
      '#/policy/predicates/0/terms/0/coefficient',
      '#/policy/predicates/0/per',
      '#/policy/predicates/0/at_most',
      '#/policy/predicates/1',
    ]);
  });

  test.each<[unknown, string]>([
    ['54000.00', 'a string with a decimal point'],
    ['54,000', 'a string with a comma'],
    ['054000', 'a string with leading zeros'],
    ['54000 EUR', 'a string that is not an integer'],
    ['', 'an empty string'],
    [54000, 'a number'],
    [null, 'null'],
    [['1'], 'a list'],
  ])('says what is expected in place of %j, and only what kind it is', (bound, kind) => {
    const { detail } = errorOf(withBound(bound));
    expect(detail).toBe(
      'policy.predicates[0].at_least: expected a decimal integer, as a string, in the smallest unit of the currency, ' +
        `such as "5400000" for 54,000.00 EUR; got ${kind}.`,
    );
  });

  test('says in which unit a bound is, by the attribute of the first term', () => {
    const policy: Json = withBound(24);
    policy.predicates[0].terms[0].attribute = 'months_employed';
    expect(errorOf(policy).detail).toBe(
      'policy.predicates[0].at_least: expected a decimal integer, as a string, in months, such as "24"; got a number.',
    );
  });

  test('has one fault for one bound that is wrong', () => {
    const policy: Json = withBound('x');
    policy.predicates[0].at_most = '5';
    expect(errorOf(policy).errors.map(({ pointer }) => pointer)).toEqual(['#/policy/predicates/0/at_least']);
  });

  test('has one fault for one member that is missing', () => {
    const { credentials: _, ...policy } = incomePolicy();
    expect(errorOf(policy).errors.map(({ pointer }) => pointer)).toEqual(['#/policy/credentials']);
  });

  test.each<[unknown, string]>([
    [[], '0 items'],
    [Array(17).fill('x'), '17 items'],
    [{}, 'an object'],
    [true, 'a boolean'],
  ])('says what %j is in place of a list', (predicates, kind) => {
    const { detail } = errorOf({ ...incomePolicy(), predicates });
    expect(detail).toMatch(/^policy\.predicates: expected a non-empty list of at most \d+; got /);
    expect(detail).toContain(`got ${kind}.`);
  });

  test('says that currencies are in upper case', () => {
    expect(errorOf({ ...incomePolicy(), currency: 'eur' }).detail).toBe(
      'policy.currency: expected an ISO 4217 code in upper case, such as EUR; got lower-case letters.',
    );
  });
});
