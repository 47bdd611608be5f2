import type { Words } from './words/language.js';

/**
 * What an attribute counts. `money_per_period` is an amount of the credential's window, and predicates divide it by the
 * length of the window. `money` is an amount that no window scales. A predicate adds only attributes of one unit.
 */
export type Unit = 'money_per_period' | 'money' | 'months';

/** A noun without determiner. In German, where sentences need it, with its article. */
export interface Noun extends Words {
  readonly isPlural?: true;
}

export interface AttributeDefinition {
  readonly unit: Unit;
  /** For people, as the subject of a sentence. */
  readonly meaning: Noun;
  /**
   * Whether the amount recurs in every pay period, or is the smallest of several months, so that a window of less than a
   * year does not overstate it. All other amounts may contain payments of once a year.
   */
  readonly inShortWindows: boolean;
  /** Attributes whose amount can contain this one, before or after tax. They are not added to it. */
  readonly countedIn: readonly string[];
  /** Whether it is the same in the credentials of all contracts with a payer. All others are those of one contract. */
  readonly isOfPerson?: true;
  /** What the issuer attests. */
  readonly definition: string;
  /** The public text that the definition follows. */
  readonly source: string;
}

const CANBERRA =
  'UNECE, Canberra Group Handbook on Household Income Statistics, 2nd edition (2011), chapter 2';
const EARNINGS =
  'Commission Regulation (EC) No 1738/2005, structure of earnings, annex II, variables 4.1.1 and 4.2';
const ANY_INCOME = ['gross_income', 'net_income', 'regular_gross', 'regular_net'];

/** The attributes that policies may use. `subject` is not among them: it is only compared, hidden. */
export const ATTRIBUTES: ReadonlyMap<string, AttributeDefinition> = new Map(
  Object.entries<AttributeDefinition>({
    gross_income: {
      unit: 'money_per_period',
      meaning: { en: 'gross income', de: 'das Bruttoeinkommen' },
      inShortWindows: false,
      countedIn: [],
      definition:
        'all income from the payer that was received in the window, before tax and social contributions',
      source: CANBERRA,
    },
    net_income: {
      unit: 'money_per_period',
      meaning: { en: 'net income', de: 'das Nettoeinkommen' },
      inShortWindows: false,
      countedIn: ['gross_income'],
      definition: 'gross_income after income tax and social contributions',
      source: CANBERRA,
    },
    regular_gross: {
      unit: 'money_per_period',
      meaning: { en: 'regular gross income', de: 'das Bruttoeinkommen aus regelmäßigen Zahlungen' },
      inShortWindows: true,
      countedIn: ['gross_income', 'net_income'],
      definition:
        'what the payer pays in every pay period, for the pay periods of the window, before tax and social contributions; without payments that are not made in each pay period, and without variable_income',
      source: EARNINGS,
    },
    regular_net: {
      unit: 'money_per_period',
      meaning: { en: 'regular net income', de: 'das Nettoeinkommen aus regelmäßigen Zahlungen' },
      inShortWindows: true,
      countedIn: ['gross_income', 'net_income', 'regular_gross'],
      definition: 'regular_gross after income tax and social contributions',
      source: EARNINGS,
    },
    variable_income: {
      unit: 'money_per_period',
      meaning: { en: 'variable income', de: 'das Einkommen aus Boni, Überstunden und Provisionen' },
      inShortWindows: false,
      countedIn: ['gross_income', 'net_income'],
      definition: 'bonuses, overtime pay and commissions, before tax and social contributions',
      source: EARNINGS,
    },
    lowest_month_gross: {
      unit: 'money',
      meaning: { en: 'gross income of the lowest month', de: 'das Bruttoeinkommen im niedrigsten Monat' },
      inShortWindows: true,
      countedIn: [],
      definition: 'the smallest gross income received in a complete calendar month of the window',
      source: CANBERRA,
    },
    lowest_month_net: {
      unit: 'money',
      meaning: { en: 'net income of the lowest month', de: 'das Nettoeinkommen im niedrigsten Monat' },
      inShortWindows: true,
      countedIn: ['lowest_month_gross'],
      definition: 'the smallest net income received in a complete calendar month of the window',
      source: CANBERRA,
    },
    self_employed_profit: {
      unit: 'money_per_period',
      meaning: { en: 'profit from self-employment', de: 'der Gewinn aus selbständiger Arbeit' },
      inShortWindows: false,
      countedIn: ANY_INCOME,
      definition: 'receipts of a business less its expenses, before tax; 0 for a loss',
      source: 'Commission Implementing Regulation (EU) 2019/2242 (EU-SILC), variable PY050G',
    },
    benefits: {
      unit: 'money_per_period',
      meaning: { en: 'benefits', de: 'die Sozialleistungen', isPlural: true },
      inShortWindows: false,
      countedIn: ANY_INCOME,
      definition: 'social insurance and assistance in cash, without pensions',
      source: CANBERRA,
    },
    pension: {
      unit: 'money_per_period',
      meaning: { en: 'pension', de: 'die Rente' },
      inShortWindows: false,
      countedIn: ANY_INCOME,
      definition: 'pensions of public, occupational and private schemes',
      source: CANBERRA,
    },
    maintenance: {
      unit: 'money_per_period',
      meaning: { en: 'maintenance received', de: 'das Einkommen aus Unterhalt' },
      inShortWindows: false,
      countedIn: ANY_INCOME,
      definition: 'alimony and child support that was received',
      source: CANBERRA,
    },
    debt_payments: {
      unit: 'money_per_period',
      meaning: { en: 'debt payments', de: 'die Zahlungen auf Schulden', isPlural: true },
      inShortWindows: false,
      countedIn: [],
      isOfPerson: true,
      definition: 'payments of interest and principal on debts, and maintenance that was paid',
      source: '12 CFR 1026.43(c)(7), monthly debt obligations',
    },
    rent_paid: {
      unit: 'money_per_period',
      meaning: { en: 'rent paid', de: 'die Kaltmiete' },
      inShortWindows: false,
      countedIn: [],
      isOfPerson: true,
      definition: 'rent of the home, without heating and utilities',
      source: 'Commission Implementing Regulation (EU) 2019/2242 (EU-SILC), variable HH060',
    },
    months_employed: {
      unit: 'months',
      meaning: { en: 'time employed', de: 'die Beschäftigungsdauer' },
      inShortWindows: true,
      countedIn: [],
      isOfPerson: true,
      definition: 'completed months with this employer on the day of issue',
      source: 'Directive (EU) 2019/1152, article 4(2)(d)',
    },
    contract_months_left: {
      unit: 'months',
      meaning: { en: 'time until the contract ends', de: 'die Restlaufzeit des Vertrags' },
      inShortWindows: true,
      countedIn: [],
      definition: 'completed months from the day of issue to the end of the contract; 1200 without an end',
      source: 'Directive (EU) 2019/1152, article 4(2)(e)',
    },
  }),
);

/** The reserved attribute that identifies the person across issuers. */
export const SUBJECT = 'subject';

/** The reserved attribute that tells the contracts of a person with one payer apart. Only some issuers attest it. */
export const CONTRACT = 'contract';

/** The definition of an attribute that a policy uses. `parsePolicy` accepts no other names. */
export const definitionOf = (attribute: string): AttributeDefinition => ATTRIBUTES.get(attribute)!;

/** Whether an amount is that of complete pay periods, so that only a window of pay periods has a length for it. */
export const needsPayPeriods = (attribute: string): boolean => {
  const { unit, inShortWindows } = definitionOf(attribute);
  return unit === 'money_per_period' && inShortWindows;
};

/**
 * Whether a credential attests an attribute of one contract alone. The person may have others with the payer, so that it says
 * nothing of how large the attribute is at most, however complete the issuer is.
 */
export const isOfOneContract = (
  attribute: string,
  committed: { readonly has: (name: string) => boolean },
): boolean => committed.has(CONTRACT) && !definitionOf(attribute).isOfPerson;

/** Whether one of two attributes of a credential can contain the other, so that a sum would count an amount twice. */
export const overlap = (one: string, other: string): boolean =>
  definitionOf(one).countedIn.includes(other) || definitionOf(other).countedIn.includes(one);
