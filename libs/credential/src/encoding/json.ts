import canonicalize from 'canonicalize';
import { MAX_JSON_STRUCTURE } from '../limits.js';
import { decodeBase64url } from './base64url.js';
import { exceededStructure } from './json-structure.js';
import { decodeUtf8 } from './text.js';

export type JsonObject = { readonly [member: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own member. (`in` and a plain lookup would also find "constructor".) */
export function own(object: JsonObject, member: string): unknown {
  return Object.hasOwn(object, member) ? object[member] : undefined;
}

/** @returns undefined where the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value of a JSON text in UTF-8; undefined for anything else, and for a text over the limits of
 * {@link MAX_JSON_STRUCTURE}.
 */
export function parseJsonBytes(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined || exceededStructure(bytes, MAX_JSON_STRUCTURE) !== undefined) return undefined;
  const text = decodeUtf8(bytes);
  return text === undefined ? undefined : parseJson(text);
}

/**
 * Decodes base64url of the UTF-8 of a JSON object, as in the parts of a JWT; undefined for anything else, and for an
 * object over the limits of {@link MAX_JSON_STRUCTURE}.
 */
export function parseEncodedObject(encoded: string): JsonObject | undefined {
  const value = parseJsonBytes(decodeBase64url(encoded));
  return isObject(value) ? value : undefined;
}

/** RFC 8785 text of a JSON value. Throws for values that JSON cannot represent (NaN, a lone surrogate). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}
