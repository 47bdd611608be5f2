import { SUBJECT } from '../attributes.js';
import { ProtocolError } from '../errors.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { Policy } from './policy.js';

export interface InequalityTerm {
  readonly credential: string;
  readonly attribute: string;
  readonly coefficient: bigint;
}

/**
 * `Σ coefficient·attribute + constant ≥ 0`: the form of every bound of a policy. The derived commitment is `D = Σ coefficientᵢ·Cᵢ + constant·B`.
 */
export interface Inequality {
  readonly terms: readonly InequalityTerm[];
  readonly constant: bigint;
  /** The index of its predicate in the policy; undefined for the comparison of subjects. */
  readonly predicate?: number;
}

/** Proofs are over [0, 2^64). A narrower range would be an upper bound that the policy does not state. */
export const PROOF_BITS = 64;

/**
 * The inequalities of a policy in the order of the proof: predicates as listed, `at_least` before `at_most`. Then, for
 * each credential after the first, two inequalities which state that its subject equals the carrier's.
 */
export function inequalitiesOf(policy: Policy): Inequality[] {
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
  const [carrier, ...further] = policy.credentials as [string, ...string[]];
  for (const credential of further) {
    const subject = (id: string, coefficient: bigint) => ({
      credential: id,
      attribute: SUBJECT,
      coefficient,
    });
    inequalities.push(
      { terms: [subject(carrier, 1n), subject(credential, -1n)], constant: 0n },
      { terms: [subject(credential, 1n), subject(carrier, -1n)], constant: 0n },
    );
  }
  return inequalities;
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
  for (const inequality of inequalities) {
    const largest = largestValue(inequality);
    const path = `policy.predicates[${inequality.predicate}]`;
    if (largest < 0n) {
      throw new ProtocolError(
        'policy_out_of_range',
        `${path}: no attributes below 2^53 can meet this bound.`,
      );
    }
    if (largest >= 1n << BigInt(PROOF_BITS)) {
      throw new ProtocolError(
        'policy_out_of_range',
        `${path}: the largest possible value of this inequality exceeds 2^64 - 1.`,
      );
    }
  }
}

/** Repeats the last item up to a power of two, as the aggregated proof requires. */
export function padToPowerOfTwo<T>(items: readonly T[]): T[] {
  const padded = [...items];
  while ((padded.length & (padded.length - 1)) !== 0) padded.push(items[items.length - 1]!);
  return padded;
}
