import { decodeBase64url } from './encoding/base64url.js';
import { sha256Base64url } from './encoding/hash.js';
import { parseJsonBytes } from './encoding/json.js';
import { type ParsedJwt, parseJwt } from './jwt.js';
import { MAX_DISCLOSURES } from './limits.js';

/** One disclosure of an object member or of an array element (RFC 9901, section 4.2). */
export interface Disclosure {
  readonly text: string;
  /** SHA-256 of the text, base64url, as `_sd` lists it. */
  readonly digest: string;
  readonly salt: string;
  /** Absent for an array element. */
  readonly name?: string;
  readonly value: unknown;
}

export interface SdJwtText {
  readonly issuerJwt: ParsedJwt;
  readonly disclosures: readonly string[];
  /** Absent where the text ends with `~`. */
  readonly keyBindingJwt?: ParsedJwt;
  /** The input of `sd_hash`: issuer-signed JWT and disclosures, each followed by `~`. */
  readonly hashedText: string;
}

/** Splits an SD-JWT with or without key binding, and verifies nothing; undefined for any other text. */
export function parseSdJwt(text: string): SdJwtText | undefined {
  const end = text.lastIndexOf('~') + 1;
  const hashedText = text.slice(0, end);
  const [issuerText, ...disclosures] = hashedText.slice(0, -1).split('~', MAX_DISCLOSURES + 2) as [
    string,
    ...string[],
  ];
  const issuerJwt = disclosures.length <= MAX_DISCLOSURES ? parseJwt(issuerText) : undefined;
  if (!issuerJwt) return undefined;
  const parsed = { issuerJwt, disclosures, hashedText };
  if (end === text.length) return parsed;
  const keyBindingJwt = parseJwt(text.slice(end));
  return keyBindingJwt && { ...parsed, keyBindingJwt };
}

/** Parses a disclosure: [salt, name, value] of an object member, [salt, value] of an array element. */
export function parseDisclosure(text: string): Disclosure | undefined {
  const parts = parseJsonBytes(decodeBase64url(text));
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') return undefined;
  const common = { text, digest: sha256Base64url(text), salt: parts[0], value: parts.at(-1) as unknown };
  if (parts.length === 2) return common;
  return parts.length === 3 && typeof parts[1] === 'string' ? { ...common, name: parts[1] } : undefined;
}
