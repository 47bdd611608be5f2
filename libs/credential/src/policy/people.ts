import type { PersonalClaim, Policy } from './policy.js';

/** One person of a policy, with the ids of their credentials in the order of the policy. */
export interface Person {
  /** Undefined where the policy is about one person. */
  readonly id: string | undefined;
  /** The first one carries the proof of the person. */
  readonly credentials: readonly string[];
}

/** The claims that all people disclose where a policy has several. */
export const CLAIMS_OF_PEOPLE = [
  'given_name',
  'family_name',
  'birthdate',
] as const satisfies readonly PersonalClaim[];

type PeopleOfPolicy = Pick<Policy, 'credentials' | 'people'>;

/** The people of a policy in the order of their first credentials. A joint predicate is proved by the first of its people. */
export function peopleOf({ credentials, people }: PeopleOfPolicy): readonly [Person, ...Person[]] {
  if (people === undefined) return [{ id: undefined, credentials }];
  const first = ([, own]: [string, readonly string[]]) => credentials.indexOf(own[0]!);
  const sorted = Object.entries(people).sort((one, other) => first(one) - first(other));
  return sorted.map(([id, own]) => ({ id, credentials: own })) as [Person, ...Person[]];
}

/** The person of a credential. */
export const personOf = (policy: PeopleOfPolicy, credential: string): Person =>
  peopleOf(policy).find(({ credentials }) => credentials.includes(credential))!;

interface CountsCredentials {
  readonly terms: readonly { readonly credential: string }[];
}

/** The people whose credentials a predicate or an inequality counts, in the order of the policy. */
export const countedPeople = (policy: PeopleOfPolicy, { terms }: CountsCredentials): Person[] =>
  peopleOf(policy).filter(({ credentials }) =>
    terms.some(({ credential }) => credentials.includes(credential)),
  );

/** A policy without the people none of whose credentials are shown, and without `people` where one person is left. */
export function withPeopleOf({ people, ...policy }: Policy): Policy {
  if (people === undefined) return policy;
  const left = Object.entries(people)
    .map(([id, own]) => [id, own.filter((credential) => policy.credentials.includes(credential))] as const)
    .filter(([, own]) => own.length > 0);
  return left.length > 1 ? { ...policy, people: Object.fromEntries(left) } : policy;
}
