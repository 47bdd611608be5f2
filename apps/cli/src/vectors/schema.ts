import { hexToBytes } from '@noble/hashes/utils.js';

/** A vector does not have the shape of `libs/crypto/vectors`. */
export class MalformedVectorError extends Error {}

export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedVectorError(`${what} must be an object`);
  return value as Json;
}

export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedVectorError(`${what} must be an array`);
  return value;
}

export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new MalformedVectorError(`${what} must be a string`);
  return value;
}

export function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number') throw new MalformedVectorError(`${what} must be a number`);
  return value;
}

export function asBytes(value: unknown, what: string): Uint8Array {
  const text = asText(value, what);
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new MalformedVectorError(`${what} must be hexadecimal`);
  return hexToBytes(text);
}

export function asInteger(value: unknown, what: string): bigint {
  const text = asText(value, what);
  if (!/^(0|[1-9]\d{0,19})$/.test(text))
    throw new MalformedVectorError(`${what} must be a string of decimal digits`);
  return BigInt(text);
}

export const asBytesList = (value: unknown, what: string): Uint8Array[] =>
  asList(value, what).map((item, i) => asBytes(item, `${what}[${i}]`));
