import { smallestUnits } from '../amounts.js';
import type { Attribute, PayrollForm } from '../api.js';

/** What a clerk enters about one person. Amounts are those of the whole period. */
export interface PersonInput {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthdate: string;
  readonly country: string;
  readonly idType: string;
  readonly id: string;
  /** The index of the window in `periods`. */
  readonly period: number;
  readonly amounts: Readonly<Record<string, string>>;
}

/** Attributes that a form shows first; the others are "0" for most people. */
export const MAIN_ATTRIBUTES = [
  'gross_income',
  'net_income',
  'regular_gross',
  'regular_net',
  'lowest_month_gross',
  'lowest_month_net',
  'months_employed',
  'contract_months_left',
];

const CURRENCY = 'EUR';

export const emptyPerson = (form: PayrollForm): PersonInput => ({
  ...{ givenName: '', familyName: '', birthdate: '', country: 'DE', idType: 'tax_id', id: '' },
  period: 0,
  amounts: Object.fromEntries(
    form.attributes.map(({ name }) => [name, MAIN_ATTRIBUTES.includes(name) ? '' : '0']),
  ),
});

/** A person to try the page with: 4,500 EUR gross and 2,900 EUR net a month, for the three months of the first window. */
export const examplePerson = (form: PayrollForm): PersonInput => ({
  ...emptyPerson(form),
  ...{ givenName: 'Erika', familyName: 'Mustermann', birthdate: '1984-01-26', id: '12345678901' },
  amounts: {
    ...emptyPerson(form).amounts,
    ...{ gross_income: '13500', net_income: '8700', regular_gross: '13500', regular_net: '8700' },
    ...{ lowest_month_gross: '4500', lowest_month_net: '2900' },
    ...{ months_employed: '31', contract_months_left: '1200' },
  },
});

export const readValue = ({ unit }: Attribute, text: string): string | undefined =>
  unit === 'months'
    ? /^\d{1,4}$/.test(text.trim())
      ? text.trim()
      : undefined
    : smallestUnits(text, CURRENCY);

/** The body of an offer; undefined while an amount cannot be read. */
export function offerOf(person: PersonInput, form: PayrollForm): object | undefined {
  const attributes = form.attributes.map((attribute) => [
    attribute.name,
    readValue(attribute, person.amounts[attribute.name] ?? ''),
  ]);
  if (attributes.some(([, value]) => value === undefined)) return undefined;
  return {
    attributes: Object.fromEntries(attributes),
    currency: CURRENCY,
    period: form.periods[person.period],
    identity: { country: person.country, id_type: person.idType, id: person.id },
    claims: {
      ...{ given_name: person.givenName.trim(), family_name: person.familyName.trim() },
      ...(person.birthdate !== '' && { birthdate: person.birthdate }),
    },
  };
}
