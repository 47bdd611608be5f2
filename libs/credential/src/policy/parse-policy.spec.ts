import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy, incomePolicy, type Json, policyWith } from '../testing/policies.js';
import { isIssuerIdentifier, parsePolicy } from './parse-policy.js';

const ofPolicy = (value: unknown) => outcome(() => parsePolicy(value));
const term = (changes: object = {}) => ({
  credential: 'salary',
  attribute: 'annual_income',
  coefficient: 1,
  ...changes,
});
const predicate = (changes: object = {}) => ({ label: 'x', terms: [term()], at_least: '0', ...changes });
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
    ['another type', (policy) => (policy.type = 'urn:zk-income:policy:2')],
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
    ['five ids', (policy) => (policy.credentials = ['salary', 'pension', 'c', 'd', 'e'])],
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
    ['an attribute that is not a string', first((term) => (term.attribute = ['annual_income']))],
    [
      'an attribute of a credential twice',
      (policy) => policy.predicates[0].terms.push({ ...policy.predicates[0].terms[0], coefficient: 2 }),
    ],
    [
      'money and months in one sum',
      (policy) => policy.predicates[0].terms.push(term({ attribute: 'months_employed' })),
    ],
  ]);

  test.each([0, -0, 0.5, 2 ** 32 + 1, -(2 ** 32) - 1, '1', null, Number.NaN, Number.POSITIVE_INFINITY, 1n])(
    'have no coefficient like %p',
    (value) => {
      expect(ofPolicy(coefficient(value))).toBe('policy_invalid');
    },
  );

  test.each(['height', 'constructor', 'subject', undefined, ['annual_income']])(
    'reject the attribute %j',
    (attribute) => {
      const predicates = [predicate({ terms: [term({ attribute })] })];
      expect(ofPolicy(incomePolicy({ predicates }))).toBe('policy_invalid');
    },
  );

  test('may have the largest coefficient if the bound allows it', () => {
    const large = (2n ** 32n * (2n ** 53n - 1n)).toString();
    const policy = incomePolicy({
      predicates: [predicate({ terms: [term({ coefficient: 2 ** 32 })], at_least: large })],
    });
    expect(ofPolicy(policy)).toBe('accepted');
  });
});

describe('issuers', () => {
  invalid([
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
    ['an opening', (policy) => (policy.disclose = ['annual_income'])],
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

  test.each([
    ['at least the largest attribute', atLeast(1, MAX), 'accepted'],
    ['at least one more', atLeast(1, MAX + 1n), 'policy_out_of_range'],
    ['the largest left side', atLeast(1, MAX - (2n ** 64n - 1n)), 'accepted'],
    ['one more than the largest left side', atLeast(1, MAX - 2n ** 64n), 'policy_out_of_range'],
    ['a negative coefficient that can meet its bound at 0', atLeast(-1, 0n), 'accepted'],
    ['a negative coefficient that cannot', atLeast(-1, 1n), 'policy_out_of_range'],
    ['a coefficient that reaches 2^64', atLeast(2049, 0n), 'policy_out_of_range'],
    ['at most 0', atMost(1, 0n), 'accepted'],
    ['at most less than 0', atMost(1, -1n), 'policy_out_of_range'],
    ['at most the largest left side', atMost(1, 2n ** 64n - 1n), 'accepted'],
    ['at most one more', atMost(1, 2n ** 64n), 'policy_out_of_range'],
    ['at most, with a negative coefficient', atMost(-1, -MAX), 'accepted'],
    ['at most, with a negative coefficient, one less', atMost(-1, -MAX - 1n), 'policy_out_of_range'],
    [
      'both bounds, the second out of reach',
      incomePolicy({ predicates: [predicate({ at_most: (2n ** 64n).toString() })] }),
      'policy_out_of_range',
    ],
  ])('%s', (_, policy, expected) => {
    expect(ofPolicy(policy)).toBe(expected);
  });
});

describe('at most 16 inequalities', () => {
  const ids = ['salary', 'b', 'c', 'd'];
  const many = (count: number, credentials: number) => {
    const predicates = Array.from({ length: count }, (_, i) => predicate({ at_least: String(i) }));
    return incomePolicy({ predicates, credentials: ids.slice(0, credentials) });
  };
  test.each([
    [16, 1, 'accepted'],
    [17, 1, 'policy_invalid'],
    [14, 2, 'accepted'],
    [15, 2, 'policy_invalid'],
    [10, 4, 'accepted'],
    [11, 4, 'policy_invalid'],
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
