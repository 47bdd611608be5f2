import type { Inequality } from '../policy/inequality.js';
import { proofStatement } from '../policy/statement.js';
import type { Opening, ProofInequality, ProofStatement } from '../proof/proof-runner.js';
import { type CredentialsById, knownTerms, openingIn } from './known-terms.js';
import type { SharedSums } from './personal-holder.js';
import type { PreparedAnswer } from './prepared-answer.js';

/**
 * An inequality with what a person knows: the openings of their own attributes, and the sums that others have told.
 *
 * @returns undefined where others have not told their part yet
 */
export function knownInequality(
  inequality: Inequality,
  credentials: CredentialsById,
  shares: SharedSums,
): ProofInequality<Opening> | undefined {
  const { terms, constant, isWide = false } = inequality;
  const own = terms.filter(({ credential }) => credentials.has(credential));
  const sums = shares.get(inequality) ?? [];
  if (own.length < terms.length && sums.length === 0) return undefined;
  return {
    constant,
    isWide,
    terms: [...knownTerms(own, credentials), ...sums.map((sum) => ({ coefficient: 1n, ...sum }))],
  };
}

/** What the proof of a person states, with what they know. Others have told their parts. */
export function knownStatement(
  { statement, credentials }: PreparedAnswer,
  shares: SharedSums,
): ProofStatement<Opening> {
  const { inequalities, ...equalities } = statement;
  return {
    ...proofStatement({ ...equalities, inequalities: [] }, openingIn(credentials)),
    inequalities: inequalities.map((inequality) => knownInequality(inequality, credentials, shares)!),
  };
}
