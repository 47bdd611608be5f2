import { CONTRACT } from '../attributes.js';
import { pairsOfOneSource } from '../identifiers/source-id.js';

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
 * @param credentials by id; a single one needs no payer
 * @returns the pairs in the order of the credentials, or why there are none: a payer is malformed, or two credentials of one
 *   payer cannot be about different contracts
 */
export function pairsOfContracts(
  credentials: ReadonlyMap<string, PaidCredential>,
): readonly (readonly [string, string])[] | 'source_malformed' | 'source_not_distinct' {
  if (credentials.size === 1) return [];
  const ids = [...credentials.keys()];
  const all = [...credentials.values()];
  const pairs = pairsOfOneSource(all.map(({ sourceId }) => sourceId));
  if (pairs === undefined) return 'source_malformed';
  const canDiffer = (one: PaidCredential, other: PaidCredential) =>
    one.iss === other.iss && one.attributes.has(CONTRACT) && other.attributes.has(CONTRACT);
  if (!pairs.every(([i, j]) => canDiffer(all[i]!, all[j]!))) return 'source_not_distinct';
  return pairs.map(([i, j]) => [ids[i]!, ids[j]!]);
}
