import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomScalar } from '@zk-income/crypto';
import { ERRORS } from '../errors.js';
import { AUDIENCE, ISSUER, issueCredential, makeIssuer, NOW, trusted } from '../testing/environment.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';

const SECONDS = NOW / 1000;
const OCTOBER = {
  start: '2026-10-01',
  end: '2026-10-31',
  pay_periods: { unit: 'month', count: 1 },
} as const;
const CALENDAR = 'https://calendar.example';
const HEARSAY = 'https://hearsay.example';
const PAYSLIPS = 'https://payslips.example';

let fixture: SalaryFixture;
let months: Awaited<ReturnType<typeof issueCredential>>;
let monthsKey: { issuerKey: object };
const issuers = new Map<string, SalaryFixture['issuer']>();

beforeAll(async () => {
  const { attributes } = trusted();
  fixture = await makeSalaryFixture({
    trust: [
      trusted(),
      trusted(CALENDAR),
      { iss: HEARSAY, attributes: ['debt_payments'], complete: [] },
      { iss: PAYSLIPS, attributes, complete: ['gross_income'] },
    ],
  });
  issuers.set(ISSUER, fixture.issuer);
  for (const iss of [HEARSAY, PAYSLIPS])
    issuers.set(iss, await makeIssuer(fixture.documents, fixture.clock, { iss }));
  const calendar = await makeIssuer(fixture.documents, fixture.clock, {
    iss: CALENDAR,
    attributes: ['months_employed'],
  });
  months = await issueCredential(calendar, {
    attributes: { months_employed: '30' },
    period: OCTOBER,
  });
  monthsKey = { issuerKey: calendar.key.privateJwk };
});

const terms = (attribute: string, coefficient = 1) => [{ credential: 'salary', attribute, coefficient }];
const predicates = (attribute: string, bounds: object, coefficient?: number) => ({
  predicates: [
    {
      label: 'x',
      terms: terms(attribute, coefficient),
      ...(attribute !== 'months_employed' && { per: 'year' }),
      ...bounds,
    },
  ],
});
const twoYears = predicates('months_employed', { at_least: '24' });

test('the credential has the type of the protocol', async () => {
  for (const vct of ['urn:zk-income:income:1', 'urn:zk-income:income:2 ', 'URN:zk-income:income:2']) {
    expect(await fixture.verifyForged({ payload: { vct } })).toBe('credential_vct_wrong');
  }
});

test.each([
  [{ aud: 'https://another-verifier.example' }, 'audience_mismatch'],
  [{ aud: ['https://another-verifier.example'] }, 'audience_mismatch'],
  [{ aud: ['https://another-verifier.example', AUDIENCE] }, 'verified'],
  [{ aud: AUDIENCE }, 'verified'],
  [{ aud: [] }, 'credential_malformed'],
  [{ aud: null }, 'credential_malformed'],
  [{ sub: 5 }, 'credential_malformed'],
  [{ sub: 'a person' }, 'verified'],
  [{ jti: null }, 'credential_malformed'],
  [{ nbf: 0 }, 'verified'],
])('registered claims %j: %s', async (payload, expected) => {
  expect(await fixture.verifyForged({ payload })).toBe(expected);
});

describe('times', () => {
  test.each([
    ['iat', SECONDS + 60, 'verified'],
    ['iat', SECONDS + 61, 'credential_not_yet_valid'],
    ['nbf', SECONDS + 60, 'verified'],
    ['nbf', SECONDS + 61, 'credential_not_yet_valid'],
    ['exp', SECONDS + 1, 'verified'],
    ['exp', SECONDS, 'credential_expired'],
  ])('%s of %i: %s', async (member, value, expected) => {
    expect(await fixture.verifyForged({ payload: { [member]: value } })).toBe(expected);
  });
});

test('the currency is the currency of the policy, and the code in words says what to do', async () => {
  expect(await fixture.verifyForged({ payload: { currency: 'HUF' } })).toBe('currency_mismatch');
  expect(ERRORS.currency_mismatch.title).toContain('create a request in the currency of the credential');
});

describe('the period', () => {
  const ofPeriod = (period: object) => fixture.verifyForged({ payload: { period } });

  test.each([
    ['of days has at least a year, not eleven months', '2025-12-01', '2026-10-31'],
    ['nor 364 days', '2025-11-03', '2026-11-01'],
    ['has ended', '2025-12-01', '2026-11-30'],
    ['has days that exist', '2025-11-01', '2026-10-32'],
    ['has dates, not times', '2025-11-01T00:00:00Z', '2026-10-31'],
  ])('%s', async (_, start, end) => {
    expect(await ofPeriod({ start, end })).toBe('period_invalid');
  });

  test.each([
    [{ unit: 'month', count: 11 }, 'period_invalid'],
    [{ unit: 'month', count: 12 }, 'verified'],
    [{ unit: 'month', count: '12' }, 'period_invalid'],
    [{ unit: 'week', count: 52 }, 'period_invalid'],
    [{ unit: 'constructor', count: 1 }, 'period_invalid'],
    [{ unit: 'month', count: 12, paid: 13 }, 'period_invalid'],
    [{}, 'period_invalid'],
    [null, 'credential_malformed'],
    ['month', 'credential_malformed'],
    [{ unit: 'month', count: 12, _sd: [] }, 'credential_malformed'],
  ])('has pay periods %j: %s', async (pay_periods, expected) => {
    expect(await ofPeriod({ start: '2025-11-01', end: '2026-10-31', pay_periods })).toBe(expected);
  });

  test('of a credential of which only months are used follows the same rules', async () => {
    const attempt = (period?: object) =>
      fixture.verifyForged({ held: months, ...monthsKey, ...(period && { payload: { period } }) }, twoYears);
    expect(await attempt()).toBe('verified');
    expect(await attempt({ start: '2026-10-01', end: '2026-10-31' })).toBe('period_invalid');
    expect(await attempt({ ...OCTOBER, start: '2026-10-02' })).toBe('period_invalid');
    expect(await attempt({ ...OCTOBER, start: '2026-10-31', end: '2026-10-01' })).toBe('period_invalid');
  });

  test('says nothing of months, which are those of the day of issue: it is as recent as the period', async () => {
    const issued = (daysAgo: number) =>
      fixture.verifyForged(
        { held: months, ...monthsKey, payload: { iat: SECONDS - 43_200 - daysAgo * 86_400 } },
        { ...twoYears, max_age_days: 60 },
      );
    expect(await issued(60)).toBe('verified');
    expect(await issued(61)).toBe('issued_too_long_ago');
  });

  test('may end today', async () => {
    const today = await makeSalaryFixture();
    today.clock.time = Date.UTC(2026, 10, 30, 12);
    const payload = { period: { start: '2025-12-01', end: '2026-11-30' } };
    expect(await today.verifyForged({ payload }, { max_age_days: 1 })).toBe('verified');
  });

  test('ended no longer ago than max_age_days', async () => {
    const payload = { period: { start: '2025-10-01', end: '2026-09-30' } };
    expect(await fixture.verifyForged({ payload }, { max_age_days: 55 })).toBe('verified');
    expect(await fixture.verifyForged({ payload }, { max_age_days: 54 })).toBe('period_too_old');
  });
});

describe('the issuer', () => {
  const of = (iss: string) => async (policyChanges: object) => {
    const issuer = issuers.get(iss)!;
    const held = await issueCredential(issuer);
    return fixture.verifyForged({ held, issuerKey: issuer.key.privateJwk }, policyChanges);
  };

  test('must commit to every attribute of the policy', async () => {
    const openings = { gross_income: { value: 5400000n, blinding: randomScalar() } };
    expect(await fixture.verifyForged({ held: months, ...monthsKey, openings })).toBe(
      'attribute_not_committed',
    );
  });

  test('must be trusted for every attribute of the policy; other commitments are ignored', async () => {
    const income = predicates('gross_income', { at_least: '1' });
    expect(await of(HEARSAY)(income)).toBe('attribute_not_committed');
    expect(await of(HEARSAY)(predicates('debt_payments', { at_least: '1' }))).toBe('verified');
  });

  test('must be complete for attributes whose larger value would fail', async () => {
    const incomeBelow = predicates('gross_income', { at_most: '99999999' });
    const debtBelow = predicates('debt_payments', { at_most: '99999999' });
    const notMoreThan = predicates('debt_payments', { at_least: '-99999999' }, -1);
    expect(await of(PAYSLIPS)(incomeBelow)).toBe('verified');
    expect(await of(PAYSLIPS)(debtBelow)).toBe('issuer_not_complete');
    expect(await of(PAYSLIPS)(notMoreThan)).toBe('issuer_not_complete');
    expect(await of(ISSUER)(notMoreThan)).toBe('verified');
  });

  test('need not be complete for attributes whose larger value only helps', async () => {
    expect(await of(PAYSLIPS)(predicates('debt_payments', { at_least: '1' }))).toBe('verified');
    expect(await of(PAYSLIPS)(predicates('debt_payments', { at_most: '-1' }, -1))).toBe('verified');
  });
});
