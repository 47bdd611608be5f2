import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Period } from '../encoding/calendar.js';
import { ERRORS, type RefusalCode } from '../errors.js';
import { policyTerm } from '../examples.js';
import {
  issueCredential,
  makeIssuer,
  makeTestEnvironment,
  OWNER,
  type TestEnvironment,
  trusted,
} from '../testing/environment.js';
import { forge, reissued } from '../testing/forge.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy } from '../testing/policies.js';
import { verdictCode } from '../testing/salary-fixture.js';
import { PENSIONS } from '../testing/two-incomes-fixture.js';
import type { HeldCredential } from '../types.js';

// The clock of the tests is 24 November 2026.

const ATTRIBUTES = ['gross_income', 'regular_net', 'lowest_month_net', 'debt_payments', 'months_employed'];
const AMOUNTS = {
  gross_income: '5400000',
  regular_net: '900000',
  lowest_month_net: '250000',
  debt_payments: '600000',
  months_employed: '7',
};

const window = (
  start: string,
  end: string,
  unit?: 'month' | 'fortnight' | 'week',
  count?: number,
): Period => ({
  start,
  end,
  ...(unit && { pay_periods: { unit, count: count! } }),
});
const YEAR = window('2025-11-01', '2026-10-31', 'month', 12);
const QUARTER = window('2026-08-01', '2026-10-31', 'month', 3);
const MONTH = window('2026-10-01', '2026-10-31', 'month', 1);
const HALF_YEAR = window('2026-05-01', '2026-10-31', 'month', 6);
const EARLIER_HALF_YEAR = window('2025-11-01', '2026-04-30', 'month', 6);

let environment: TestEnvironment;
const issued = new Map<string, { held: HeldCredential; issuerKey: object }>();

beforeAll(async () => {
  environment = await makeTestEnvironment({
    trust: [trusted(), trusted(PENSIONS)],
    issuer: { attributes: ATTRIBUTES },
  });
  const pensions = await makeIssuer(environment.documents, environment.clock, {
    iss: PENSIONS,
    attributes: ATTRIBUTES,
  });
  for (const [id, issuer] of [
    ['salary', environment.issuer],
    ['pension', pensions],
  ] as const) {
    const client = { id, sourceId: `demo:${id}` };
    const held = await issueCredential(issuer, { attributes: AMOUNTS, period: YEAR }, { client });
    issued.set(id, { held, issuerKey: issuer.key.privateJwk });
  }
});

type Predicate = Record<string, unknown>;
const predicate = (changes: object): Predicate => ({
  label: JSON.stringify(changes).slice(0, 140),
  ...changes,
});
const one = (attribute: string, changes: object = {}): Predicate =>
  predicate({ terms: [policyTerm('salary', attribute)], per: 'year', at_least: '1', ...changes });
const sum = (attribute: string, changes: object = {}): Predicate =>
  predicate({
    terms: [policyTerm('salary', attribute), policyTerm('pension', attribute)],
    per: 'year',
    at_least: '1',
    ...changes,
  });

/**
 * The verdict on credentials with these windows, which their issuers signed. The holder must refuse for the same reason,
 * and otherwise prove it.
 */
async function verdict(
  predicates: Predicate | readonly Predicate[],
  periods: Record<string, Period>,
  changes: object = {},
): Promise<string> {
  const credentials = Object.keys(periods);
  const list = [predicates].flat();
  const policy = incomePolicy({ credentials, predicates: list, ...changes });
  const request = await environment.verifier.createRequest(OWNER, { policy });
  const held: Record<string, HeldCredential> = {};
  const forgeries: Parameters<typeof forge>[1] = Object.fromEntries(
    await Promise.all(
      Object.entries(periods).map(async ([id, period]) => {
        const { held: honest, issuerKey } = issued.get(id)!;
        held[id] = await reissued(honest, issuerKey, { period });
        return [id, { held: held[id]!, issuerKey }];
      }),
    ),
  );
  const code = await verdictCode(environment.verifier, request, await forge(request, forgeries));
  const proving = environment.holder.generateProof(request, held);
  if (code === 'verified') expect(Object.keys(await proving)).toEqual(credentials);
  else
    await expect(proving).rejects.toThrow(
      `credential_unsuitable: ${refusedIds(credentials, code)}: ${titleOf(code)}`,
    );
  return code;
}
const titleOf = (code: string): string => ERRORS[code as RefusalCode].title;
/** A period that is malformed by itself is found before those of other credentials. */
const refusedIds = (credentials: readonly string[], code: string) =>
  code === 'period_invalid' ? credentials[0]! : credentials.join(', ');

describe('a predicate admits windows of one year, unless it says otherwise', () => {
  test.each<[string, Period, string]>([
    ['twelve months', YEAR, 'verified'],
    ['366 days', window('2025-10-31', '2026-10-31'), 'verified'],
    ['53 weeks', window('2025-10-27', '2026-11-01', 'week', 53), 'verified'],
    ['52 weeks', window('2025-11-03', '2026-11-01', 'week', 52), 'verified'],
    ['thirteen months', window('2025-10-01', '2026-10-31'), 'verified'],
    ['fourteen months', window('2025-09-01', '2026-10-31'), 'window_too_long'],
    ['five years', window('2021-11-01', '2026-10-31'), 'window_too_long'],
    ['51 weeks', window('2025-11-10', '2026-11-01', 'week', 51), 'window_too_short'],
  ])('%s: %s', async (_, period, expected) => {
    expect(await verdict(one('gross_income'), { salary: period })).toBe(expected);
  });

  test.each<[string, object, Period, string]>([
    ['three payslips', { min: 3, max: 3 }, QUARTER, 'verified'],
    ['one payslip of three', { min: 3, max: 12 }, MONTH, 'window_too_short'],
    [
      'seven fortnights for three months',
      { min: 3, max: 12 },
      window('2026-08-03', '2026-11-08', 'fortnight', 7),
      'verified',
    ],
    [
      'six fortnights for three months',
      { min: 3, max: 12 },
      window('2026-08-17', '2026-11-08', 'fortnight', 6),
      'window_too_short',
    ],
    ['half a year for a quarter', { min: 3, max: 3 }, HALF_YEAR, 'window_too_long'],
  ])('%s', async (_, window_months, period, expected) => {
    expect(await verdict(one('regular_net', { window_months, per: 'month' }), { salary: period })).toBe(
      expected,
    );
  });
});

describe('a short window', () => {
  const any = { window_months: { min: 1, max: 12 } };

  test('has no amounts that may contain a 13th salary', async () => {
    const december = window('2026-10-01', '2026-10-31', 'month', 1);
    expect(await verdict(one('gross_income', any), { salary: december })).toBe('window_too_short');
    expect(await verdict(one('regular_net', any), { salary: december })).toBe('verified');
  });

  test('consists of pay periods', async () => {
    for (const end of ['2026-03-24', '2026-03-25'])
      expect(
        await verdict(one('regular_net', any), { salary: window('2026-02-25', end) }, { max_age_days: 366 }),
      ).toBe('period_invalid');
  });

  test('has no debts, which may be paid between two windows', async () => {
    const debts = predicate({
      terms: [policyTerm('salary', 'regular_net', 40), policyTerm('pension', 'debt_payments', -100)],
      per: 'month',
      ...any,
      at_least: '-99999999999',
    });
    const weeks = window('2026-10-05', '2026-11-01', 'week', 4);
    expect(await verdict(debts, { salary: QUARTER, pension: YEAR })).toBe('verified');
    expect(await verdict(debts, { salary: QUARTER, pension: weeks })).toBe('window_too_short');
  });

  test('is needed in no year: an amount of pay periods has no length without them', async () => {
    const days = window('2025-11-01', '2026-10-31');
    expect(await verdict(one('regular_net'), { salary: days })).toBe('pay_periods_missing');
    expect(await verdict(one('gross_income'), { salary: days })).toBe('verified');
  });
});

describe('what counts against the person is that of one recent year', () => {
  test.each<[string, Predicate]>([
    ['an upper bound', one('debt_payments', { at_least: undefined, at_most: '99999999' })],
    [
      'a negative term',
      one('debt_payments', { terms: [policyTerm('salary', 'debt_payments', -1)], at_least: '-99999999' }),
    ],
  ])('%s of five years does not stretch it', async (_, wanted) => {
    const long = { window_months: { min: 12, max: 60 } };
    const longer = JSON.parse(JSON.stringify({ ...wanted, ...long })) as Predicate;
    expect(await verdict(longer, { salary: window('2021-11-01', '2026-10-31') })).toBe('window_too_long');
    expect(await verdict(longer, { salary: YEAR })).toBe('verified');
  });

  test('and ends with what it is compared with', async () => {
    const profit = predicate({
      terms: [policyTerm('salary', 'gross_income'), policyTerm('pension', 'debt_payments', -1)],
      per: 'year',
      window_months: { min: 24, max: 36 },
      at_least: '0',
    });
    const years = window('2024-11-01', '2026-10-31');
    const answer = (pension: Period) => verdict(profit, { salary: years, pension }, { max_age_days: 366 });
    expect(await answer(YEAR)).toBe('verified');
    expect(await answer(window('2025-10-01', '2026-09-30'))).toBe('verified');
    expect(await answer(window('2025-09-30', '2026-09-29'))).toBe('windows_not_concurrent');
  });
});

describe('incomes of several credentials are of one time', () => {
  const answer = (pension: Period, salary = YEAR, changes: object = {}) =>
    verdict(sum('gross_income', changes), { salary, pension }, { max_age_days: 366 });

  test('within 31 days at both ends', async () => {
    expect(await answer(window('2025-10-01', '2026-09-30'))).toBe('verified');
    expect(await answer(window('2025-09-30', '2026-09-29'))).toBe('windows_not_concurrent');
    const years = { window_months: { min: 12, max: 36 } };
    expect(await answer(window('2024-11-01', '2026-10-31'), YEAR, years)).toBe('windows_not_concurrent');
  });

  test('so that jobs one after the other are not added', async () => {
    expect(await answer(window('2024-11-01', '2025-10-31'))).toBe('windows_not_concurrent');
    const long = { window_months: { min: 6, max: 24 } };
    expect(await answer(window('2024-05-01', '2025-10-31'), YEAR, long)).toBe('windows_not_concurrent');
    const half = (changes: object) =>
      verdict(
        sum('regular_net', changes),
        { salary: HALF_YEAR, pension: EARLIER_HALF_YEAR },
        { max_age_days: 366 },
      );
    expect(await half(long)).toBe('windows_not_concurrent');
  });

  test('within 7 days where a window is shorter than a year', async () => {
    const short = (start: string, end: string, weeks = 5) =>
      verdict(sum('regular_net', { window_months: { min: 1, max: 12 } }), {
        salary: window('2026-09-28', '2026-11-01', 'week', 5),
        pension: window(start, end, 'week', weeks),
      });
    expect(await short('2026-10-05', '2026-11-08')).toBe('verified');
    expect(await short('2026-10-06', '2026-11-09')).toBe('windows_not_concurrent');
    expect(await short('2026-09-28', '2026-11-15', 7)).toBe('windows_not_concurrent');
  });

  test('also lowest months', async () => {
    const lowest = {
      terms: ['salary', 'pension'].map((id) => policyTerm(id, 'lowest_month_net')),
      at_least: '500000',
    };
    const answerOf = (pension: Period) =>
      verdict(predicate(lowest), { salary: YEAR, pension }, { max_age_days: 366 });
    expect(await answerOf(YEAR)).toBe('verified');
    expect(await answerOf(window('2024-11-01', '2025-10-31', 'month', 12))).toBe('windows_not_concurrent');
  });
});

describe('consecutive windows', () => {
  const consecutive = (changes: object = {}) => sum('regular_net', { combine: 'consecutive', ...changes });
  const earlier = (start: string, end: string, months: number) => ({
    salary: HALF_YEAR,
    pension: window(start, end, 'month', months),
  });

  test('are added up to the span of both, not of each', async () => {
    const halfYears = earlier('2025-11-01', '2026-04-30', 6);
    expect(await verdict(consecutive({ at_least: '1800000' }), halfYears)).toBe('verified');
    await expect(verdict(consecutive({ at_least: '1800001' }), halfYears)).rejects.toThrow();
  });

  test('have gaps of at most 31 days', async () => {
    const gap = (start: string, end: string) =>
      verdict(consecutive({ window_months: { min: 12, max: 24 } }), {
        salary: HALF_YEAR,
        pension: window(start, end, 'week', 26),
      });
    expect(await gap('2025-09-30', '2026-03-30')).toBe('verified');
    expect(await gap('2025-09-29', '2026-03-29')).toBe('windows_not_consecutive');
  });

  test('are as long together as the predicate admits', async () => {
    expect(await verdict(consecutive(), earlier('2026-02-01', '2026-04-30', 3))).toBe('window_too_short');
    expect(await verdict(consecutive(), earlier('2025-09-01', '2026-04-30', 8))).toBe('window_too_long');
  });

  test('are recent at their last end', async () => {
    const age = (max_age_days: number) =>
      verdict(consecutive(), earlier('2025-11-01', '2026-04-30', 6), { max_age_days });
    expect(await age(24)).toBe('verified');
    expect(await age(23)).toBe('period_too_old');
    const both = [
      consecutive(),
      predicate({ terms: [policyTerm('pension', 'months_employed')], at_least: '1' }),
    ];
    expect(await verdict(both, earlier('2025-11-01', '2026-04-30', 6), { max_age_days: 24 })).toBe(
      'period_too_old',
    );
  });
});

test('every window is recent, also of a credential that no predicate counts', async () => {
  const old = window('2025-09-01', '2026-08-31');
  expect(await verdict(one('gross_income'), { salary: YEAR, pension: old })).toBe('period_too_old');
  expect(await verdict(one('gross_income'), { salary: old }, { max_age_days: 85 })).toBe('verified');
  expect(await verdict(one('gross_income'), { salary: old }, { max_age_days: 84 })).toBe('period_too_old');
});

describe('the lowest month', () => {
  const lowest = (changes: object = {}) =>
    predicate({ terms: [policyTerm('salary', 'lowest_month_net')], at_least: '250000', ...changes });

  test('is that of as many complete calendar months as the predicate says', async () => {
    const six = lowest({ window_months: { min: 6, max: 12 } });
    expect(await verdict(six, { salary: HALF_YEAR })).toBe('verified');
    expect(await verdict(six, { salary: window('2026-05-02', '2026-11-01', 'month', 6) })).toBe(
      'window_too_short',
    );
    expect(await verdict(six, { salary: QUARTER })).toBe('window_too_short');
  });

  test('and of at least three, since a single one may have a 13th salary', async () => {
    const any = lowest({ window_months: { min: 1, max: 12 } });
    expect(await verdict(any, { salary: MONTH })).toBe('window_too_short');
    expect(await verdict(any, { salary: QUARTER })).toBe('verified');
  });

  test('is not divided', async () => {
    const policy = (at_least: string) =>
      incomePolicy({ predicates: [lowest({ window_months: { min: 3, max: 3 }, at_least })] });
    const { held, issuerKey } = issued.get('salary')!;
    const salary = await reissued(held, issuerKey, { period: QUARTER });
    const prove = async (at_least: string) =>
      outcomeAsync(async () =>
        environment.holder.generateProof(
          await environment.verifier.createRequest(OWNER, { policy: policy(at_least) }),
          { salary },
        ),
      );
    expect(await prove('250000')).toBe('accepted');
    expect(await prove('250001')).toBe('predicate_not_satisfied');
  });
});
