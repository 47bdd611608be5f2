import { SALARY } from './incomes.js';
import { amount, choice, integer, ratio } from './parameter.js';
import { atLeast } from './predicates.js';
import { REGIONS, residualIncome } from './residual-income.js';
import { defineTemplate } from './template.js';

const debtsCredential = choice([SALARY, 'debts'], {
  description: {
    en: 'Which credential has the debts: that of the income, or one of another issuer',
    de: 'Welcher Nachweis die Schulden enthält: der des Einkommens oder der eines anderen Ausstellers',
  },
  default: SALARY,
  example: SALARY,
});

const credentialsOf = (debts: string): string[] => [...new Set([SALARY, debts])];

const HOUSING = 'smallest currency unit per month';

export const debtToIncome = defineTemplate({
  id: 'debt_to_income',
  name: { en: 'Debts are a part of income', de: 'Schulden sind ein Teil des Einkommens' },
  description: {
    en: 'Debt payments, and the new housing payment if there is one, are at most a percentage of gross income, over a year.',
    de: 'Zahlungen auf Schulden und gegebenenfalls die neue Wohnungsrate sind über ein Jahr höchstens ein Prozentsatz des Bruttoeinkommens.',
  },
  source: {
    title:
      '38 CFR 36.4340(c) and (d), debt-to-income ratio of loans of the US Department of Veterans Affairs: 41 percent',
    url: 'https://www.ecfr.gov/current/title-38/section-36.4340',
  },
  parameters: {
    percent: ratio(
      {
        description: {
          en: 'The largest part of gross income',
          de: 'Der größte Teil des Bruttoeinkommens',
        },
        unit: 'percent',
        default: '41',
        example: '41',
      },
      '1',
      '100',
    ),
    housing_payment: amount(
      {
        description: {
          en: 'Payment of a month for the home that is applied for, which the debts of the credential do not contain',
          de: 'Rate eines Monats für die beantragte Wohnung, die in den Schulden des Nachweises nicht enthalten ist',
        },
        unit: HOUSING,
        default: '0',
        example: '150000',
      },
      0n,
    ),
    debts_credential: debtsCredential,
  },
  content: ({ percent: { numerator, denominator }, housing_payment: housing, debts_credential: debts }) => ({
    credentials: credentialsOf(debts),
    predicates: [
      atLeast(
        [
          { credential: SALARY, attribute: 'gross_income', coefficient: numerator },
          { credential: debts, attribute: 'debt_payments', coefficient: -100n * denominator },
        ],
        100n * denominator * housing,
        { per: 'month' },
      ),
    ],
  }),
});

export const residualIncomeTemplate = defineTemplate({
  id: 'residual_income',
  name: { en: 'Income that is left for the household', de: 'Einkommen, das dem Haushalt bleibt' },
  description: {
    en: 'What is left of net income each month, after debts and housing, is at least what the rule requires for the size of the household and the region.',
    de: 'Was monatlich vom Nettoeinkommen nach Schulden und Wohnung bleibt, ist mindestens so viel, wie die Regel für die Größe des Haushalts und die Region verlangt.',
  },
  source: {
    title: '38 CFR 36.4340(e), tables of residual incomes by region',
    url: 'https://www.ecfr.gov/current/title-38/section-36.4340',
  },
  currency: 'USD',
  parameters: {
    household_size: integer(
      {
        description: {
          en: 'People in the household; 7 also for more',
          de: 'Personen im Haushalt; 7 auch für mehr',
        },
        unit: 'people',
        example: 4,
      },
      1,
      7,
    ),
    region: choice(REGIONS, {
      description: { en: 'Region of the United States', de: 'Region der Vereinigten Staaten' },
      default: 'northeast',
      example: 'south',
    }),
    loan_amount: amount({
      description: {
        en: 'Amount of the loan: from 80,000.00 USD on, the amounts are larger',
        de: 'Betrag des Kredits: ab 80.000,00 USD gelten höhere Beträge',
      },
      unit: 'smallest currency unit',
      example: '25000000',
    }),
    housing_payment: amount(
      {
        description: {
          en: 'Payment of a month for the home: instalment, taxes, insurance, maintenance and utilities',
          de: 'Kosten eines Monats für die Wohnung: Rate, Steuern, Versicherung, Instandhaltung und Nebenkosten',
        },
        unit: HOUSING,
        example: '150000',
      },
      0n,
    ),
    debts_credential: debtsCredential,
  },
  content: ({
    household_size: people,
    region,
    loan_amount: loan,
    housing_payment: housing,
    debts_credential: debts,
  }) => ({
    credentials: credentialsOf(debts),
    predicates: [
      atLeast(
        [
          { credential: SALARY, attribute: 'net_income', coefficient: 1n },
          { credential: debts, attribute: 'debt_payments', coefficient: -1n },
        ],
        housing + residualIncome(people, region, loan),
        { per: 'month' },
      ),
    ],
  }),
});

export const mortgageMultiple = defineTemplate({
  id: 'mortgage_multiple',
  name: {
    en: 'Loan is at most a multiple of income',
    de: 'Kredit ist höchstens ein Vielfaches des Einkommens',
  },
  description: {
    en: 'The loan is at most a multiple of the gross income of a year. In the United Kingdom, a loan of exactly 4.5 times the income already counts as high.',
    de: 'Der Kredit ist höchstens ein Vielfaches des Bruttoeinkommens eines Jahres. Im Vereinigten Königreich gilt schon ein Kredit von genau dem 4,5-fachen als hoch.',
  },
  source: {
    title:
      'Central Bank of Ireland, mortgage measures: at most 4 times gross income for first-time buyers, 3.5 times for others',
    url: 'https://www.centralbank.ie/consumer-hub/explainers/what-are-the-mortgage-measures',
  },
  parameters: {
    loan_amount: amount({
      description: { en: 'Amount of the loan', de: 'Betrag des Kredits' },
      unit: 'smallest currency unit',
      example: '24000000',
    }),
    multiple: ratio(
      {
        description: {
          en: 'How many times the income the loan is at most',
          de: 'Das Wievielfache des Einkommens der Kredit höchstens ist',
        },
        default: '4',
        example: '4.5',
      },
      '0.1',
      '100',
    ),
  },
  content: ({ loan_amount: loan, multiple: { numerator, denominator } }) => ({
    credentials: [SALARY],
    predicates: [
      atLeast(
        [{ credential: SALARY, attribute: 'gross_income', coefficient: numerator }],
        denominator * loan,
        {
          per: 'year',
        },
      ),
    ],
  }),
});
