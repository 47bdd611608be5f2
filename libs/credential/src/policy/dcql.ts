import { canonicalJson, isObject, type JsonObject, own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP, REQUIRED_MEMBERS, VCT } from '../format.js';
import { NAME } from '../limits.js';
import { chosenPolicies } from './alternatives.js';
import { personOf } from './people.js';
import { isPersonalClaim, type PersonalClaim, type Policy } from './policy.js';

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

/** What a query in disclosure mode asks of the person. */
export interface DisclosureQuery {
  /** The id of the credential in the response. */
  readonly credential: string;
  /** The claims to disclose. What is always disclosed is not among them. */
  readonly claims: readonly PersonalClaim[];
}

function assertDisclosure(condition: boolean, detail: string): asserts condition {
  if (!condition) throw new ProtocolError('request_mismatch', `dcql_query: ${detail}`);
}

/** The name of a claim at the top level of a credential, of which no value is expected. Undefined for any other claim. */
function nameOfClaim(claim: unknown): unknown {
  if (!isObject(claim) || Object.hasOwn(claim, 'values')) return undefined;
  const path = own(claim, 'path');
  return Array.isArray(path) && path.length === 1 ? path[0] : undefined;
}

const isAlwaysDisclosed = (name: unknown): boolean => (REQUIRED_MEMBERS as readonly unknown[]).includes(name);

function assertCredentialQuery(credential: JsonObject): void {
  const meta = own(credential, 'meta');
  const types = isObject(meta) ? own(meta, 'vct_values') : undefined;
  assertDisclosure(
    own(credential, 'format') === CREDENTIAL_TYP && Array.isArray(types) && types.includes(VCT),
    `expected a credential of format ${CREDENTIAL_TYP} and type ${VCT}.`,
  );
  assertDisclosure(
    (own(credential, 'multiple') ?? false) === false &&
      (own(credential, 'require_cryptographic_holder_binding') ?? true) === true &&
      !Object.hasOwn(credential, 'claim_sets'),
    'expected one presentation with key binding, and no sets of claims.',
  );
}

/**
 * Reads a query of disclosure mode: claims of one credential at its top level. Openings are below it, and a query that asks
 * for them is rejected.
 *
 * @throws ProtocolError `request_mismatch`
 */
export function parseDisclosureQuery(query: unknown): DisclosureQuery {
  const credentials = isObject(query) ? own(query, 'credentials') : undefined;
  const credential: unknown =
    Array.isArray(credentials) && credentials.length === 1 ? credentials[0] : undefined;
  assertDisclosure(
    isObject(credential) && !Object.hasOwn(query as JsonObject, 'credential_sets'),
    'expected one credential, and no sets of credentials.',
  );
  const id = own(credential, 'id');
  assertDisclosure(typeof id === 'string' && NAME.test(id), `expected an id that matches ${NAME.source}.`);
  assertCredentialQuery(credential);
  const list = own(credential, 'claims');
  const names = Array.isArray(list) ? list.map(nameOfClaim) : [];
  assertDisclosure(
    names.length > 0 && new Set(names).size === names.length,
    'expected different claims, without values.',
  );
  const claims = names.filter((name) => !isAlwaysDisclosed(name));
  assertDisclosure(
    claims.every((name) => isPersonalClaim(name as string)),
    'expected only claims about the person, or claims that are always disclosed.',
  );
  return { credential: id, claims: claims as PersonalClaim[] };
}
