import { incomeParameters, monthlyIncomeAtLeast, SALARY } from './incomes.js';
import { multiple, rent } from './rent-templates.js';
import { defineTemplate } from './template.js';

const PARTNER_SALARY = 'partner_salary';
const GUARANTOR_SALARY = 'guarantor_salary';

export const couple = defineTemplate({
  id: 'couple',
  name: {
    en: 'Income of two people is a multiple of the rent',
    de: 'Einkommen zweier Personen ist ein Vielfaches der Miete',
  },
  description: {
    en: 'The incomes of two people are together at least a multiple of the monthly rent. The verifier learns neither, and the first person learns that of the second.',
    de: 'Die Einkommen zweier Personen sind zusammen mindestens ein Vielfaches der Monatsmiete. Die prüfende Stelle erfährt keines davon, die erste Person das der zweiten.',
  },
  source: {
    title:
      '24 CFR 5.609(a)(1) and 5.628(a)(1): the income of every adult of a family counts, also of the spouse, and 30 percent of it is the payment of a tenant (a multiple of 10/3)',
    url: 'https://www.ecfr.gov/current/title-24/section-5.609',
  },
  parameters: { rent, multiple: multiple('3'), ...incomeParameters },
  content: ({ rent, multiple: { numerator, denominator }, ...income }) => ({
    credentials: [SALARY, PARTNER_SALARY],
    people: { main: [SALARY], partner: [PARTNER_SALARY] },
    predicates: [monthlyIncomeAtLeast([SALARY, PARTNER_SALARY], income, numerator * rent, denominator)],
  }),
});

export const guarantor = defineTemplate({
  id: 'guarantor',
  name: { en: 'Income of tenant and guarantor', de: 'Einkommen von Mieter und Bürge' },
  description: {
    en: 'The income of the tenant is at least a multiple of the monthly rent, and that of the guarantor another, usually larger one. Each proves it alone, and learns nothing of the other.',
    de: 'Das Einkommen des Mieters ist mindestens ein Vielfaches der Monatsmiete, das des Bürgen ein anderes, meist größeres. Jeder weist es allein nach und erfährt nichts vom anderen.',
  },
  source: {
    title:
      'Letting a Property (letting agent, United Kingdom), tenant affordability: tenants earn 30 times the monthly rent a year, a guarantor 36 times (multiples of 5/2 and 3)',
    url: 'https://help.lettingaproperty.com/knowledge/how-is-tenant-affordability-calculated',
  },
  parameters: {
    rent,
    multiple: multiple('2.5', {
      en: 'How many times the rent the income of the tenant is at least',
      de: 'Das Wievielfache der Miete das Einkommen des Mieters mindestens ist',
    }),
    guarantor_multiple: multiple('3', {
      en: 'How many times the rent the income of the guarantor is at least',
      de: 'Das Wievielfache der Miete das Einkommen des Bürgen mindestens ist',
    }),
    ...incomeParameters,
  },
  content: ({ rent, multiple: ofTenant, guarantor_multiple: ofGuarantor, ...income }) => ({
    credentials: [SALARY, GUARANTOR_SALARY],
    people: { tenant: [SALARY], guarantor: [GUARANTOR_SALARY] },
    predicates: [
      monthlyIncomeAtLeast([SALARY], income, ofTenant.numerator * rent, ofTenant.denominator),
      monthlyIncomeAtLeast([GUARANTOR_SALARY], income, ofGuarantor.numerator * rent, ofGuarantor.denominator),
    ],
  }),
});
