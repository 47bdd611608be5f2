import { CONTRACT, SUBJECT } from '../attributes.js';
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
  /** Pairs of attributes with different values: the contracts of credentials of one payer. */
  readonly different: readonly (readonly [CommittedAttribute, CommittedAttribute])[];
}

/**
 * What the proof of a presentation states: the inequalities of its policy, that all credentials belong to one person, and
 * that those of one payer are about different contracts.
 *
 * @param windows of the credentials that the predicates count
 * @param pairs of credentials with one payer, see `pairsOfContracts`
 */
export function statementOf(
  policy: Policy,
  windows: ReadonlyMap<string, Window>,
  pairs: readonly (readonly [string, string])[] = [],
): Statement {
  const subjects = policy.credentials.map((credential) => ({ credential, attribute: SUBJECT }));
  const contract = (credential: string) => ({ credential, attribute: CONTRACT });
  return {
    inequalities: inequalitiesOf(policy, windows),
    equal: subjects.length > 1 ? subjects : [],
    different: pairs.map(([one, other]) => [contract(one), contract(other)]),
  };
}

/** The statement with what a party knows of each attribute: its commitment, or its opening. */
export function proofStatement<Known extends object>(
  { inequalities, equal, different }: Statement,
  find: (credential: string, attribute: string) => Known,
): ProofStatement<Known> {
  const known = ({ credential, attribute }: CommittedAttribute) => find(credential, attribute);
  return {
    inequalities: inequalities.map(({ terms, constant, isWide = false }) => ({
      constant,
      isWide,
      terms: terms.map(({ credential, attribute, coefficient }) => ({
        coefficient,
        ...find(credential, attribute),
      })),
    })),
    equal: equal.map(known),
    different: different.map(([one, other]) => [known(one), known(other)]),
  };
}
