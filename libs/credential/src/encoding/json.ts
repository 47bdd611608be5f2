import canonicalize from 'canonicalize';
import { decodeBase64url } from './base64url.js';
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

/** Objects of the protocol are flat. The bound protects recursive functions from a stack overflow. */
const MAX_NESTING = 32;

function nestsTooDeep(value: unknown, levels = MAX_NESTING): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestsTooDeep(inner, levels - 1));
}

/**
 * Decodes base64url of the UTF-8 of a JSON object, as in the parts of a JWT; undefined for anything else, and for an
 * object nested deeper than 32.
 */
export function parseEncodedObject(encoded: string): JsonObject | undefined {
  const bytes = decodeBase64url(encoded);
  const text = bytes && decodeUtf8(bytes);
  const value = text === undefined ? undefined : parseJson(text);
  return isObject(value) && !nestsTooDeep(value) ? value : undefined;
}

/** RFC 8785 text of a JSON value. Throws for values that JSON cannot represent (NaN, a lone surrogate). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}
