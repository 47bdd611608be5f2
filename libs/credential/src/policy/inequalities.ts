import { definitionOf, SUBJECT } from '../attributes.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { ATTRIBUTE_MAXIMUM, MAX_WINDOW_DAYS } from '../limits.js';
import { type Fraction, fraction, lcm } from '../windows/fraction.js';
import { addedLength, type Window } from '../windows/window.js';
import { attributeBounds, possibleBounds } from './attribute-bounds.js';
import type { Inequality, InequalityTerm } from './inequality.js';
import { countedPeople, type Person, peopleOf } from './people.js';
import { admittedMonths, type LinearPredicate, type Policy } from './policy.js';

/** Proofs are over [0, 2^64). A narrower range would be an upper bound that the policy does not state. */
export const PROOF_BITS = 64;

/** Whether the amounts of a predicate are divided by the lengths of windows. */
const isScaled = ({ terms }: LinearPredicate): boolean =>
  definitionOf(terms[0]!.attribute).unit === 'money_per_period';

type Windows = ReadonlyMap<string, Window>;

const lengthPer = (per: LinearPredicate['per'], { numerator, denominator }: Fraction): Fraction =>
  fraction(numerator * (per === 'month' ? 12n : 1n), denominator);

/**
 * `Σ aᵢ·vᵢ/ℓᵢ + t ≥ 0` in integers, where ℓᵢ is the length of a window in the periods of the predicate: every side is
 * multiplied by the least common multiple K of the numerators of ℓᵢ. Nothing is rounded.
 */
function scaled({ terms, constant }: Inequality, per: LinearPredicate['per'], windows: Windows): Inequality {
  const windowOf = ({ credential }: InequalityTerm) => windows.get(credential)!;
  const added = terms.filter(({ coefficient }) => coefficient > 0n).map(windowOf);
  const lengths = terms.map((term) =>
    lengthPer(per, term.coefficient > 0n ? addedLength(windowOf(term), added) : windowOf(term).length),
  );
  const multiple = lengths.reduce((product, { numerator }) => lcm(product, numerator), 1n);
  return {
    constant: constant * multiple,
    terms: terms.map((term, i) => {
      const { numerator, denominator } = lengths[i]!;
      return { ...term, coefficient: term.coefficient * denominator * (multiple / numerator) };
    }),
  };
}

/** The inequalities of a predicate in its own units, before windows scale them: `at_least` before `at_most`. */
function unscaledInequalities({ terms, at_least, at_most }: LinearPredicate): Inequality[] {
  const inequalities: Inequality[] = [];
  const positive = terms.map((term) => ({ ...term, coefficient: BigInt(term.coefficient) }));
  if (at_least !== undefined) inequalities.push({ terms: positive, constant: -BigInt(at_least) });
  if (at_most !== undefined) {
    const negated = positive.map((term) => ({ ...term, coefficient: -term.coefficient }));
    inequalities.push({ terms: negated, constant: BigInt(at_most) });
  }
  return inequalities;
}

/** The inequalities of the predicates: as listed, `at_least` before `at_most`. */
const predicateInequalities = (policy: Policy, windows: Windows): Inequality[] =>
  policy.predicates.flatMap((predicate, index) =>
    unscaledInequalities(predicate).map((unscaled) => {
      const { terms, constant } = isScaled(predicate) ? scaled(unscaled, predicate.per, windows) : unscaled;
      const isWide = largestValue({ terms, constant }) >= 1n << BigInt(PROOF_BITS);
      return { terms, constant, predicate: index, ...(isWide && { isWide }) };
    }),
  );

/**
 * The inequalities of a policy in the order of the proof: those of the predicates, then the bounds of attributes.
 *
 * @param windows of the credentials that the predicates count
 */
export function inequalitiesOf(policy: Policy, windows: Windows): Inequality[] {
  const ofPredicates = predicateInequalities(policy, windows);
  return [...ofPredicates, ...attributeBounds(ofPredicates)];
}

/**
 * The inequalities of the proof of a person, which are never none: a person of whom nothing else is proved proves
 * `subject ≥ 0`, and so that it knows the openings of its credential.
 */
export const withInequality = (own: readonly Inequality[], { credentials }: Person): readonly Inequality[] =>
  own.length > 0
    ? own
    : [{ terms: [{ credential: credentials[0]!, attribute: SUBJECT, coefficient: 1n }], constant: 0n }];

/** How many derived commitments inequalities have: one each, and one more for the high half of a wide one. */
export const countCommitments = (inequalities: readonly Inequality[]): number =>
  inequalities.reduce((count, { isWide }) => count + (isWide ? 2 : 1), 0);

/** The largest value of the left side that attributes in [0, 2^53) allow. */
function largestValue({ terms, constant }: Inequality): bigint {
  return terms.reduce(
    (sum, { coefficient }) => (coefficient > 0n ? sum + coefficient * ATTRIBUTE_MAXIMUM : sum),
    constant,
  );
}

/** Whether a window of some length can make an inequality wide. It may also say so where none does. */
function canBeWide(predicate: LinearPredicate, inequality: Inequality): boolean {
  const limit = 1n << BigInt(PROOF_BITS);
  if (!isScaled(predicate)) return largestValue(inequality) >= limit;
  if (new Set(inequality.terms.map(({ credential }) => credential)).size > 1) return true;
  const { min, max } = admittedMonths(predicate);
  const shortest = lengthPer(predicate.per, fraction(BigInt(min), 12n));
  // With one credential, the factors are numerator and denominator of the length of its window.
  const [numerator, denominator] =
    min === max ? [shortest.numerator, shortest.denominator] : [12n * BigInt(MAX_WINDOW_DAYS), 365n];
  const { terms, constant } = inequality;
  return (
    denominator * largestValue({ terms, constant: 0n }) + numerator * (constant > 0n ? constant : 0n) >= limit
  );
}

/** The most derived commitments that the proof of a person can need, whatever the windows of the answer are. */
export function mostCommitments(policy: Policy): number {
  const inequalities = policy.predicates.flatMap((predicate) =>
    unscaledInequalities(predicate).map((inequality) => ({
      ...inequality,
      ...(canBeWide(predicate, inequality) && { isWide: true as const }),
    })),
  );
  const all = [...inequalities, ...possibleBounds(inequalities)];
  const ofPeople = peopleOf(policy).map(({ id }) =>
    countCommitments(all.filter((inequality) => countedPeople(policy, inequality)[0]!.id === id)),
  );
  return Math.max(...ofPeople);
}

/**
 * Checks that some attributes in [0, 2^53) can meet each bound, in the shortest window that the predicate admits.
 *
 * @param paths of the predicates
 * @throws ProtocolError `policy_out_of_range`
 */
export function assertInRange({ predicates }: Policy, paths: readonly string[]): void {
  const faults = new FaultCollector();
  for (const [index, predicate] of predicates.entries()) {
    const { min } = admittedMonths(predicate);
    const { numerator, denominator } = isScaled(predicate)
      ? lengthPer(predicate.per, fraction(BigInt(min), 12n))
      : fraction(1n, 1n);
    for (const { terms, constant } of unscaledInequalities(predicate)) {
      const largest = denominator * largestValue({ terms, constant: 0n }) + numerator * constant;
      if (largest >= 0n) continue;
      const detail = 'no attributes below 2^53 can meet this bound.';
      faults.add(faultError('policy_out_of_range', paths[index]!, detail));
    }
  }
  faults.throwIfFailed();
}

/** Repeats the last item up to a power of two, as the aggregated proof requires. */
export function padToPowerOfTwo<T>(items: readonly T[]): T[] {
  const padded = [...items];
  while ((padded.length & (padded.length - 1)) !== 0) padded.push(items[items.length - 1]!);
  return padded;
}
