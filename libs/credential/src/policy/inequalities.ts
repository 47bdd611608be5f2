import { SUBJECT } from '../attributes.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import { attributeBounds } from './attribute-bounds.js';
import type { Inequality, InequalityTerm } from './inequality.js';
import type { Policy } from './policy.js';

/** Proofs are over [0, 2^64). A narrower range would be an upper bound that the policy does not state. */
export const PROOF_BITS = 64;

/** The inequalities of the predicates: as listed, `at_least` before `at_most`. */
function predicateInequalities(policy: Policy): Inequality[] {
  const inequalities: Inequality[] = [];
  for (const [index, predicate] of policy.predicates.entries()) {
    const terms = predicate.terms.map((term) => ({ ...term, coefficient: BigInt(term.coefficient) }));
    if (predicate.at_least !== undefined) {
      inequalities.push({ terms, constant: -BigInt(predicate.at_least), predicate: index });
    }
    if (predicate.at_most !== undefined) {
      const negated = terms.map((term) => ({ ...term, coefficient: -term.coefficient }));
      inequalities.push({ terms: negated, constant: BigInt(predicate.at_most), predicate: index });
    }
  }
  return inequalities;
}

/** For each credential after the first, two inequalities which state that its subject equals the carrier's. */
function subjectComparisons(policy: Policy): Inequality[] {
  const [carrier, ...further] = policy.credentials as [string, ...string[]];
  const subject = (credential: string, coefficient: bigint): InequalityTerm => ({
    credential,
    attribute: SUBJECT,
    coefficient,
  });
  return further.flatMap((credential) => [
    { terms: [subject(carrier, 1n), subject(credential, -1n)], constant: 0n },
    { terms: [subject(credential, 1n), subject(carrier, -1n)], constant: 0n },
  ]);
}

/**
 * The inequalities of a policy in the order of the proof: those of the predicates, the bounds of attributes, and the
 * comparisons of subjects.
 */
export function inequalitiesOf(policy: Policy): Inequality[] {
  const ofPredicates = predicateInequalities(policy);
  return [...ofPredicates, ...attributeBounds(ofPredicates), ...subjectComparisons(policy)];
}

/** The largest value of the left side that attributes in [0, 2^53) allow. */
function largestValue(inequality: Inequality): bigint {
  return inequality.terms.reduce(
    (sum, { coefficient }) => (coefficient > 0n ? sum + coefficient * ATTRIBUTE_MAXIMUM : sum),
    inequality.constant,
  );
}

/**
 * Checks that the largest value of each left side is in [0, 2^64). Then every true statement can be proved, and nothing
 * wraps around the group order.
 *
 * @throws ProtocolError `policy_out_of_range`
 */
export function assertInRange(inequalities: readonly Inequality[]): void {
  const faults = new FaultCollector();
  for (const inequality of inequalities) {
    const largest = largestValue(inequality);
    const outOfRange = (detail: string) =>
      faults.add(faultError('policy_out_of_range', `policy.predicates[${inequality.predicate}]`, detail));
    if (largest < 0n) outOfRange('no attributes below 2^53 can meet this bound.');
    if (largest >= 1n << BigInt(PROOF_BITS)) {
      outOfRange('the largest possible value of this inequality exceeds 2^64 - 1.');
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
