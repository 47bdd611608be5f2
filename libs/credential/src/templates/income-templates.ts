import { faultError } from '../input-faults.js';
import { MIN_MONTHS_OF_LOWEST, WINDOW_MONTHS } from '../limits.js';
import { incomeParameters, monthlyIncomeAtLeast, SALARY, yearIncome } from './incomes.js';
import { amount, choice, integer, optional } from './parameter.js';
import { atLeast } from './predicates.js';
import { defineTemplate } from './template.js';

const JOBS = ['first_job', 'second_job'] as const;

export const steadyIncome = defineTemplate({
  id: 'steady_income',
  name: { en: 'Income in every month', de: 'Einkommen in jedem Monat' },
  description: {
    en: 'The income of the lowest calendar month, of at least so many months, is at least an amount. Per year it is compared twelve times.',
    de: 'Das Einkommen des niedrigsten Kalendermonats, von mindestens so vielen Monaten, ist mindestens ein Betrag. Pro Jahr wird es zwölffach verglichen.',
  },
  source: {
    title:
      'UK Immigration Rules, Appendix FM-SE, paragraph 13(a): gross annual salary at its lowest level in the 6 months before; Appendix FM: 29,000 GBP',
    url: 'https://www.gov.uk/guidance/immigration-rules/immigration-rules-appendix-fm-se-family-members-specified-evidence',
  },
  parameters: {
    amount: amount({
      description: { en: 'The least income', de: 'Das geringste Einkommen' },
      unit: 'smallest currency unit',
      example: '150000',
    }),
    per: choice(['month', 'year'], {
      description: { en: 'What the amount is per', de: 'Worauf sich der Betrag bezieht' },
      default: 'month',
      example: 'month',
    }),
    income: choice(['lowest_month_net', 'lowest_month_gross'], {
      description: { en: 'Net or gross', de: 'Netto oder brutto' },
      default: 'lowest_month_net',
      example: 'lowest_month_net',
    }),
    months: integer(
      {
        description: {
          en: 'Of at least how many complete months',
          de: 'Von mindestens wie vielen vollen Monaten',
        },
        unit: 'months',
        default: 6,
        example: 6,
      },
      MIN_MONTHS_OF_LOWEST,
      WINDOW_MONTHS.max,
    ),
  },
  content: ({ amount: least, per, income, months }) => ({
    credentials: [SALARY],
    predicates: [
      // Longer windows are admitted: their lowest month is not higher.
      atLeast([{ credential: SALARY, attribute: income, coefficient: per === 'year' ? 12n : 1n }], least, {
        window_months: { min: months, max: WINDOW_MONTHS.max },
      }),
    ],
  }),
});

export const incomeBand = defineTemplate({
  id: 'income_band',
  name: { en: 'Income is within limits', de: 'Einkommen liegt innerhalb von Grenzen' },
  description: {
    en: 'The income of a year is at most an amount, as for subsidised housing, and optionally at least another. Every issuer must be complete for the income.',
    de: 'Das Einkommen eines Jahres ist höchstens ein Betrag, wie für geförderte Wohnungen, und wahlweise mindestens ein anderer. Jeder Aussteller muss das Einkommen vollständig kennen.',
  },
  source: {
    title: '§ 9 (2) WoFG (Germany): 12,000 EUR a year for one person, 18,000 EUR for two',
    url: 'https://www.gesetze-im-internet.de/wofg/__9.html',
  },
  parameters: {
    at_most: amount({
      description: { en: 'The highest income of a year', de: 'Das höchste Einkommen eines Jahres' },
      unit: 'smallest currency unit per year',
      example: '1200000',
    }),
    at_least: optional(
      amount({
        description: { en: 'The least income of a year', de: 'Das geringste Einkommen eines Jahres' },
        unit: 'smallest currency unit per year',
        example: '600000',
      }),
    ),
    income: yearIncome,
  },
  content: ({ at_most, at_least, income }) => {
    if (at_least !== undefined && at_least > at_most)
      throw faultError('template_parameter_invalid', 'parameters.at_least', 'expected at most at_most.');
    return {
      credentials: [SALARY],
      predicates: [
        {
          terms: [{ credential: SALARY, attribute: income, coefficient: 1 }],
          per: 'year',
          ...(at_least !== undefined && { at_least: String(at_least) }),
          at_most: String(at_most),
        },
      ],
    };
  },
});

export const twoEmployers = defineTemplate({
  id: 'two_employers',
  name: { en: 'Income of two jobs', de: 'Einkommen aus zwei Arbeitsverhältnissen' },
  description: {
    en: 'The incomes that two employers pay one person at the same time are together at least an amount a month.',
    de: 'Die Einkommen, die zwei Arbeitgeber einer Person zur gleichen Zeit zahlen, sind zusammen mindestens ein Betrag im Monat.',
  },
  source: {
    title:
      '24 CFR 5.609(a)(1) and 5.628(a)(1): all amounts received from all sources count, and 30 percent of them is the payment of a tenant',
    url: 'https://www.ecfr.gov/current/title-24/section-5.609',
  },
  parameters: {
    amount: amount({
      description: { en: 'The least sum of a month', de: 'Die geringste Summe eines Monats' },
      unit: 'smallest currency unit per month',
      example: '500000',
    }),
    ...incomeParameters,
  },
  content: ({ amount: least, ...income }) => ({
    credentials: JOBS,
    predicates: [monthlyIncomeAtLeast(JOBS, income, least)],
  }),
});

export const employedFor = defineTemplate({
  id: 'employed_for',
  name: { en: 'Employed for some time', de: 'Seit einiger Zeit beschäftigt' },
  description: {
    en: 'The person has been with the employer for at least so many months, and optionally the contract does not end for so many more.',
    de: 'Die Person ist seit mindestens so vielen Monaten bei diesem Arbeitgeber, und wahlweise endet der Vertrag erst nach so vielen weiteren.',
  },
  source: {
    title:
      'UK Immigration Rules, Appendix FM-SE, paragraph 13(a): employed by the current employer for at least 6 months',
    url: 'https://www.gov.uk/guidance/immigration-rules/immigration-rules-appendix-fm-se-family-members-specified-evidence',
  },
  parameters: {
    months: integer(
      {
        description: {
          en: 'Completed months with the employer when the credential was issued',
          de: 'Volle Monate beim Arbeitgeber am Tag der Ausstellung',
        },
        unit: 'months',
        default: 6,
        example: 6,
      },
      1,
      600,
    ),
    contract_months_left: optional(
      integer(
        {
          description: {
            en: 'Months until the contract ends; a permanent contract has 1200',
            de: 'Monate bis zum Ende des Vertrags; ein unbefristeter hat 1200',
          },
          unit: 'months',
          example: 12,
        },
        1,
        1200,
      ),
    ),
  },
  content: ({ months, contract_months_left: left }) => ({
    credentials: [SALARY],
    predicates: [
      atLeast([{ credential: SALARY, attribute: 'months_employed', coefficient: 1n }], BigInt(months)),
      ...(left === undefined
        ? []
        : [
            atLeast(
              [{ credential: SALARY, attribute: 'contract_months_left', coefficient: 1n }],
              BigInt(left),
            ),
          ]),
    ],
  }),
});
