import { needsPayPeriods } from '../attributes.js';
import { faultError } from '../input-faults.js';
import { ONE_YEAR_WINDOW, WINDOW_MONTHS } from '../limits.js';
import type { WindowMonths } from '../policy/policy.js';
import { choice, integer, optional } from './parameter.js';
import { atLeast } from './predicates.js';

/** The credential of templates with one. */
export const SALARY = 'salary';

export const yearIncome = choice(['gross_income', 'net_income'], {
  description: { en: 'Which income of the year', de: 'Welches Einkommen des Jahres' },
  default: 'gross_income',
  example: 'gross_income',
});

/** Pay slips of the last months by default. */
const PAYSLIP_MONTHS = 3;

/** The parameters of templates that ask for an income of payslips, or of a year. */
export const incomeParameters = {
  income: choice(['regular_net', 'regular_gross', 'net_income', 'gross_income'], {
    description: {
      en: 'Which income: of payslips without extra payments, or all income of a year',
      de: 'Welches Einkommen: laut Abrechnungen ohne Sonderzahlungen, oder alles eines Jahres',
    },
    default: 'regular_net',
    example: 'regular_net',
  }),
  months: optional(
    integer(
      {
        description: {
          en: `Over how many months, up to one more for other pay periods; without it ${PAYSLIP_MONTHS} of payslips, ${ONE_YEAR_WINDOW.min} of a year`,
          de: `Über wie viele Monate, bis zu einem mehr bei anderen Abrechnungszeiträumen; ohne Angabe ${PAYSLIP_MONTHS} laut Abrechnungen, ${ONE_YEAR_WINDOW.min} beim Einkommen eines Jahres`,
        },
        unit: 'months',
        example: 3,
      },
      WINDOW_MONTHS.min,
      WINDOW_MONTHS.max - 1,
    ),
  ),
};

/** The windows of an income: 3 months are also 7 fortnights or 14 weeks. */
function windowOf(income: string, months: number | undefined): WindowMonths {
  const shortest = needsPayPeriods(income) ? WINDOW_MONTHS.min : ONE_YEAR_WINDOW.min;
  if (months !== undefined && months < shortest) {
    throw faultError(
      'template_parameter_invalid',
      'parameters.months',
      `expected ${shortest} or more for ${income}, which may contain payments of once a year.`,
    );
  }
  const min = months ?? (needsPayPeriods(income) ? PAYSLIP_MONTHS : ONE_YEAR_WINDOW.min);
  return { min, max: min + 1 };
}

interface ChosenIncome {
  readonly income: string;
  readonly months: number | undefined;
}

/** The incomes of these credentials together, times a factor, are at least a bound per month. */
export const monthlyIncomeAtLeast = (
  credentials: readonly string[],
  { income, months }: ChosenIncome,
  bound: bigint,
  factor = 1n,
) =>
  atLeast(
    credentials.map((credential) => ({ credential, attribute: income, coefficient: factor })),
    bound,
    { per: 'month', window_months: windowOf(income, months) },
  );
