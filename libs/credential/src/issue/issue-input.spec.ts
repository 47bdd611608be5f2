import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { utcDay } from '../encoding/calendar.js';
import { subjectOf } from '../identifiers/subject.js';
import { issueInput, makeKey, NOW, type TestKey } from '../testing/environment.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';
import type { IssueInput } from '../types.js';
import { parseIssueInput } from './issue-input.js';

const SET = ['gross_income', 'debt_payments'];
let key: TestKey;

beforeAll(async () => {
  key = await makeKey();
});

const parse = (changes: object = {}, configured = SET) =>
  parseIssueInput(
    issueInput([key.publicJwk], changes as Partial<IssueInput>),
    { attributes: configured, contracts: false },
    NOW,
  );
const answer = (changes: object = {}, configured = SET) => outcomeAsync(() => parse(changes, configured));

test('is parsed, with the subject in place of the identity', async () => {
  const order = await parse();
  const subject = subjectOf({ country: 'DE', id_type: 'tax_id', id: '12345678901' });
  expect([...order.attributes]).toEqual([
    ['gross_income', 5400000n],
    ['debt_payments', 600000n],
    ['subject', subject],
  ]);
  expect(order).toMatchObject({
    holderKeys: [key.publicJwk],
    currency: 'EUR',
    period: { start: '2025-11-01', end: '2026-10-31' },
    claims: { given_name: 'Erika', family_name: 'Mustermann', birthdate: '1984-01-26' },
    issueDay: utcDay(NOW),
    expiryDay: utcDay(NOW) + 30,
  });
  expect(JSON.stringify(order, (_, value) => (typeof value === 'bigint' ? '' : value))).not.toContain(
    '12345678901',
  );
});

describe('attributes', () => {
  test.each<[string, unknown]>([
    ['none', undefined],
    ['null', null],
    ['a list', ['5400000', '0']],
    ['one fewer', { gross_income: '1' }],
    ['one more', { gross_income: '1', debt_payments: '0', months_employed: '3' }],
    ['another', { gross_income: '1', months_employed: '3' }],
    ['the subject, which callers cannot choose', { gross_income: '1', debt_payments: '0', subject: '1' }],
    ['inherited ones', Object.create({ gross_income: '1', debt_payments: '0' })],
    ['an inherited name', { gross_income: '1', constructor: '0' }],
  ])('must be exactly those of the issuer, not %s', async (_, attributes) => {
    expect(await answer({ attributes })).toBe('unknown_attribute');
  });

  test.each(['-1', '9007199254740992', '', '0x10', '1.5', '1e6', ' 1', '01', 5400000, null, ['1'], true])(
    'must be integers from 0 to 2^53 − 1, not %j',
    async (gross_income) => {
      expect(await answer({ attributes: { gross_income, debt_payments: '0' } })).toBe('value_out_of_range');
    },
  );

  test('may be 0 and 2^53 − 1', async () => {
    const order = await parse({ attributes: { gross_income: '9007199254740991', debt_payments: '0' } });
    expect(order.attributes.get('gross_income')).toBe(2n ** 53n - 1n);
    expect(order.attributes.get('debt_payments')).toBe(0n);
  });

  test('do not appear in an error', async () => {
    await expect(
      parse({ attributes: { gross_income: '77777777777777777', debt_payments: '0' } }),
    ).rejects.not.toThrow(/7777777/);
  });
});

describe('the contract', () => {
  const parseFor = (contracts: boolean, contract?: unknown) =>
    parseIssueInput(
      issueInput([key.publicJwk], { contract } as Partial<IssueInput>),
      { attributes: SET, contracts },
      NOW,
    );

  test('is committed to where the issuer tells contracts apart', async () => {
    const { attributes } = await parseFor(true, '2019-04');
    expect([...attributes.keys()]).toEqual([...SET, 'subject', 'contract']);
    expect((await parseFor(true, '2019/04')).attributes.get('contract')).toBe(attributes.get('contract'));
  });

  test.each([undefined, null, '', 7, ['1'], 'A_1', '1'.repeat(257)])(
    'is required there, and not %j',
    async (contract) => {
      expect(await outcomeAsync(() => parseFor(true, contract))).toBe('invalid_contract');
    },
  );

  test('is named in the error, as required or as not allowed', async () => {
    await expect(parseFor(true)).rejects.toThrow("contract: expected the payer's number or name");
    await expect(parseFor(false, '1')).rejects.toThrow('contract: expected none');
  });

  test('is not allowed where the issuer attests all contracts together', async () => {
    expect(await outcomeAsync(() => parseFor(false, '2019-04'))).toBe('invalid_contract');
    for (const absent of [undefined, null]) {
      expect([...(await parseFor(false, absent)).attributes.keys()]).toEqual([...SET, 'subject']);
    }
  });
});

describe('the period', () => {
  const period = (start: unknown, end: unknown) => answer({ period: { start, end } });

  test.each<[string, unknown, unknown]>([
    ['eleven months', '2025-12-01', '2026-10-31'],
    ['61 months', '2021-10-01', '2026-10-31'],
    ['364 days', '2025-11-02', '2026-10-31'],
    ['not over yet', '2025-12-01', '2026-11-30'],
    ['made of days that do not exist', '2025-11-01', '2026-10-32'],
    ['made of numbers', 20251101, 20261031],
    ['without an end', '2025-11-01', undefined],
  ])('is rejected if it is %s', async (_, start, end) => {
    expect(await period(start, end)).toBe('invalid_period');
  });

  test.each([undefined, null, [], '2025-11-01/2026-10-31'])('is not %j', async (value) => {
    expect(await answer({ period: value })).toBe('invalid_period');
  });

  test('may end today', async () => {
    const input = issueInput([key.publicJwk], { period: { start: '2025-12-01', end: '2026-11-30' } });
    const at = (time: number) =>
      outcomeAsync(() => parseIssueInput(input, { attributes: SET, contracts: false }, time));
    expect(await at(Date.UTC(2026, 10, 30))).toBe('accepted');
    expect(await at(Date.UTC(2026, 10, 30) - 1)).toBe('invalid_period');
  });

  const months = (period: object, set = ['months_employed']) =>
    answer({ attributes: Object.fromEntries(set.map((name) => [name, '30'])), period }, set);
  const october = { start: '2026-10-01', end: '2026-10-31' };
  const paid = (unit: unknown, count: unknown) => ({ pay_periods: { unit, count } });

  test('of less than a year consists of pay periods', async () => {
    expect(await months({ ...october, ...paid('month', 1) })).toBe('accepted');
    expect(await months({ start: '2024-01-01', end: '2026-10-31' })).toBe('accepted');
    expect(await months(october)).toBe('invalid_period');
    expect(await months({ ...october, ...paid('month', 2) })).toBe('invalid_period');
    expect(await months({ ...october, ...paid('week', 4) })).toBe('invalid_period');
    expect(await months({ ...october, ...paid('quarter', 1) })).toBe('invalid_period');
    expect(await months({ ...october, ...paid('month', '1') })).toBe('invalid_period');
    expect(await months({ ...october, pay_periods: { unit: 'month' } })).toBe('invalid_period');
    expect(await months({ ...october, pay_periods: { ...paid('month', 1).pay_periods, paid: 1 } })).toBe(
      'invalid_period',
    );
  });

  test('has pay periods where an attribute is that of complete pay periods', async () => {
    const year = { start: '2025-11-01', end: '2026-10-31' };
    const set = ['gross_income', 'regular_net'];
    expect(await months(year, set)).toBe('invalid_period');
    expect(await months({ ...year, pay_periods: null }, set)).toBe('invalid_period');
    expect(await months({ ...year, ...paid('month', 12) }, set)).toBe('accepted');
    expect(await months(year, ['gross_income'])).toBe('accepted');
    expect(await months({ ...year, pay_periods: null }, ['gross_income'])).toBe('invalid_period');
  });
});

describe('claims', () => {
  test.each<[string, unknown]>([
    ['a list', ['Erika']],
    ['null', null],
    ['the source, which comes from the registration of the client', { source_id: 'vat:DE1' }],
    ['an opening', { openings: 'x' }],
    ['a registered claim', { exp: '1' }],
    ['a commitment', { commitments: 'x' }],
    ['an inherited name', { constructor: 'x' }],
    ['an empty name', { given_name: '' }],
    ['a name of 141 characters', { given_name: 'x'.repeat(141) }],
    ['a name of two lines', { given_name: 'Erika\nMustermann' }],
    ['a name with a bidirectional override', { employer: 'a\u202eb' }],
    ['a name that is a list', { given_name: ['Erika'] }],
    ['a birthdate that does not exist', { birthdate: '1984-02-30' }],
    ['a birthdate in words', { birthdate: 'January' }],
    ['a number as employed_since', { employed_since: 20200101 }],
  ])('reject %s', async (_, claims) => {
    expect(await answer({ claims })).toBe('invalid_claims');
  });

  test('may be absent or complete', async () => {
    expect((await parse({ claims: undefined })).claims).toEqual({});
    const claims = {
      given_name: 'Erika',
      family_name: 'x'.repeat(140),
      birthdate: '1984-01-26',
      employer: 'Acme GmbH',
      employment_type: 'permanent',
      employed_since: '2020-02-29',
    };
    expect((await parse({ claims })).claims).toEqual(claims);
  });
});

describe('holder keys', () => {
  const keys = (...holder_keys: unknown[]) => answer({ holder_keys });

  test.each<[string, unknown]>([
    ['none', []],
    ['an object instead of a list', {}],
    ['a string', 'key'],
    ['null', [null]],
    ['an RSA key', [{ kty: 'RSA', n: 'AAAA', e: 'AQAB' }]],
    [
      'the identity of Ed25519',
      [{ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(Uint8Array.of(1, ...new Array(31).fill(0))) }],
    ],
  ])('are not %s', async (_, holder_keys) => {
    expect(await answer({ holder_keys })).toBe('invalid_holder_key');
  });

  test('must be points on their curve', async () => {
    expect(await keys({ ...key.publicJwk, y: key.publicJwk.x })).toBe('invalid_holder_key');
  });

  test('must be public: a private part is rejected and not repeated', async () => {
    const ed = await makeKey('EdDSA');
    expect(await keys(key.privateJwk)).toBe('private_holder_key');
    expect(await keys(key.publicJwk, ed.privateJwk)).toBe('private_holder_key');
    expect(await keys({ kty: 'oct', k: 'AAAA' })).toBe('private_holder_key');
    expect(await keys({ kty: 'RSA', n: 'AAAA', e: 'AQAB', p: 'AAAA' })).toBe('private_holder_key');
    expect(await keys({ kty: 'RSA', n: 'AAAA', e: 'AQAB', q: 'AAAA' })).toBe('private_holder_key');
    await expect(parse({ holder_keys: [key.privateJwk] })).rejects.not.toThrow(key.privateJwk.d!);
  });

  test('must be distinct, in any encoding', async () => {
    expect(await keys(key.publicJwk, { ...key.publicJwk, kid: 'another' })).toBe('duplicate_holder_key');
    const last = key.publicJwk.x.at(-1)!.charCodeAt(0);
    const rewritten = key.publicJwk.x.slice(0, -1) + String.fromCharCode(last + 1);
    expect(await keys(key.publicJwk, { ...key.publicJwk, x: rewritten })).toBe('invalid_holder_key');
  });

  test('are reduced to their members, and may be fifty of both types', async () => {
    const fifty = await Promise.all(Array.from({ length: 50 }, (_, i) => makeKey(i % 2 ? 'ES256' : 'EdDSA')));
    const order = await parse({
      holder_keys: fifty.map(({ publicJwk }) => ({ ...publicJwk, kid: 'x', use: 'sig' })),
    });
    expect(order.holderKeys).toEqual(fifty.map(({ publicJwk }) => publicJwk));
    const more = [...fifty, await makeKey()].map(({ publicJwk }) => publicJwk);
    expect(await answer({ holder_keys: more })).toBe('invalid_holder_key');
  });
});

describe('identity, currency and validity', () => {
  test.each([undefined, null, 'DE', ['DE', 'tax_id', '1']])('the identity is not %j', async (identity) => {
    expect(await answer({ identity })).toBe('invalid_identity');
  });

  test.each<[string, object]>([
    ['no country', { country: undefined }],
    ['no id', { id: undefined }],
    ['a list of one country', { country: ['DE'] }],
    ['an id type that is a list', { id_type: ['tax_id'] }],
    ['an id that is a number', { id: 12345678901 }],
    ['an unknown member', { name: 'Erika' }],
  ])('the identity does not have %s', async (_, change) => {
    const identity: Json = { country: 'DE', id_type: 'tax_id', id: '12345678901' };
    expect(await answer({ identity })).toBe('accepted');
    expect(await answer({ identity: { ...identity, ...change } })).toBe('invalid_identity');
  });

  test.each([undefined, 'EUX', 'eur', 'XXX', ['EUR'], 'constructor', ''])(
    'the currency is not %j',
    async (currency) => {
      expect(await answer({ currency })).toBe('unknown_currency');
    },
  );

  test.each([0, -1, 367, 1.5, '30'])('the credential does not expire in %j days', async (expires_in_days) => {
    expect(await answer({ expires_in_days })).toBe('invalid_expiry');
  });

  test.each([1, 366])('the credential may expire in %i days', async (expires_in_days) => {
    const { issueDay, expiryDay } = await parse({ expires_in_days });
    expect(expiryDay - issueDay).toBe(expires_in_days);
  });
});

describe('the error of an input', () => {
  const errorOf = (changes: object) =>
    parse(changes).then(
      () => {
        throw new Error('accepted');
      },
      (error) => error as { code: string; detail: string; errors: { pointer: string; detail: string }[] },
    );

  test('names every fault with its place', async () => {
    const { code, errors } = await errorOf({
      attributes: { gross_income: '54000.00', anual_debt: '1' },
      identity: { country: 'UK', id_type: 'taxid', id: '-' },
      currency: 'eur',
      expires_in_days: 0,
      period: { start: 'x', end: 'y' },
      claims: { birthdate: 'x', given_name: '' },
      holder_keys: [{}],
    });
    expect(code).toBe('unknown_attribute');
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '#/attributes',
      '#/attributes/gross_income',
      '#/identity/country',
      '#/identity/id_type',
      '#/identity/id',
      '#/currency',
      '#/expires_in_days',
      '#/period',
      '#/claims/birthdate',
      '#/claims/given_name',
      '#/holder_keys/0',
    ]);
    expect(JSON.stringify(errors)).not.toContain('54000.00');
  });

  test('names the attributes that are missing or unknown', async () => {
    const { detail } = await errorOf({
      attributes: { gross_income: '1', anual_debt: '1', 'Erika 54000': '1' },
    });
    expect(detail).toBe(
      'attributes: expected exactly gross_income, debt_payments; missing: debt_payments; not attested by this issuer: ' +
        'anual_debt, a name that is not an attribute name.',
    );
  });

  test('names only what is wrong with the attributes', async () => {
    const missing = await errorOf({ attributes: { gross_income: '1' } });
    expect(missing.detail).toMatch(/debt_payments; missing: debt_payments\.$/);
    const unknown = await errorOf({ attributes: { gross_income: '1', debt_payments: '1', anual_debt: '1' } });
    expect(unknown.detail).toMatch(/debt_payments; not attested by this issuer: anual_debt\.$/);
  });

  test('says what a claim must be', async () => {
    const { errors } = await errorOf({ claims: { birthdate: '26.1.1984', given_name: '' } });
    expect(errors.map(({ detail }) => detail)).toEqual([
      'expected a date, YYYY-MM-DD, such as 1984-01-26.',
      'expected 1 to 140 printable characters.',
    ]);
  });

  test('says that amounts are in the smallest unit', async () => {
    const { detail } = await errorOf({ attributes: { gross_income: '54000.00', debt_payments: '0' } });
    expect(detail).toBe(
      'attributes.gross_income: expected a decimal integer, as a string, in the smallest unit of the currency, such ' +
        'as "5400000" for 54,000.00 EUR; got a string with a decimal point.',
    );
  });
});
