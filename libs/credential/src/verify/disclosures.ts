import { isObject, type JsonObject, own } from '../encoding/json.js';
import { parseDisclosure } from '../sd-jwt-text.js';
import { check } from './check.js';

/** All digests anywhere in a signed payload, those in `_sd` and those of array elements. */
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
 * Reads what is disclosed: exactly the claims asked for, each at the top level of the payload, as text.
 *
 * Every disclosure is referenced exactly once and is named like nothing else at its level (so none comes twice);
 * an opening, or any other claim that was not asked for, is refused as `overdisclosed` and goes nowhere.
 */
export function readDisclosures(
  payload: JsonObject,
  texts: readonly string[],
  asked: readonly string[],
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
    check(atTopLevel.has(digest) && asked.includes(name), 'overdisclosed');
    // A receipt could not repeat half of a surrogate pair: there is no canonical JSON of it.
    check(typeof value === 'string' && !/\p{Cs}/u.test(value), 'disclosure_malformed');
    claims.set(name, value);
  }
  check(claims.size === asked.length, 'disclosure_missing');
  return claims;
}
