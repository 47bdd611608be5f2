import { peopleOf, withPeopleOf } from './people.js';
import type { Alternative, LinearPredicate, Policy } from './policy.js';

/** A policy as the holders answer it: without alternatives, and with the credentials and people of the answer only. */
export interface ChosenPolicy {
  /** Absent where the policy has no alternatives. */
  readonly alternative?: string;
  readonly policy: Policy;
  /** Where each of its predicates stands in the policy of the request, such as `policy.predicates[0]`. */
  readonly paths: readonly string[];
}

const pathsOf = (path: string, predicates: readonly LinearPredicate[]): string[] =>
  predicates.map((_, i) => `${path}[${i}]`);

const idsUsedBy = (predicates: readonly LinearPredicate[]): string[] =>
  predicates.flatMap(({ terms }) => terms.map(({ credential }) => credential));

/** The policy with one alternative. A credential that only the others use is not part of it. */
function withAlternative(policy: Policy, alternatives: readonly Alternative[], chosen: number): ChosenPolicy {
  const { any_of: _, ...rest } = policy;
  const { id, predicates } = alternatives[chosen]!;
  const own = new Set([...idsUsedBy(policy.predicates), ...idsUsedBy(predicates)]);
  const others = new Set(alternatives.flatMap((other) => idsUsedBy(other.predicates)));
  const credentials = policy.credentials.filter((one) => own.has(one) || !others.has(one));
  const answered = withPeopleOf({
    ...rest,
    credentials,
    predicates: [...policy.predicates, ...predicates],
  });
  return {
    alternative: id,
    policy: { ...answered, credential_ids: carriersOfChosen(answered) },
    paths: [
      ...pathsOf('policy.predicates', policy.predicates),
      ...pathsOf(`policy.any_of[${chosen}].predicates`, predicates),
    ],
  };
}

/** A policy with each of its alternatives; a policy without alternatives as it is. */
export function chosenPolicies(policy: Policy): ChosenPolicy[] {
  const { any_of: alternatives } = policy;
  if (alternatives === undefined) return [{ policy, paths: pathsOf('policy.predicates', policy.predicates) }];
  return alternatives.map((_, i) => withAlternative(policy, alternatives, i));
}

/**
 * The policy with the alternative of a presentation. Undefined where the policy has no such alternative, where it has
 * alternatives and none is named, and where it has none and one is named.
 */
export const chosenPolicy = (policy: Policy, alternative: unknown): Policy | undefined =>
  chosenPolicies(policy).find((one) => one.alternative === alternative)?.policy;

/** The first credential of each person. */
const carriersOfChosen = (policy: Policy): string[] =>
  peopleOf(policy).map(({ credentials }) => credentials[0]!);

/** The credentials that carry a proof in some alternative: the first one of each person, in the order of the policy. */
export function carriersOf(policy: Policy): string[] {
  const carriers = new Set(chosenPolicies(policy).flatMap((one) => carriersOfChosen(one.policy)));
  return policy.credentials.filter((id) => carriers.has(id));
}
