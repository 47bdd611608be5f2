import { isAnnual, SUBJECT } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { type Period, parseDate, utcDay, wholeMonths } from '../encoding/calendar.js';
import { parseInteger } from '../encoding/integer.js';
import { own } from '../encoding/json.js';
import { isPlainText } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { subjectOf } from '../identifiers/subject.js';
import { ISSUE_INPUT } from '../input-shapes.js';
import { hasPrivatePart } from '../jwk-rules.js';
import { isUsableKey, type PublicJwk, thumbprint, verificationKeyOf } from '../keys.js';
import { ATTRIBUTE_MAXIMUM, MAX_TEXT_CHARACTERS, VALIDITY_DAYS } from '../limits.js';
import { isPersonalClaim, PERSONAL_CLAIMS, type PersonalClaim } from '../policy/policy.js';
import { assertShape } from '../shape.js';
import type { IssueInput } from '../types.js';

/** A validated {@link IssueInput}, with the subject in place of the identity. */
export interface ValidatedIssueInput {
  readonly holderKeys: readonly PublicJwk[];
  /** Exactly the issuer's set and `subject`. */
  readonly attributes: ReadonlyMap<string, bigint>;
  readonly currency: string;
  readonly period: Period;
  readonly claims: Readonly<Record<string, string>>;
  /** Days since 1970-01-01. */
  readonly issueDay: number;
  readonly expiryDay: number;
}

const DATE_CLAIMS: readonly PersonalClaim[] = ['birthdate', 'employed_since'];

async function parseHolderKeys(jwks: IssueInput['holder_keys']): Promise<PublicJwk[]> {
  if (jwks.some((jwk) => hasPrivatePart({ ...jwk }))) {
    throw new ProtocolError('private_holder_key');
  }
  const keys: PublicJwk[] = [];
  for (const [i, jwk] of jwks.entries()) {
    const key = verificationKeyOf(jwk);
    if (!key || !(await isUsableKey(key))) {
      throw new ProtocolError(
        'invalid_holder_key',
        `holder_keys[${i}]: expected a public P-256 or Ed25519 key as a JWK that may verify signatures (use, key_ops, alg).`,
      );
    }
    keys.push(key);
  }
  const thumbprints = await Promise.all(keys.map(thumbprint));
  if (new Set(thumbprints).size !== keys.length) throw new ProtocolError('duplicate_holder_key');
  return keys;
}

function parseAttributes(
  input: IssueInput['attributes'],
  attributeSet: readonly string[],
): Map<string, bigint> {
  const names = Object.keys(input);
  if (names.length !== attributeSet.length || !attributeSet.every((name) => names.includes(name))) {
    throw new ProtocolError('unknown_attribute', `attributes: expected exactly ${attributeSet.join(', ')}.`);
  }
  const attributes = new Map<string, bigint>();
  for (const name of attributeSet) {
    const value = parseInteger(own(input, name));
    if (value === undefined || value < 0n || value > ATTRIBUTE_MAXIMUM) {
      throw new ProtocolError(
        'value_out_of_range',
        `attributes.${name}: expected a decimal integer, as a string, from 0 to ${ATTRIBUTE_MAXIMUM}.`,
      );
    }
    attributes.set(name, value);
  }
  return attributes;
}

function parsePeriod({ start, end }: Period, attributeSet: readonly string[], today: number): Period {
  const months = wholeMonths({ start, end });
  const validLength = attributeSet.some(isAnnual) ? months === 12 : months !== undefined;
  if (!validLength || parseDate(end)! > today) {
    throw new ProtocolError(
      'invalid_period',
      'period: expected { start, end } as YYYY-MM-DD, the first and the last day of whole calendar months' +
        ' (twelve for annual attributes), ending today or earlier.',
    );
  }
  return { start, end };
}

function parseClaims(claims: IssueInput['claims']): Readonly<Record<string, string>> {
  if (claims === undefined) return {};
  if (claims === null || !Object.keys(claims).every(isPersonalClaim)) {
    throw new ProtocolError(
      'invalid_claims',
      `claims: expected only names from ${PERSONAL_CLAIMS.join(', ')}.`,
    );
  }
  for (const [name, text] of Object.entries(claims)) {
    const isDate = DATE_CLAIMS.includes(name as PersonalClaim);
    const isValid = isDate ? parseDate(text) !== undefined : isPlainText(text, MAX_TEXT_CHARACTERS);
    if (isValid) continue;
    const expected = isDate ? 'a date, YYYY-MM-DD' : `1 to ${MAX_TEXT_CHARACTERS} printable characters`;
    throw new ProtocolError('invalid_claims', `claims.${name}: expected ${expected}.`);
  }
  return claims;
}

/**
 * Validates what a client asks to be attested: first its shape, then each value. No value of it appears in an error.
 *
 * @param attributeSet the attributes of the issuer, without `subject`
 * @param now milliseconds since the epoch
 * @throws ProtocolError of kind `invalid`
 */
export async function parseIssueInput(
  input: IssueInput,
  attributeSet: readonly string[],
  now: number,
): Promise<ValidatedIssueInput> {
  assertShape(input, ISSUE_INPUT);
  const today = utcDay(now);
  const attributes = parseAttributes(input.attributes, attributeSet);
  attributes.set(SUBJECT, subjectOf(input.identity));
  if (!isCurrency(input.currency)) throw new ProtocolError('unknown_currency');
  const days = input.expires_in_days ?? VALIDITY_DAYS.default;
  if (days < VALIDITY_DAYS.min || days > VALIDITY_DAYS.max) {
    throw new ProtocolError(
      'invalid_expiry',
      `expires_in_days: expected an integer from ${VALIDITY_DAYS.min} to ${VALIDITY_DAYS.max}.`,
    );
  }
  return {
    attributes,
    currency: input.currency,
    period: parsePeriod(input.period, attributeSet, today),
    claims: parseClaims(input.claims),
    holderKeys: await parseHolderKeys(input.holder_keys),
    issueDay: today,
    expiryDay: today + days,
  };
}
