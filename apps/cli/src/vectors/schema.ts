import { hexToBytes } from '@noble/hashes/utils.js';

/** A vector that does not have the shape which it should have. */
export class Malformed extends Error {}

export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(`${what} should be an object`);
  return value as Json;
}

export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed(`${what} should be a list`);
  return value;
}

export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Malformed(`${what} should be text`);
  return value;
}

export function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number') throw new Malformed(`${what} should be a number`);
  return value;
}

export function asBytes(value: unknown, what: string): Uint8Array {
  const text = asText(value, what);
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new Malformed(`${what} should be hexadecimal`);
  return hexToBytes(text);
}

export function asInteger(value: unknown, what: string): bigint {
  const text = asText(value, what);
  if (!/^(0|[1-9]\d{0,19})$/.test(text)) throw new Malformed(`${what} should be a number in decimal digits`);
  return BigInt(text);
}

export const asBytesList = (value: unknown, what: string): Uint8Array[] =>
  asList(value, what).map((item, i) => asBytes(item, `${what}[${i}]`));
