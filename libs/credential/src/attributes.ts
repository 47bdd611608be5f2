/** What an attribute counts. Only attributes of one unit may be added in a predicate. */
export type Unit = 'money' | 'months';

export interface AttributeDefinition {
  readonly unit: Unit;
  /** For a person, as part of a sentence. */
  readonly meaning: string;
}

/** The attributes that policies may speak of. `subject` is not among them: it is only ever compared, hidden. */
export const ATTRIBUTES: ReadonlyMap<string, AttributeDefinition> = new Map([
  ['annual_income', { unit: 'money', meaning: 'annual income' }],
  ['annual_debt', { unit: 'money', meaning: 'annual debt payments' }],
  ['months_employed', { unit: 'months', meaning: 'months employed' }],
]);

/** The reserved attribute that stands for the person across issuers. */
export const SUBJECT = 'subject';

/** Attributes are integers in [0, 2^53). */
export const ATTRIBUTE_MAXIMUM = 2n ** 53n - 1n;

/** Names of attributes, and ids of credentials in a policy. */
export const NAME = /^[a-z][a-z0-9_]{0,31}$/;

/** `annual_*` is what was received in a period of exactly twelve months. */
export const isAnnual = (attribute: string): boolean => attribute.startsWith('annual_');
