import { ATTRIBUTE_MAXIMUM, isAnnual, SUBJECT } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { parseDate, utcDay, wholeMonths } from '../encoding/calendar.js';
import { parseInteger } from '../encoding/integer.js';
import { isObject, own } from '../encoding/json.js';
import { isPlainText } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { isUsableKey, type PublicJwk, publicJwkOf, thumbprint } from '../keys.js';
import { PERSONAL_CLAIMS } from '../policy/policy.js';
import { subjectOf } from '../subject.js';
import type { IssueInput } from '../types.js';

export const MAX_COPIES = 50;
const MAX_CLAIM_CHARACTERS = 140;
const MAX_VALIDITY_DAYS = 366;
const DEFAULT_VALIDITY_DAYS = 30;

/** What is to be attested, checked. */
export interface IssueOrder {
  readonly holderKeys: readonly PublicJwk[];
  /** Exactly the issuer's set and `subject`. */
  readonly attributes: ReadonlyMap<string, bigint>;
  readonly currency: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly claims: Readonly<Record<string, string>>;
  /** Days since 1970-01-01. */
  readonly issueDay: number;
  readonly expiryDay: number;
}

async function parseHolderKeys(value: unknown): Promise<PublicJwk[]> {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_COPIES) {
    throw new ProtocolError('invalid_holder_key', `holder_keys: 1 to ${MAX_COPIES} public JWKs.`);
  }
  if (
    value.some((key) => isObject(key) && ['d', 'k', 'p', 'q'].some((member) => Object.hasOwn(key, member)))
  ) {
    throw new ProtocolError('private_holder_key');
  }
  const keys: PublicJwk[] = [];
  for (const [i, item] of value.entries()) {
    const key = publicJwkOf(item);
    if (!key || !(await isUsableKey(key))) {
      throw new ProtocolError(
        'invalid_holder_key',
        `holder_keys[${i}]: a public P-256 or Ed25519 key as a JWK.`,
      );
    }
    keys.push(key);
  }
  const thumbprints = await Promise.all(keys.map(thumbprint));
  if (new Set(thumbprints).size !== keys.length) throw new ProtocolError('duplicate_holder_key');
  return keys;
}

function parseAttributes(value: unknown, configured: readonly string[]): Map<string, bigint> {
  const names = isObject(value) ? Object.keys(value) : [];
  if (
    !isObject(value) ||
    names.length !== configured.length ||
    !configured.every((name) => names.includes(name))
  ) {
    throw new ProtocolError('unknown_attribute', `attributes: exactly ${configured.join(', ')}.`);
  }
  const attributes = new Map<string, bigint>();
  for (const name of configured) {
    const amount = parseInteger(own(value, name));
    if (amount === undefined || amount < 0n || amount > ATTRIBUTE_MAXIMUM) {
      throw new ProtocolError(
        'value_out_of_range',
        `attributes.${name}: an integer inside a string, from 0 to ${ATTRIBUTE_MAXIMUM}.`,
      );
    }
    attributes.set(name, amount);
  }
  return attributes;
}

function parsePeriod(value: unknown, configured: readonly string[], today: number): IssueOrder['period'] {
  const expected =
    'period: { start, end } as YYYY-MM-DD, the first and the last day of whole calendar months' +
    ' (twelve for annual attributes), not ending after today.';
  const start = isObject(value) ? own(value, 'start') : undefined;
  const end = isObject(value) ? own(value, 'end') : undefined;
  if (typeof start !== 'string' || typeof end !== 'string')
    throw new ProtocolError('invalid_period', expected);
  const months = wholeMonths({ start, end });
  const fits = configured.some(isAnnual) ? months === 12 : months !== undefined;
  if (!fits || parseDate(end)! > today) throw new ProtocolError('invalid_period', expected);
  return { start, end };
}

function parseClaims(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const known = PERSONAL_CLAIMS as readonly string[];
  if (!isObject(value) || !Object.keys(value).every((name) => known.includes(name))) {
    throw new ProtocolError('invalid_claims', `claims: of ${known.join(', ')}.`);
  }
  for (const [name, text] of Object.entries(value)) {
    const isDay = name === 'birthdate' || name === 'employed_since';
    if (isDay ? parseDate(text) === undefined : !isPlainText(text, MAX_CLAIM_CHARACTERS)) {
      const form = isDay ? 'a date, YYYY-MM-DD' : `1 to ${MAX_CLAIM_CHARACTERS} printable characters`;
      throw new ProtocolError('invalid_claims', `claims.${name}: ${form}.`);
    }
  }
  return value as Record<string, string>;
}

/**
 * Checks what an API client wants attested. Nothing of it is kept or repeated in an error.
 *
 * @param configured the issuer's set of attributes, without `subject`
 * @throws ProtocolError of kind `invalid`
 */
export async function parseIssueInput(
  input: IssueInput,
  configured: readonly string[],
  now: number,
): Promise<IssueOrder> {
  const today = utcDay(now);
  const attributes = parseAttributes(input.attributes, configured);
  if (!isObject(input.identity)) {
    throw new ProtocolError('invalid_identity', 'identity: { country, id_type, id }.');
  }
  attributes.set(SUBJECT, subjectOf(input.identity));
  if (!isCurrency(input.currency)) throw new ProtocolError('unknown_currency');
  const days = input.expires_in_days ?? DEFAULT_VALIDITY_DAYS;
  if (!Number.isInteger(days) || days < 1 || days > MAX_VALIDITY_DAYS) {
    throw new ProtocolError('invalid_expiry', `expires_in_days: an integer from 1 to ${MAX_VALIDITY_DAYS}.`);
  }
  return {
    attributes,
    currency: input.currency,
    period: parsePeriod(input.period, configured, today),
    claims: parseClaims(input.claims),
    holderKeys: await parseHolderKeys(input.holder_keys),
    issueDay: today,
    expiryDay: today + days,
  };
}
