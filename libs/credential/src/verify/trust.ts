import { ATTRIBUTES } from '../attributes.js';
import { isObject } from '../encoding/json.js';
import { MAX_TRUSTED_ISSUERS } from '../limits.js';
import { isIssuerIdentifier } from '../policy/parse-policy.js';

/** What a verifier trusts one issuer to attest. */
export interface TrustedIssuer {
  readonly iss: string;
  /** Attributes that it may attest. Its commitments to other attributes are ignored. */
  readonly attributes: readonly string[];
  /** Attributes that it attests completely, so that a debt that it does not attest does not exist. */
  readonly complete: readonly string[];
}

const isAttributeList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => ATTRIBUTES.has(name)) && new Set(value).size === value.length;

/** Parses a trust list from configuration. Throws a TypeError that names the wrong entry. */
export function parseTrustList(value: unknown): TrustedIssuer[] {
  if (!Array.isArray(value) || value.length > MAX_TRUSTED_ISSUERS) {
    throw new TypeError(
      `trust list: expected a list of at most ${MAX_TRUSTED_ISSUERS} { iss, attributes, complete }`,
    );
  }
  for (const [i, item] of value.entries()) {
    if (!isObject(item) || !isIssuerIdentifier(item.iss)) {
      throw new TypeError(`trust list [${i}].iss: expected a URL without query and fragment`);
    }
    for (const member of ['attributes', 'complete']) {
      if (!isAttributeList(item[member])) {
        throw new TypeError(
          `trust list [${i}].${member}: expected a list, without duplicates, of ${[...ATTRIBUTES.keys()].join(', ')}`,
        );
      }
    }
  }
  const issuers = value.map((item) => item.iss);
  if (new Set(issuers).size !== issuers.length) throw new TypeError('trust list: expected each iss once');
  return value as TrustedIssuer[];
}
