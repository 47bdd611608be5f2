import { canonicalJson } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP, type REQUIRED_MEMBERS, VCT } from '../format.js';
import { chosenPolicies } from './alternatives.js';
import { personOf } from './people.js';
import type { PersonalClaim, Policy } from './policy.js';

export type DisclosedClaim = PersonalClaim | 'source_id';

/** The claims that a credential of a presentation must disclose: its payer beside others of the person. No others may be. */
export function claimsToDisclose(policy: Policy, credential: string): DisclosedClaim[] {
  const claims: DisclosedClaim[] = [...(policy.disclose ?? [])];
  if (personOf(policy, credential).credentials.length > 1) claims.push('source_id');
  return claims;
}

/** The claims that some credential of a presentation must disclose. */
export const disclosedClaims = (policy: Policy): DisclosedClaim[] => [
  ...new Set(policy.credentials.flatMap((id) => claimsToDisclose(policy, id))),
];

/**
 * A claim that is always disclosed, so that asking for it discloses nothing. Every query names it: without `claims`, some
 * wallets show all disclosures of a credential, the openings included.
 */
const ALWAYS_DISCLOSED = 'currency' satisfies (typeof REQUIRED_MEMBERS)[number];

/**
 * The policy as a DCQL query (OpenID4VP 1.0, section 6). Alternatives are sets of credentials. A credential that one
 * alternative shows alone discloses its payer in the others only, which DCQL cannot say: the policy decides.
 */
export function dcqlQueryOf(policy: Policy): object {
  const chosen = chosenPolicies(policy).map((one) => one.policy);
  return {
    credentials: policy.credentials.map((id) => {
      const asked = chosen
        .filter(({ credentials }) => credentials.includes(id))
        .flatMap((one) => claimsToDisclose(one, id));
      const claims = [ALWAYS_DISCLOSED, ...new Set(asked)].map((claim) => ({ path: [claim] }));
      return { id, format: CREDENTIAL_TYP, meta: { vct_values: [VCT] }, claims };
    }),
    ...(policy.any_of && {
      credential_sets: [{ options: chosen.map(({ credentials }) => credentials) }],
    }),
  };
}

/**
 * Checks that a query requests exactly what the policy does, so that it cannot request more, such as an opening.
 *
 * @throws ProtocolError `request_mismatch`
 */
export function assertDcqlAgrees(query: unknown, policy: Policy): void {
  let agrees = false;
  try {
    agrees = canonicalJson(query) === canonicalJson(dcqlQueryOf(policy));
  } catch {
    // Not JSON, or nested deeper than any query: it does not agree.
  }
  if (!agrees) {
    throw new ProtocolError('request_mismatch', 'dcql_query: expected exactly what the policy requests.');
  }
}
