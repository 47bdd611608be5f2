import { sha256 } from '@noble/hashes/sha2.js';
import { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
import { type JsonObject, own } from './encoding/json.js';

/**
 * The rules of RFC 7517, section 4, for the members of a JWK that restrict its use. Unknown members are ignored. A
 * member that is null is not absent: it has the wrong type.
 */

export type KeyOperation = 'sign' | 'verify';

/** Members that only private and symmetric keys have (RFC 7518, sections 6.2.2, 6.3.2 and 6.4; RFC 8037). */
const PRIVATE_MEMBERS = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

/** Operations of RFC 7517, section 4.3, that contradict `use: "sig"`. */
const OTHER_OPERATIONS = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits'];

const isString = (value: unknown): value is string => typeof value === 'string';

export const hasPrivatePart = (jwk: JsonObject): boolean =>
  PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member));

/** Section 4.3: distinct strings that include the operation and, beside `use`, no unrelated one. */
function operationsAllow(jwk: JsonObject, operation: KeyOperation): boolean {
  if (!Object.hasOwn(jwk, 'key_ops')) return true;
  const operations = own(jwk, 'key_ops');
  return (
    Array.isArray(operations) &&
    operations.every(isString) &&
    new Set(operations).size === operations.length &&
    operations.includes(operation) &&
    !(Object.hasOwn(jwk, 'use') && operations.some((name) => OTHER_OPERATIONS.includes(name)))
  );
}

function includesBytes(haystack: Uint8Array, needle: Uint8Array): boolean {
  for (let start = 0; start + needle.length <= haystack.length; start++) {
    if (needle.every((byte, i) => haystack[start + i] === byte)) return true;
  }
  return false;
}

const isThumbprint = (value: unknown, bytes: number): boolean =>
  isString(value) && decodeBase64url(value)?.length === bytes;

/** RFC 4648, section 4: with padding, and another alphabet than the rest of JOSE. */
function decodeBase64(text: unknown): Uint8Array | undefined {
  if (!isString(text) || text.length % 4 !== 0 || /[-_]/.test(text)) return undefined;
  return decodeBase64url(
    text
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  );
}

/**
 * Sections 4.6 to 4.9. A certificate adds no trust here, and no `x5u` is fetched. But a first certificate that is not
 * of this key is a contradiction.
 *
 * @param publicKeyInfo the DER of the key's SubjectPublicKeyInfo, which its certificate contains
 */
function certificatesMatch(jwk: JsonObject, publicKeyInfo: Uint8Array): boolean {
  const has = (member: string) => Object.hasOwn(jwk, member);
  if (has('x5u') && !isString(own(jwk, 'x5u'))) return false;
  if (has('x5t') && !isThumbprint(own(jwk, 'x5t'), 20)) return false;
  if (has('x5t#S256') && !isThumbprint(own(jwk, 'x5t#S256'), 32)) return false;
  if (!has('x5c')) return true;
  const chain = own(jwk, 'x5c');
  const certificates = Array.isArray(chain) ? chain.map(decodeBase64) : [];
  const [first] = certificates;
  if (!first || certificates.includes(undefined) || !includesBytes(first, publicKeyInfo)) return false;
  return !has('x5t#S256') || own(jwk, 'x5t#S256') === encodeBase64url(sha256(first));
}

/**
 * Whether the members of a JWK allow an operation with its key.
 *
 * @param algorithms the signature algorithms of the key
 * @param publicKeyInfo the DER of the key's SubjectPublicKeyInfo
 */
export function jwkAllows(
  jwk: JsonObject,
  operation: KeyOperation,
  algorithms: readonly string[],
  publicKeyInfo: Uint8Array,
): boolean {
  const has = (member: string) => Object.hasOwn(jwk, member);
  return (
    (!has('use') || own(jwk, 'use') === 'sig') &&
    operationsAllow(jwk, operation) &&
    (!has('alg') || algorithms.includes(own(jwk, 'alg') as string)) &&
    (!has('kid') || isString(own(jwk, 'kid'))) &&
    certificatesMatch(jwk, publicKeyInfo)
  );
}
