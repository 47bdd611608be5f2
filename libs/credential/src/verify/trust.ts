import { ATTRIBUTES } from '../attributes.js';
import { isObject } from '../encoding/json.js';
import { isIssuerIdentifier } from '../policy/parse-policy.js';

/** What a verifier believes of one issuer. */
export interface TrustedIssuer {
  readonly iss: string;
  /** What it may attest; commitments to anything else count as absent. */
  readonly attributes: readonly string[];
  /** Of which attributes it attests all there is, so that a missing debt is no debt. */
  readonly complete: readonly string[];
}

const isAttributeList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => ATTRIBUTES.has(name));

/** Reads a trust list from configuration. Throws a TypeError that says which entry is wrong. */
export function parseTrustList(value: unknown): TrustedIssuer[] {
  if (!Array.isArray(value)) throw new TypeError('trust list: a list of { iss, attributes, complete }');
  for (const [i, item] of value.entries()) {
    if (!isObject(item) || !isIssuerIdentifier(item.iss)) {
      throw new TypeError(`trust list [${i}].iss: a URL without query or fragment`);
    }
    for (const member of ['attributes', 'complete']) {
      if (!isAttributeList(item[member])) {
        throw new TypeError(`trust list [${i}].${member}: a list of ${[...ATTRIBUTES.keys()].join(', ')}`);
      }
    }
  }
  const issuers = value.map((item) => item.iss);
  if (new Set(issuers).size !== issuers.length) throw new TypeError('trust list: each iss once');
  return value as TrustedIssuer[];
}
