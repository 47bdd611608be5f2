import type { InequalityTerm } from '../policy/inequality.js';
import type { Opening, ProofInequality } from '../proof/proof-runner.js';
import type { CheckedHeldCredential } from './held-credential.js';

export type CredentialsById = ReadonlyMap<string, CheckedHeldCredential>;

/** Finds the opening of an attribute of one of these credentials. */
export const openingIn =
  (credentials: CredentialsById) =>
  (credential: string, attribute: string): Opening =>
    credentials.get(credential)!.openings.get(attribute)!;

/** Terms with the openings of their attributes, which are all attributes of these credentials. */
export function knownTerms(
  terms: readonly InequalityTerm[],
  credentials: CredentialsById,
): ProofInequality<Opening>['terms'] {
  const opening = openingIn(credentials);
  return terms.map(({ credential, attribute, coefficient }) => ({
    coefficient,
    ...opening(credential, attribute),
  }));
}
