import { type JsonObject, own } from '../encoding/json.js';
import { MAX_INPUT_CHARACTERS } from '../limits.js';
import { processSdJwt } from '../sd-jwt-claims.js';
import { check } from './check.js';

/**
 * Reads the disclosed claims: exactly the requested ones, each at the top level of the payload, as text.
 *
 * An opening, or any other claim that was not requested, is rejected as `overdisclosed` and not stored. So is every claim
 * below the top level, and every array element.
 */
export function readDisclosures(
  payload: JsonObject,
  texts: readonly string[],
  requested: readonly string[],
): ReadonlyMap<string, string> {
  const { claims: processed, disclosed } = processSdJwt(payload, texts);
  const claims = new Map<string, string>();
  for (const { path, name } of disclosed) {
    check(path.length === 0 && name !== undefined && requested.includes(name), 'overdisclosed');
    const value = own(processed, name);
    // A lone surrogate has no canonical JSON, so a receipt could not contain it.
    const isText =
      typeof value === 'string' && value.length <= MAX_INPUT_CHARACTERS && !/\p{Cs}/u.test(value);
    check(isText, 'disclosure_malformed');
    claims.set(name, value);
  }
  check(claims.size === requested.length, 'disclosure_missing');
  return claims;
}
