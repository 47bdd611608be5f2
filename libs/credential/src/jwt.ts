import { decodeBase64url, encodeBase64url } from './encoding/base64url.js';
import { canonicalJson, type JsonObject, parseEncodedObject } from './encoding/json.js';
import { utf8 } from './encoding/text.js';
import type { SigningKey } from './ports/index.js';

export interface ParsedJwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly text: string;
}

/** Splits a compact JWT and verifies nothing; undefined for any other text. */
export function parseJwt(text: string): ParsedJwt | undefined {
  const parts = text.split('.');
  if (parts.length !== 3 || decodeBase64url(parts[2]!) === undefined) return undefined;
  const header = parseEncodedObject(parts[0]!);
  const payload = parseEncodedObject(parts[1]!);
  return header && payload && { header, payload, text };
}

/** Signs a JWT with a service's key, and sets its `kid`, and its certificates if it has some. */
export async function signJwt(key: SigningKey, typ: string, payload: object): Promise<string> {
  const { alg, kid, certificates } = key;
  const part = (value: object) => encodeBase64url(utf8(canonicalJson(value)));
  const header = { alg, kid, typ, ...(certificates && { x5c: certificates }) };
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${await key.sign(input)}`;
}
