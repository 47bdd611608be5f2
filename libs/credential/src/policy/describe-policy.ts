import { definitionOf } from '../attributes.js';
import { formatAmount, formatDecimal, formatMonths } from '../words/format-amount.js';
import { inEveryLanguage, type Language, type Words } from '../words/language.js';
import { VOCABULARIES, type Vocabulary } from '../words/vocabulary.js';
import { claimsToDisclose } from './dcql.js';
import { countedPeople, type Person, peopleOf } from './people.js';
import { admittedMonths, type LinearPredicate, type Policy, type Term } from './policy.js';

/** Not `toUpperCase` of the platform, whose results change with its version. */
const capitalized = (text: string): string =>
  text.replace(/^[a-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) - 32));

interface Summand {
  readonly credential: string;
  readonly attribute: string;
  /** Positive. */
  readonly size: bigint;
}
type Bounds = Pick<LinearPredicate, 'at_least' | 'at_most'>;

const negated = (bound: string): string => String(-BigInt(bound));

const negate = (terms: readonly Term[]): Term[] =>
  terms.map((term) => ({ ...term, coefficient: -term.coefficient }));

/** The terms that are added, and those that are subtracted. */
function summandsOf(terms: readonly Term[]): [Summand[], Summand[]] {
  const withSign = (sign: number): Summand[] =>
    terms
      .filter(({ coefficient }) => coefficient * sign > 0)
      .map((term) => ({ ...term, size: BigInt(Math.abs(term.coefficient)) }));
  return [withSign(1), withSign(-1)];
}

/** The same predicate with other signs, where that reads better: `−x at most −5` is `x at least 5`. */
function positiveFirst(predicate: LinearPredicate): Bounds & Pick<LinearPredicate, 'terms'> {
  const { terms, at_least, at_most } = predicate;
  const negative = terms.filter(({ coefficient }) => coefficient < 0).length;
  const isComparison = negative > 0 && at_least === undefined && at_most === '0';
  if (negative < terms.length && !isComparison) return predicate;
  return {
    terms: negate(terms),
    ...(at_most !== undefined && { at_least: negated(at_most) }),
    ...(at_least !== undefined && { at_most: negated(at_least) }),
  };
}

/** An alternative of a policy in words. */
export interface DescribedAlternative {
  readonly id: string;
  /** The verifier's words. */
  readonly label: string;
  readonly statements: readonly Words[];
}

/** Writes the sentences of one predicate in one language. */
class PredicateWriter {
  private readonly words: Vocabulary;

  constructor(
    private readonly predicate: LinearPredicate,
    private readonly policy: Policy,
    private readonly language: Language,
  ) {
    this.words = VOCABULARIES[language];
  }

  write(): string {
    return capitalized(`${this.comparison()}${this.window()}`);
  }

  /** What the person that proves a predicate learns of another one: the sum of the terms of that person. */
  writeShare({ id }: Person, { credentials }: Person): string {
    const { terms } = positiveFirst(this.predicate);
    const own = terms.filter(({ credential }) => credentials.includes(credential));
    const [added, subtracted] = summandsOf(
      own.every(({ coefficient }) => coefficient < 0) ? negate(own) : own,
    );
    return `${this.words.learns(id!, own.length > 1)}: ${this.difference(added, subtracted)}`;
  }

  private comparison(): string {
    const { terms, at_least, at_most } = positiveFirst(this.predicate);
    const [added, subtracted] = summandsOf(terms);
    const isComparison = subtracted.length > 0 && at_least === '0' && at_most === undefined;
    if (isComparison) return this.percentage(added, subtracted) ?? this.ofSums(added, subtracted);
    const subject =
      subtracted.length === 0
        ? `${this.sum(added)} ${this.verb(added)}`
        : `${this.difference(added, subtracted)} ${this.verb([])}`;
    return `${subject} ${this.bounds({ at_least, at_most })}${this.per()}`;
  }

  /** `a·P ≥ b·N`, where N is an exact percentage of P with at most two decimals. */
  private percentage(
    [P, ...more]: readonly Summand[],
    [N, ...others]: readonly Summand[],
  ): string | undefined {
    if (!P || !N || more.length > 0 || others.length > 0) return undefined;
    const hundredths = (10_000n * P.size) / N.size;
    if (hundredths * N.size !== 10_000n * P.size || P.size > N.size) return undefined;
    const whole = this.nounOf(P);
    const [part, base] = [
      { ...N, size: 1n },
      { ...P, size: 1n },
    ];
    const percent = `${formatDecimal(hundredths, 2, this.language)} %`;
    return `${this.sum([part])} ${this.verb([part])} ${this.words.atMost} ${percent} ${this.words.of(whole.text, whole.isPlural)}${this.owner(base)}`;
  }

  private difference(added: readonly Summand[], subtracted: readonly Summand[]): string {
    return [this.summands(added), ...subtracted.map((one) => this.summand(one))].join(
      ` ${this.words.minus} `,
    );
  }

  private ofSums(added: readonly Summand[], subtracted: readonly Summand[]): string {
    return `${this.sum(added)} ${this.verb(added)} ${this.words.atLeast} ${this.summands(subtracted)}`;
  }

  /** The subject of a sentence: a noun with its article, or a sum. */
  private sum(summands: readonly Summand[]): string {
    const [only, ...more] = summands;
    if (only && more.length === 0 && only.size === 1n) return `${this.nounOf(only).text}${this.owner(only)}`;
    return this.summands(summands);
  }

  private summands(summands: readonly Summand[]): string {
    return summands.map((one) => this.summand(one)).join(` ${this.words.plus} `);
  }

  private summand(one: Summand): string {
    return `${one.size === 1n ? '' : `${one.size} × `}${this.words.bare(this.nounOf(one).text)}${this.owner(one)}`;
  }

  private nounOf({ attribute }: Summand): { text: string; isPlural: boolean } {
    const { meaning } = definitionOf(attribute);
    return { text: meaning[this.language], isPlural: meaning.isPlural === true };
  }

  private owner({ credential }: Summand): string {
    return this.policy.credentials.length > 1 ? ` (${credential})` : '';
  }

  private verb([only, ...more]: readonly Summand[]): string {
    const isMany = only !== undefined && more.length === 0 && only.size === 1n && this.nounOf(only).isPlural;
    return this.words.isAre[isMany ? 1 : 0];
  }

  private bounds({ at_least, at_most }: Bounds): string {
    const { atLeast, atMost, exactly, and } = this.words;
    if (at_least !== undefined && at_least === at_most) return `${exactly} ${this.amount(at_least)}`;
    const parts = [];
    if (at_least !== undefined) parts.push(`${atLeast} ${this.amount(at_least)}`);
    if (at_most !== undefined) parts.push(`${atMost} ${this.amount(at_most)}`);
    return parts.join(` ${and} `);
  }

  private amount(bound: string): string {
    return this.unit === 'months'
      ? formatMonths(bound, this.language)
      : formatAmount(bound, this.policy.currency, this.language);
  }

  private get unit() {
    return definitionOf(this.predicate.terms[0]!.attribute).unit;
  }

  private per(): string {
    const { per } = this.predicate;
    return per === undefined ? '' : ` ${this.words.per[per]}`;
  }

  /** Over what time, where that is not one year of credentials of one time. A lowest month always says of how many. */
  private window(): string {
    const { window_months, combine } = this.predicate;
    const isConsecutive = combine === 'consecutive';
    if (this.unit === 'months' || (window_months === undefined && !isConsecutive && this.unit !== 'money'))
      return '';
    const { min, max } = admittedMonths(this.predicate);
    const { to, over, overConsecutive, months } = this.words;
    const range = `${min === max ? min : `${min} ${to} ${max}`} ${months(max)}`;
    return `, ${isConsecutive ? overConsecutive(range) : over(range)}`;
  }
}

/** One predicate in words that are made from its terms, without the verifier's label. */
export const describePredicate = (predicate: LinearPredicate, policy: Policy): Words =>
  inEveryLanguage((language) => new PredicateWriter(predicate, policy, language).write());

/** What a policy asks a person to prove: one text for each predicate, in order. */
export const describePredicates = (policy: Policy): Words[] =>
  policy.predicates.map((predicate) => describePredicate(predicate, policy));

/** The alternatives of a policy, of which a person shows one: the verifier's label, and one text for each predicate. */
export const describeAlternatives = (policy: Policy): DescribedAlternative[] =>
  (policy.any_of ?? []).map(({ id, label, predicates }) => ({
    id,
    label,
    statements: predicates.map((predicate) => describePredicate(predicate, policy)),
  }));

/** The predicates of a policy that count credentials of a person and are proved by another one. */
export const sharedPredicates = (policy: Policy, { id }: Person): LinearPredicate[] =>
  policy.predicates.filter((predicate) =>
    countedPeople(policy, predicate)
      .slice(1)
      .some((one) => one.id === id),
  );

/**
 * What a person consents to: one text for each predicate that counts their credentials, one for the claims to disclose,
 * and one for each exact amount that another person of the policy learns.
 *
 * @param person by default the only one
 */
export function describePolicy(policy: Policy, person: Person = peopleOf(policy)[0]): Words[] {
  const predicates = policy.predicates.filter((predicate) =>
    countedPeople(policy, predicate).some(({ id }) => id === person.id),
  );
  const claims = claimsToDisclose(policy, person.credentials[0]!);
  const disclosure = inEveryLanguage((language) => {
    const words = VOCABULARIES[language];
    return `${words.disclose}: ${claims.map((claim) => words.claims[claim]).join(', ')}`;
  });
  const shares = sharedPredicates(policy, person).map((predicate) =>
    inEveryLanguage((language) =>
      new PredicateWriter(predicate, policy, language).writeShare(
        countedPeople(policy, predicate)[0]!,
        person,
      ),
    ),
  );
  return [
    ...predicates.map((predicate) => describePredicate(predicate, policy)),
    ...(claims.length > 0 ? [disclosure] : []),
    ...shares,
  ];
}
