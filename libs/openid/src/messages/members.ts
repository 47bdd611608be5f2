import { isObject, type JsonObject, own } from '@zk-income/credential';
import { requireThat } from './openid-error.js';

/**
 * Readers of a JSON object that another party sent. They take own members of the right type only: `null` is no value.
 * Unknown members are the caller's to ignore.
 */

/** @throws OpenidError with the code `error`, where the value is not a JSON object */
export function requireObject(value: unknown, what: string, error: string): JsonObject {
  requireThat(isObject(value), error, `${what}: expected a JSON object.`);
  return value as JsonObject;
}

/** @throws OpenidError with the code `error`, where the member is absent or not a string with a character */
export function requireString(object: JsonObject, member: string, error: string): string {
  const value = own(object, member);
  requireThat(typeof value === 'string' && value !== '', error, `${member}: expected a string.`);
  return value as string;
}

/** @throws OpenidError with the code `error`, where the member is there and not a string with a character */
export const optionalString = (object: JsonObject, member: string, error: string): string | undefined =>
  Object.hasOwn(object, member) ? requireString(object, member, error) : undefined;

/** @throws OpenidError with the code `error`, where the member is absent or not a list */
export function requireList(object: JsonObject, member: string, error: string): readonly unknown[] {
  const value = own(object, member);
  requireThat(Array.isArray(value), error, `${member}: expected a list.`);
  return value as readonly unknown[];
}

/** @throws OpenidError with the code `error`, where the member is absent or not a list of strings with a character */
export function requireStrings(object: JsonObject, member: string, error: string): readonly string[] {
  const list = requireList(object, member, error);
  requireThat(
    list.every((item) => typeof item === 'string' && item !== ''),
    error,
    `${member}: expected a list of strings.`,
  );
  return list as readonly string[];
}

/** An object without its members that are undefined. */
export const withoutUndefined = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
