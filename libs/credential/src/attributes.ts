/** What an attribute counts. A predicate adds only attributes of one unit. */
export type Unit = 'money' | 'months';

export interface AttributeDefinition {
  readonly unit: Unit;
  /** For people, as part of a sentence. */
  readonly meaning: string;
}

/** The attributes that policies may use. `subject` is not among them: it is only compared, hidden. */
export const ATTRIBUTES: ReadonlyMap<string, AttributeDefinition> = new Map([
  ['annual_income', { unit: 'money', meaning: 'annual income' }],
  ['annual_debt', { unit: 'money', meaning: 'annual debt payments' }],
  ['months_employed', { unit: 'months', meaning: 'months employed' }],
]);

/** The reserved attribute that identifies the person across issuers. */
export const SUBJECT = 'subject';

/** Whether an attribute is the total of a period of exactly twelve months. */
export const isAnnual = (attribute: string): boolean => attribute.startsWith('annual_');
