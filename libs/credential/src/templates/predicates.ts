import type { LinearPredicate, Term } from '../policy/policy.js';

interface ExactTerm extends Omit<Term, 'coefficient'> {
  readonly coefficient: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/**
 * `Σ aᵢ·vᵢ ≥ t` divided by the largest common divisor of all aᵢ and t, which changes neither side of the comparison:
 * `2·income ≥ 7500` is `income ≥ 3750`, and `2·income ≥ 7501` stays.
 */
export function atLeast(
  terms: readonly ExactTerm[],
  bound: bigint,
  members: Pick<LinearPredicate, 'per' | 'window_months'> = {},
): Omit<LinearPredicate, 'label'> {
  const divisor = terms.reduce((common, { coefficient }) => gcd(common, coefficient), bound);
  const positive = divisor < 0n ? -divisor : divisor;
  return {
    terms: terms.map((term) => ({ ...term, coefficient: Number(term.coefficient / positive) })),
    ...members,
    at_least: String(bound / positive),
  };
}
