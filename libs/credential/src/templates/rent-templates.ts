import type { Words } from '../words/language.js';
import { incomeParameters, monthlyIncomeAtLeast, SALARY, yearIncome } from './incomes.js';
import { amount, integer, ratio } from './parameter.js';
import { atLeast } from './predicates.js';
import { defineTemplate } from './template.js';

export const rent = amount({
  description: { en: 'Rent of a month', de: 'Miete eines Monats' },
  unit: 'smallest currency unit per month',
  example: '150000',
});

const OF_INCOME: Words = {
  en: 'How many times the rent the income is at least',
  de: 'Das Wievielfache der Miete das Einkommen mindestens ist',
};

export const multiple = (value: string, description = OF_INCOME) =>
  ratio({ description, default: value, example: value }, '0.01', '100');

export const rentMultiple = defineTemplate({
  id: 'rent_multiple',
  name: { en: 'Income is a multiple of the rent', de: 'Einkommen ist ein Vielfaches der Miete' },
  description: {
    en: 'The income of a month, as the average of payslips or of a year, is at least a multiple of the monthly rent.',
    de: 'Das Einkommen eines Monats, im Durchschnitt der Abrechnungen oder eines Jahres, ist mindestens ein Vielfaches der Monatsmiete.',
  },
  source: {
    title:
      'Eurostat, housing cost overburden rate: housing costs of more than 40 % of disposable income (a multiple of 5/2)',
    url: 'https://ec.europa.eu/eurostat/statistics-explained/index.php?title=Glossary:Housing_cost_overburden_rate',
  },
  parameters: { rent, multiple: multiple('3'), ...incomeParameters },
  content: ({ rent, multiple: { numerator, denominator }, ...income }) => ({
    credentials: [SALARY],
    predicates: [monthlyIncomeAtLeast([SALARY], income, numerator * rent, denominator)],
  }),
});

export const annualRentMultiple = defineTemplate({
  id: 'annual_rent_multiple',
  name: {
    en: 'Income of a year is a multiple of the monthly rent',
    de: 'Jahreseinkommen ist ein Vielfaches der Monatsmiete',
  },
  description: {
    en: 'The income of a year is at least a multiple of the monthly rent, 40 times by default: the rent is at most 30 % of the income.',
    de: 'Das Einkommen eines Jahres ist mindestens ein Vielfaches der Monatsmiete, ohne Angabe das 40-fache: Die Miete ist höchstens 30 % des Einkommens.',
  },
  source: {
    title: '24 CFR 5.628(a)(1), total tenant payment: 30 percent of monthly adjusted income (12 / 0.3 = 40)',
    url: 'https://www.ecfr.gov/current/title-24/section-5.628',
  },
  parameters: {
    rent,
    multiple: multiple('40'),
    income: yearIncome,
  },
  content: ({ rent, multiple: { numerator, denominator }, income }) => ({
    credentials: [SALARY],
    predicates: [
      atLeast([{ credential: SALARY, attribute: income, coefficient: denominator }], numerator * rent, {
        per: 'year',
      }),
    ],
  }),
});

export const rentMultipleVariableIncome = defineTemplate({
  id: 'rent_multiple_variable_income',
  name: {
    en: 'Income with a part of variable pay is a multiple of the rent',
    de: 'Einkommen mit einem Teil der variablen Bezüge ist ein Vielfaches der Miete',
  },
  description: {
    en: 'Regular gross income and a part of bonuses, overtime and commissions, half of them by default, is at least a multiple of the monthly rent, over a year.',
    de: 'Das regelmäßige Bruttoeinkommen und ein Teil der Boni, Überstunden und Provisionen, ohne Angabe die Hälfte, ist über ein Jahr mindestens ein Vielfaches der Monatsmiete.',
  },
  source: {
    title:
      'Monetary Authority of Singapore, Notice 645: at most 70 % of variable income counts, and monthly debts are at most 55 % of income (a multiple of 20/11)',
    url: 'https://www.mas.gov.sg/regulation/notices/notice-645',
  },
  parameters: {
    rent,
    multiple: multiple('3'),
    variable_percent: integer(
      {
        description: {
          en: 'How much of the variable income counts',
          de: 'Wie viel der variablen Bezüge zählt',
        },
        unit: 'percent',
        default: 50,
        example: 50,
      },
      1,
      100,
    ),
  },
  content: ({ rent, multiple: { numerator, denominator }, variable_percent: percent }) => ({
    credentials: [SALARY],
    predicates: [
      atLeast(
        [
          { credential: SALARY, attribute: 'regular_gross', coefficient: 100n * denominator },
          { credential: SALARY, attribute: 'variable_income', coefficient: BigInt(percent) * denominator },
        ],
        100n * numerator * rent,
        { per: 'month' },
      ),
    ],
  }),
});
