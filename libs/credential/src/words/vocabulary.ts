import type { DisclosedClaim } from '../policy/dcql.js';
import type { Language } from './language.js';

/** The words of one language. Sentences are built alike in all of them. */
export interface Vocabulary {
  readonly isAre: readonly [one: string, many: string];
  readonly atLeast: string;
  readonly atMost: string;
  readonly exactly: string;
  readonly and: string;
  readonly plus: string;
  readonly minus: string;
  readonly per: Readonly<Record<'year' | 'month', string>>;
  /** @param months such as `3 months` or `3 to 12 months` */
  readonly over: (months: string) => string;
  readonly overConsecutive: (months: string) => string;
  readonly to: string;
  /** The months of a period, after `over`. */
  readonly months: (count: number) => string;
  /** A percentage of a noun. */
  readonly of: (noun: string, isPlural: boolean) => string;
  /** A noun in a sum. */
  readonly bare: (noun: string) => string;
  readonly disclose: string;
  /** What the first of several people learns of another one, before an amount or a sum of several. */
  readonly learns: (person: string, isSum: boolean) => string;
  readonly claims: Readonly<Record<DisclosedClaim, string>>;
}

const ENGLISH: Vocabulary = {
  isAre: ['is', 'are'],
  atLeast: 'at least',
  atMost: 'at most',
  exactly: 'exactly',
  and: 'and',
  plus: 'plus',
  minus: 'minus',
  per: { year: 'per year', month: 'per month' },
  over: (months) => `over a period of ${months}`,
  overConsecutive: (months) => `over periods one after the other of ${months} together`,
  to: 'to',
  months: (count) => (count === 1 ? 'month' : 'months'),
  of: (noun) => `of ${noun}`,
  bare: (noun) => noun,
  disclose: 'To be disclosed',
  learns: (person, isSum) =>
    `"${person}" learns the exact ${isSum ? 'sum, from which each of its amounts can follow,' : 'amount,'} and can show it to others`,
  claims: {
    given_name: 'given name',
    family_name: 'family name',
    birthdate: 'birthdate',
    employer: 'employer',
    employment_type: 'employment type',
    employed_since: 'employed since',
    source_id: 'payer',
  },
};

const DATIVE: Readonly<Record<string, string>> = { das: 'vom', der: 'vom', die: 'von der' };

/** `das Einkommen` without its article. */
const withoutArticle = (noun: string): string => noun.slice(noun.indexOf(' ') + 1);

const GERMAN: Vocabulary = {
  isAre: ['beträgt', 'betragen'],
  atLeast: 'mindestens',
  atMost: 'höchstens',
  exactly: 'genau',
  and: 'und',
  plus: 'plus',
  minus: 'minus',
  per: { year: 'pro Jahr', month: 'pro Monat' },
  over: (months) => `über einen Zeitraum von ${months}`,
  overConsecutive: (months) => `über aufeinander folgende Zeiträume von zusammen ${months}`,
  to: 'bis',
  months: (count) => (count === 1 ? 'Monat' : 'Monaten'),
  of: (noun, isPlural) =>
    `${isPlural ? 'von den' : DATIVE[noun.slice(0, noun.indexOf(' '))]} ${withoutArticle(noun)}`,
  bare: withoutArticle,
  disclose: 'Offenzulegen sind',
  learns: (person, isSum) =>
    isSum
      ? `„${person}“ erfährt die genaue Summe, aus der jeder ihrer Beträge folgen kann, und kann sie anderen zeigen`
      : `„${person}“ erfährt den genauen Betrag und kann ihn anderen zeigen`,
  claims: {
    given_name: 'Vorname',
    family_name: 'Nachname',
    birthdate: 'Geburtsdatum',
    employer: 'Arbeitgeber',
    employment_type: 'Art der Beschäftigung',
    employed_since: 'beschäftigt seit',
    source_id: 'Zahler',
  },
};

export const VOCABULARIES: Readonly<Record<Language, Vocabulary>> = { en: ENGLISH, de: GERMAN };
