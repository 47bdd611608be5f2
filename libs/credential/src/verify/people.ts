import { parseDate } from '../encoding/calendar.js';
import { isObject, own } from '../encoding/json.js';
import { type PublicJwk, thumbprint } from '../keys.js';
import { peopleOf } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import { check } from './check.js';

/** A credential, as far as the people of a presentation concern it. */
export interface PersonalCredential {
  readonly id: string;
  readonly holderKey: PublicJwk;
  readonly disclosed: ReadonlyMap<string, string>;
  /** The claim `with` of the key binding. */
  readonly partners: unknown;
}

/** The thumbprints of holder keys by credential id: the claim `with` of every key binding of several people. */
export async function thumbprintsOf(
  credentials: readonly Pick<PersonalCredential, 'id' | 'holderKey'>[],
): Promise<Record<string, string>> {
  const entries = credentials.map(
    async ({ id, holderKey }) => [id, await thumbprint(holderKey)] as [string, string],
  );
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Whether the people of a policy are different people. Birthdates decide: they have one form, while issuers write a name
 * in several ways or scripts, so that one person with two names would be two. People who were born on one day are refused.
 *
 * @param birthdateOf a credential, as disclosed
 * @returns false also for a birthdate that is not a date
 */
export function arePeopleDistinct(
  policy: Policy,
  birthdateOf: (credential: string) => string | undefined,
): boolean {
  const owners = new Map<number, string | undefined>();
  for (const { id, credentials } of peopleOf(policy)) {
    for (const credential of credentials) {
      const birthdate = parseDate(birthdateOf(credential) ?? '');
      if (birthdate === undefined) return false;
      if (owners.has(birthdate) && owners.get(birthdate) !== id) return false;
      owners.set(birthdate, id);
    }
  }
  return true;
}

/** Whether a value has exactly these members. */
const isEqual = (value: unknown, expected: Readonly<Record<string, string>>): boolean =>
  isObject(value) &&
  Object.keys(value).length === Object.keys(expected).length &&
  Object.entries(expected).every(([id, text]) => own(value, id) === text);

/**
 * Checks, for several people, that they are different, and that every one of them signed the keys of all. With one person,
 * no key binding has the claim.
 */
export async function checkPeople(policy: Policy, credentials: readonly PersonalCredential[]): Promise<void> {
  if (policy.people === undefined) {
    for (const { partners } of credentials) check(partners === undefined, 'partners_mismatch');
    return;
  }
  const expected = await thumbprintsOf(credentials);
  for (const { partners } of credentials) check(isEqual(partners, expected), 'partners_mismatch');
  const disclosed = new Map(credentials.map((credential) => [credential.id, credential.disclosed]));
  check(
    arePeopleDistinct(policy, (id) => disclosed.get(id)!.get('birthdate')),
    'people_not_distinct',
  );
}
