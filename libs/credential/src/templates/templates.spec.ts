import { describe, expect, test } from '@jest/globals';
import type { Period } from '../encoding/calendar.js';
import { inequalitiesOf } from '../policy/inequalities.js';
import { policyWarnings } from '../requests/policy-warnings.js';
import { assertWindowsAdmitted } from '../windows/admission.js';
import { parseWindow } from '../windows/window.js';
import { expandTemplate } from './expand-template.js';
import { listTemplates } from './list-templates.js';

const YEAR: Period = { start: '2025-11-01', end: '2026-10-31', pay_periods: { unit: 'month', count: 12 } };
const THREE_PAYSLIPS: Period = {
  start: '2026-08-01',
  end: '2026-10-31',
  pay_periods: { unit: 'month', count: 3 },
};
const SEVEN_FORTNIGHTS: Period = {
  start: '2026-07-27',
  end: '2026-11-01',
  pay_periods: { unit: 'fortnight', count: 7 },
};
const SIX_MONTHS: Period = {
  start: '2026-05-01',
  end: '2026-10-31',
  pay_periods: { unit: 'month', count: 6 },
};
const TODAY = Date.parse('2026-11-15') / 86_400_000;

interface Held {
  readonly period: Period;
  readonly amounts: Readonly<Record<string, bigint>>;
}

/** Whether credentials meet the policy of a template, by the inequalities that are proved. */
function holds(template: string, parameters: object, held: Readonly<Record<string, Held>>): boolean {
  const policy = expandTemplate(template, parameters);
  const windows = new Map(policy.credentials.map((id) => [id, parseWindow(held[id]!.period)!]));
  const dated = new Map([...windows].map(([id, window]) => [id, { window, issued: TODAY }]));
  assertWindowsAdmitted(policy, dated, TODAY);
  return inequalitiesOf(policy, windows)
    .filter(({ predicate }) => predicate !== undefined)
    .every(({ terms, constant }) => {
      const amountOf = ({ credential, attribute }: { credential: string; attribute: string }) =>
        held[credential]!.amounts[attribute]!;
      return terms.reduce((sum, term) => sum + term.coefficient * amountOf(term), constant) >= 0n;
    });
}

const salary = (amounts: Held['amounts'], period: Period = YEAR) => ({ salary: { period, amounts } });

/** Gross incomes of a year, by credential. */
const grossIncomes = (incomes: Readonly<Record<string, bigint>>): Readonly<Record<string, Held>> =>
  Object.fromEntries(
    Object.entries(incomes).map(([id, gross_income]) => [id, { period: YEAR, amounts: { gross_income } }]),
  );

/** Numbers of the rule that a template cites: those that just meet it, and those that miss it by one cent or month. */
interface RuleCase {
  readonly rule: string;
  readonly template: string;
  readonly parameters: object;
  readonly meets: readonly Readonly<Record<string, Held>>[];
  readonly fails: readonly Readonly<Record<string, Held>>[];
}

const CASES: readonly RuleCase[] = [
  {
    rule: 'Eurostat: 40 % of 2,500.00 EUR net is 1,000.00 EUR, over three payslips',
    template: 'rent_multiple',
    parameters: { currency: 'EUR', rent: '100000', multiple: '2.5' },
    meets: [750_000n, 750_001n].map((net) => salary({ regular_net: net }, THREE_PAYSLIPS)),
    fails: [749_999n].map((net) => salary({ regular_net: net }, THREE_PAYSLIPS)),
  },
  {
    rule: 'Eurostat, where 5/2 of the rent is 2,500.025 EUR: half a cent is not rounded',
    template: 'rent_multiple',
    parameters: { currency: 'EUR', rent: '100001', multiple: '5/2' },
    meets: [salary({ regular_net: 750_008n }, THREE_PAYSLIPS)],
    fails: [salary({ regular_net: 750_007n }, THREE_PAYSLIPS)],
  },
  {
    rule: 'Eurostat, with seven fortnights: 7/26 of 30,000.00 EUR a year',
    template: 'rent_multiple',
    parameters: { currency: 'EUR', rent: '100000', multiple: '2.5' },
    meets: [salary({ regular_net: 807_693n }, SEVEN_FORTNIGHTS)],
    fails: [salary({ regular_net: 807_692n }, SEVEN_FORTNIGHTS)],
  },
  {
    rule: 'a stipend of six months, three times a rent of 300.00 EUR',
    template: 'rent_multiple',
    parameters: { currency: 'EUR', rent: '30000', months: 6 },
    meets: [salary({ regular_net: 540_000n }, SIX_MONTHS)],
    fails: [salary({ regular_net: 539_999n }, SIX_MONTHS)],
  },
  {
    rule: '24 CFR 5.628: 30 percent of 5,000.00 USD a month is 1,500.00 USD, over a year',
    template: 'rent_multiple',
    parameters: { currency: 'USD', rent: '150000', multiple: '10/3', income: 'gross_income' },
    meets: [salary({ gross_income: 6_000_000n })],
    fails: [salary({ gross_income: 5_999_999n })],
  },
  {
    rule: '24 CFR 5.628: 30 percent of 80,000.00 USD a year is 40 times 2,000.00 USD',
    template: 'annual_rent_multiple',
    parameters: { currency: 'USD', rent: '200000' },
    meets: [salary({ gross_income: 8_000_000n }), salary({ gross_income: 8_000_001n })],
    fails: [salary({ gross_income: 7_999_999n })],
  },
  {
    rule: 'MAS 645: 55 % of (6,500.00 + 70 % of 5,000.00) SGD is 5,500.00 SGD',
    template: 'rent_multiple_variable_income',
    parameters: { currency: 'SGD', rent: '550000', multiple: '20/11', variable_percent: 70 },
    meets: [salary({ regular_gross: 7_800_000n, variable_income: 6_000_000n })],
    fails: [
      salary({ regular_gross: 7_799_999n, variable_income: 6_000_000n }),
      salary({ regular_gross: 7_800_000n, variable_income: 5_999_999n }),
    ],
  },
  {
    rule: 'variable income counted half: half a cent too little fails',
    template: 'rent_multiple_variable_income',
    parameters: { currency: 'EUR', rent: '100000', multiple: '3' },
    meets: [salary({ regular_gross: 3_000_000n, variable_income: 1_200_000n })],
    fails: [salary({ regular_gross: 3_000_000n, variable_income: 1_199_999n })],
  },
  {
    rule: '38 CFR 36.4340(d): debts of 550.00 and housing of 1,500.00 USD are 41 percent of 5,000.00 USD',
    template: 'debt_to_income',
    parameters: { currency: 'USD', housing_payment: '150000' },
    meets: [salary({ gross_income: 6_000_000n, debt_payments: 660_000n })],
    fails: [
      salary({ gross_income: 6_000_000n, debt_payments: 660_001n }),
      salary({ gross_income: 5_999_999n, debt_payments: 660_000n }),
    ],
  },
  {
    rule: '38 CFR 36.4340(d) with the debts of another issuer, and a percentage with decimals',
    template: 'debt_to_income',
    parameters: { currency: 'USD', percent: '33.33', debts_credential: 'debts' },
    meets: [
      {
        ...salary({ gross_income: 10_000_000n }),
        debts: { period: YEAR, amounts: { debt_payments: 3_333_000n } },
      },
    ],
    fails: [
      {
        ...salary({ gross_income: 10_000_000n }),
        debts: { period: YEAR, amounts: { debt_payments: 3_333_001n } },
      },
    ],
  },
  {
    rule: '38 CFR 36.4340(e): 1,003.00 USD for four people in the South',
    template: 'residual_income',
    parameters: {
      household_size: 4,
      region: 'south',
      loan_amount: '25000000',
      housing_payment: '150000',
    },
    // 2,803.00 a month net, 300.00 of debts, 1,500.00 of housing.
    meets: [salary({ net_income: 3_363_600n, debt_payments: 360_000n })],
    fails: [
      salary({ net_income: 3_363_599n, debt_payments: 360_000n }),
      salary({ net_income: 3_363_600n, debt_payments: 360_001n }),
    ],
  },
  {
    rule: '38 CFR 36.4340(e): 1,004.00 + 2 · 75.00 USD for seven people in the West, loan of 79,999.99 USD',
    template: 'residual_income',
    parameters: {
      household_size: 7,
      region: 'west',
      loan_amount: '7999999',
      housing_payment: '0',
    },
    meets: [salary({ net_income: 1_384_800n, debt_payments: 0n })],
    fails: [salary({ net_income: 1_384_799n, debt_payments: 0n })],
  },
  {
    rule: '38 CFR 36.4340(e): 1,062.00 + 80.00 USD for six people in the Northeast, loan of 80,000.00 USD',
    template: 'residual_income',
    parameters: {
      household_size: 6,
      loan_amount: '8000000',
      housing_payment: '0',
    },
    meets: [salary({ net_income: 1_370_400n, debt_payments: 0n })],
    fails: [salary({ net_income: 1_370_399n, debt_payments: 0n })],
  },
  {
    rule: 'Central Bank of Ireland: 400,000.00 EUR of an income of 100,000.00 EUR',
    template: 'mortgage_multiple',
    parameters: { currency: 'EUR', loan_amount: '40000000' },
    meets: [salary({ gross_income: 10_000_000n })],
    fails: [salary({ gross_income: 9_999_999n })],
  },
  {
    rule: 'Central Bank of Ireland: 3.5 times for further buyers, where the loan ends in half a cent of income',
    template: 'mortgage_multiple',
    parameters: { currency: 'EUR', loan_amount: '35000001', multiple: '3.5' },
    meets: [salary({ gross_income: 10_000_001n })],
    fails: [salary({ gross_income: 10_000_000n })],
  },
  {
    rule: 'Appendix FM-SE: the lowest month in six, twelve times, is 29,000.00 GBP',
    template: 'steady_income',
    parameters: { currency: 'GBP', amount: '2900000', per: 'year', income: 'lowest_month_gross' },
    meets: [salary({ lowest_month_gross: 241_667n }, SIX_MONTHS), salary({ lowest_month_gross: 241_667n })],
    fails: [salary({ lowest_month_gross: 241_666n }, SIX_MONTHS)],
  },
  {
    rule: 'an income of every month',
    template: 'steady_income',
    parameters: { currency: 'EUR', amount: '150000', months: 3 },
    meets: [salary({ lowest_month_net: 150_000n }, THREE_PAYSLIPS)],
    fails: [salary({ lowest_month_net: 149_999n }, THREE_PAYSLIPS)],
  },
  {
    rule: '§ 9 (2) WoFG: 12,000.00 EUR for one person',
    template: 'income_band',
    parameters: { currency: 'EUR', at_most: '1200000' },
    meets: [salary({ gross_income: 1_200_000n }), salary({ gross_income: 0n })],
    fails: [salary({ gross_income: 1_200_001n })],
  },
  {
    rule: 'a band of net income',
    template: 'income_band',
    parameters: { currency: 'EUR', at_least: '600000', at_most: '1200000', income: 'net_income' },
    meets: [salary({ net_income: 600_000n }), salary({ net_income: 1_200_000n })],
    fails: [salary({ net_income: 599_999n }), salary({ net_income: 1_200_001n })],
  },
  {
    rule: '24 CFR 5.609 and 5.628: two jobs of 36,000.00 and 24,000.00 USD are 5,000.00 USD a month',
    template: 'two_employers',
    parameters: { currency: 'USD', amount: '500000', income: 'gross_income' },
    meets: [grossIncomes({ first_job: 3_600_000n, second_job: 2_400_000n })],
    fails: [grossIncomes({ first_job: 3_600_000n, second_job: 2_399_999n })],
  },
  {
    rule: 'Appendix FM-SE: six months with the current employer',
    template: 'employed_for',
    parameters: { currency: 'EUR' },
    meets: [salary({ months_employed: 7n }), salary({ months_employed: 6n })],
    fails: [salary({ months_employed: 5n })],
  },
  {
    rule: 'a contract that does not end for a year',
    template: 'employed_for',
    parameters: { currency: 'EUR', months: 1, contract_months_left: 12 },
    meets: [salary({ months_employed: 1n, contract_months_left: 12n })],
    fails: [
      salary({ months_employed: 1n, contract_months_left: 11n }),
      salary({ months_employed: 0n, contract_months_left: 1200n }),
    ],
  },
  {
    rule: '24 CFR 5.609 and 5.628: two incomes of 36,000.00 and 24,000.00 USD are 5,000.00 USD a month, of which 30 percent',
    template: 'couple',
    parameters: { currency: 'USD', rent: '150000', multiple: '10/3', income: 'gross_income' },
    meets: [
      grossIncomes({ salary: 3_600_000n, partner_salary: 2_400_000n }),
      grossIncomes({ salary: 0n, partner_salary: 6_000_000n }),
    ],
    fails: [
      grossIncomes({ salary: 3_600_000n, partner_salary: 2_399_999n }),
      grossIncomes({ salary: 3_599_999n, partner_salary: 2_400_000n }),
    ],
  },
  {
    rule: 'Letting a Property: 30,000.00 GBP of the tenant and 36,000.00 GBP of the guarantor for a rent of 1,000.00 GBP',
    template: 'guarantor',
    parameters: { currency: 'GBP', rent: '100000', income: 'gross_income' },
    meets: [grossIncomes({ salary: 3_000_000n, guarantor_salary: 3_600_000n })],
    fails: [
      grossIncomes({ salary: 2_999_999n, guarantor_salary: 9_000_000n }),
      grossIncomes({ salary: 9_000_000n, guarantor_salary: 3_599_999n }),
    ],
  },
];

describe.each(CASES)('$template: $rule', ({ template, parameters, meets, fails }) => {
  test('holds at the threshold, and not one unit below', () => {
    expect(meets.map((held) => holds(template, parameters, held))).toEqual(meets.map(() => true));
    expect(fails.map((held) => holds(template, parameters, held))).toEqual(fails.map(() => false));
    expect(meets.length).toBeGreaterThan(0);
    expect(fails.length).toBeGreaterThan(0);
  });

  test('is a policy without a warning', () => {
    const policy = expandTemplate(template, parameters);
    expect(policyWarnings(policy, [])).toEqual([]);
  });
});

test('every template has a case with numbers of its rule', () => {
  expect(
    listTemplates()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...new Set(CASES.map(({ template }) => template))].sort());
});
