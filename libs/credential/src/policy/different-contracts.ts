import { CONTRACT } from '../attributes.js';
import { pairsOfOneSource } from '../identifiers/source-id.js';
import { peopleOf } from './people.js';
import type { Policy } from './policy.js';

/** A credential, as far as its payer and contract concern other credentials of a presentation. */
export interface PaidCredential {
  readonly iss: string;
  /** As disclosed. */
  readonly sourceId: string;
  /** Attributes by name, `subject` and `contract` among them. */
  readonly attributes: { readonly has: (name: string) => boolean };
}

/**
 * The pairs of credentials of one payer, whose contracts must be shown to be different: otherwise an income would count
 * twice. Only one issuer tells the contracts of a payer apart: two issuers may name one contract differently.
 *
 * Two people may have one payer.
 *
 * @param credentials by id, all of the policy. The single credential of a person needs no payer.
 * @returns the pairs of each person in the order of the credentials. `source_malformed` if a payer is malformed,
 *   `source_not_distinct` if two credentials of one payer cannot be about different contracts
 */
export function pairsOfContracts(
  policy: Pick<Policy, 'credentials' | 'people'>,
  credentials: ReadonlyMap<string, PaidCredential>,
): PairsOfContracts {
  const pairs: (readonly [string, string])[] = [];
  for (const person of peopleOf(policy)) {
    const ofPerson = pairsOfPerson(person.credentials, credentials);
    if (typeof ofPerson === 'string') return ofPerson;
    pairs.push(...ofPerson);
  }
  return pairs;
}

type PairsOfContracts = readonly (readonly [string, string])[] | 'source_malformed' | 'source_not_distinct';

function pairsOfPerson(
  ids: readonly string[],
  credentials: ReadonlyMap<string, PaidCredential>,
): PairsOfContracts {
  if (ids.length === 1) return [];
  const all = ids.map((id) => credentials.get(id)!);
  const pairs = pairsOfOneSource(all.map(({ sourceId }) => sourceId));
  if (pairs === undefined) return 'source_malformed';
  const canDiffer = (one: PaidCredential, other: PaidCredential) =>
    one.iss === other.iss && one.attributes.has(CONTRACT) && other.attributes.has(CONTRACT);
  if (!pairs.every(([i, j]) => canDiffer(all[i]!, all[j]!))) return 'source_not_distinct';
  return pairs.map(([i, j]) => [ids[i]!, ids[j]!]);
}
