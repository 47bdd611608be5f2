import type { LinearPredicate, Term } from '../policy/policy.js';
import { gcd } from '../windows/fraction.js';

interface ExactTerm extends Omit<Term, 'coefficient'> {
  readonly coefficient: bigint;
}

/**
 * `Σ aᵢ·vᵢ ≥ t`, divided by the largest common divisor of all aᵢ where it divides t too: `2·income ≥ 7500` is
 * `income ≥ 3750`, and `2·income ≥ 7501` stays. Nothing is rounded.
 */
export function atLeast(
  terms: readonly ExactTerm[],
  bound: bigint,
  members: Pick<LinearPredicate, 'per' | 'window_months'> = {},
): Omit<LinearPredicate, 'label'> {
  const common = terms.reduce(
    (divisor, { coefficient }) => gcd(divisor, coefficient < 0n ? -coefficient : coefficient),
    0n,
  );
  const divisor = bound % common === 0n ? common : 1n;
  return {
    terms: terms.map((term) => ({ ...term, coefficient: Number(term.coefficient / divisor) })),
    ...members,
    at_least: String(bound / divisor),
  };
}
