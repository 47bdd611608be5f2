import { SUBJECT } from '../attributes.js';
import type { ProofStatement } from '../proof/proof-runner.js';
import type { Window } from '../windows/window.js';
import { inequalitiesOf } from './inequalities.js';
import type { Inequality } from './inequality.js';
import type { Policy } from './policy.js';

interface CommittedAttribute {
  readonly credential: string;
  readonly attribute: string;
}

/** What the proof of a presentation states, of attributes by name. */
export interface Statement {
  readonly inequalities: readonly Inequality[];
  /** Attributes with one value: the subjects of several credentials. */
  readonly equal: readonly CommittedAttribute[];
}

/**
 * What the proof of a presentation states: the inequalities of its policy, and that all credentials belong to one person.
 *
 * @param windows of the credentials that the predicates count
 */
export function statementOf(policy: Policy, windows: ReadonlyMap<string, Window>): Statement {
  const subjects = policy.credentials.map((credential) => ({ credential, attribute: SUBJECT }));
  return { inequalities: inequalitiesOf(policy, windows), equal: subjects.length > 1 ? subjects : [] };
}

/** The statement with what a party knows of each attribute: its commitment, or its opening. */
export function proofStatement<Known extends object>(
  { inequalities, equal }: Statement,
  find: (credential: string, attribute: string) => Known,
): ProofStatement<Known> {
  return {
    inequalities: inequalities.map(({ terms, constant, isWide = false }) => ({
      constant,
      isWide,
      terms: terms.map(({ credential, attribute, coefficient }) => ({
        coefficient,
        ...find(credential, attribute),
      })),
    })),
    equal: equal.map(({ credential, attribute }) => find(credential, attribute)),
  };
}
