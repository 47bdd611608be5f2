import { CONTRACT, SUBJECT } from '../attributes.js';
import type { ProofStatement } from '../proof/proof-runner.js';
import type { Window } from '../windows/window.js';
import { inequalitiesOf, withInequality } from './inequalities.js';
import type { Inequality } from './inequality.js';
import { countedPeople, type Person, peopleOf } from './people.js';
import type { Policy } from './policy.js';

interface CommittedAttribute {
  readonly credential: string;
  readonly attribute: string;
}

/** What the proof of one person states, of attributes by name. */
export interface Statement {
  readonly person: Person;
  /** The joint ones count credentials of other people as well. */
  readonly inequalities: readonly Inequality[];
  /** Attributes with one value: the subjects of several credentials. */
  readonly equal: readonly CommittedAttribute[];
  /** Pairs of attributes with different values: the contracts of credentials of one payer. */
  readonly different: readonly (readonly [CommittedAttribute, CommittedAttribute])[];
}

/**
 * What the proofs of a presentation state, one for each person: the inequalities of the policy, that the credentials of a
 * person belong to one, and that those of one payer are about different contracts. An inequality of several people is in
 * the proof of the first of them.
 *
 * @param windows of the credentials that the predicates count
 * @param pairs of credentials of one person with one payer, see `pairsOfContracts`
 */
export function statementsOf(
  policy: Policy,
  windows: ReadonlyMap<string, Window>,
  pairs: readonly (readonly [string, string])[] = [],
): readonly Statement[] {
  const contract = (credential: string) => ({ credential, attribute: CONTRACT });
  const owned = inequalitiesOf(policy, windows).map((inequality) => ({
    inequality,
    owner: countedPeople(policy, inequality)[0]!.id,
  }));
  return peopleOf(policy).map((person) => {
    const subjects = person.credentials.map((credential) => ({ credential, attribute: SUBJECT }));
    const inequalities = owned.filter(({ owner }) => owner === person.id).map(({ inequality }) => inequality);
    return {
      person,
      inequalities: withInequality(inequalities, person),
      equal: subjects.length > 1 ? subjects : [],
      different: pairs
        .filter(([one]) => person.credentials.includes(one))
        .map(([one, other]) => [contract(one), contract(other)]),
    };
  });
}

/** A statement with what a party knows of each attribute: its commitment, or its opening. */
export function proofStatement<Known extends object>(
  { inequalities, equal, different }: Pick<Statement, 'inequalities' | 'equal' | 'different'>,
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
