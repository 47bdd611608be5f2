import { isObject, type JsonObject, own } from '../encoding/json.js';
import { parseDisclosure } from '../sd-jwt-text.js';
import { check } from './check.js';

/** All digests in a signed payload at any depth: those in `_sd` and those of array elements. */
export function collectDigests(value: unknown, found: unknown[] = []): unknown[] {
  if (Array.isArray(value)) {
    for (const item of value) collectDigests(item, found);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === '_sd' && Array.isArray(inner)) found.push(...inner);
      else if (name === '...') found.push(inner);
      else collectDigests(inner, found);
    }
  }
  return found;
}

/**
 * Reads the disclosed claims: exactly the requested ones, each at the top level of the payload, as text.
 *
 * Every disclosure is referenced exactly once, and its name is unique at its level (so no disclosure appears twice). An
 * opening, or any other claim that was not requested, is rejected as `overdisclosed` and not stored.
 */
export function readDisclosures(
  payload: JsonObject,
  texts: readonly string[],
  requested: readonly string[],
): ReadonlyMap<string, string> {
  const algorithm = own(payload, '_sd_alg');
  check(algorithm === undefined || algorithm === 'sha-256', 'digest_algorithm_not_allowed');

  const references = collectDigests(payload);
  check(new Set(references).size === references.length, 'disclosure_unreferenced');
  const topLevel = own(payload, '_sd');
  const atTopLevel = new Set(Array.isArray(topLevel) ? topLevel : []);
  const openings = own(payload, 'openings');

  const claims = new Map<string, string>();
  for (const text of texts) {
    const disclosure = parseDisclosure(text);
    check(disclosure !== undefined, 'disclosure_malformed');
    const { digest, name, value } = disclosure;
    check(references.includes(digest), 'disclosure_unreferenced');
    const level = atTopLevel.has(digest) ? payload : isObject(openings) ? openings : {};
    check(!Object.hasOwn(level, name) && !claims.has(name), 'disclosure_conflict');
    check(atTopLevel.has(digest) && requested.includes(name), 'overdisclosed');
    // A lone surrogate has no canonical JSON, so a receipt could not contain it.
    check(typeof value === 'string' && !/\p{Cs}/u.test(value), 'disclosure_malformed');
    claims.set(name, value);
  }
  check(claims.size === requested.length, 'disclosure_missing');
  return claims;
}
