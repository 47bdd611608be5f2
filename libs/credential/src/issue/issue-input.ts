import { attributeValueExpected, currencyExpected } from '../attribute-value.js';
import { CONTRACT, needsPayPeriods, SUBJECT } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { type Period, parseDate, utcDay } from '../encoding/calendar.js';
import { parseInteger } from '../encoding/integer.js';
import { own } from '../encoding/json.js';
import { isPlainText } from '../encoding/text.js';
import { ERRORS } from '../errors.js';
import { contractOf } from '../identifiers/contract.js';
import { subjectOf } from '../identifiers/subject.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { ISSUE_INPUT } from '../input-shapes.js';
import { hasPrivatePart } from '../jwk-rules.js';
import { isUsableKey, type PublicJwk, thumbprint, verificationKeyOf } from '../keys.js';
import { ATTRIBUTE_MAXIMUM, MAX_TEXT_CHARACTERS, NAME, VALIDITY_DAYS } from '../limits.js';
import { isPersonalClaim, PERSONAL_CLAIMS, type PersonalClaim } from '../policy/policy.js';
import { assertShape } from '../shape.js';
import type { AttestedInput, IssueInput } from '../types.js';
import { PAY_PERIOD_UNITS, parseWindow } from '../windows/window.js';

/** A validated {@link AttestedInput}, with the subject in place of the identity. */
export interface ValidatedAttestedInput {
  /** Exactly the issuer's set, `subject`, and `contract` where the issuer tells contracts apart. */
  readonly attributes: ReadonlyMap<string, bigint>;
  readonly currency: string;
  readonly period: Period;
  readonly claims: Readonly<Record<string, string>>;
  /** Days since 1970-01-01. */
  readonly issueDay: number;
  readonly expiryDay: number;
}

/** A validated {@link IssueInput}. */
export interface ValidatedIssueInput extends ValidatedAttestedInput {
  readonly holderKeys: readonly PublicJwk[];
}

/** What every credential of an issuer attests. */
export interface AttestedSet {
  /** Without `subject` and `contract`. */
  readonly attributes: readonly string[];
  /** Whether amounts are those of one contract with the payer, which each credential names in hidden form. */
  readonly contracts: boolean;
}

const DATE_CLAIMS: readonly PersonalClaim[] = ['birthdate', 'employed_since'];

/** @throws ProtocolError `private_holder_key`, `invalid_holder_key`, `duplicate_holder_key` */
export async function parseHolderKeys(jwks: IssueInput['holder_keys']): Promise<PublicJwk[]> {
  if (jwks.some((jwk) => hasPrivatePart({ ...jwk }))) {
    throw faultError('private_holder_key', 'holder_keys', ERRORS.private_holder_key.title);
  }
  const keys: PublicJwk[] = [];
  for (const [i, jwk] of jwks.entries()) {
    const key = verificationKeyOf(jwk);
    if (!key || !(await isUsableKey(key))) {
      throw faultError(
        'invalid_holder_key',
        `holder_keys[${i}]`,
        `expected a public P-256 or Ed25519 key as a JWK that may verify signatures (use, key_ops, alg).`,
      );
    }
    keys.push(key);
  }
  const thumbprints = await Promise.all(keys.map(thumbprint));
  if (new Set(thumbprints).size !== keys.length) {
    throw faultError('duplicate_holder_key', 'holder_keys', ERRORS.duplicate_holder_key.title);
  }
  return keys;
}

/** Names that an error may repeat. Any other name is the sender's text. */
const printable = (names: readonly string[]): string =>
  names.map((name) => (NAME.test(name) ? name : 'a name that is not an attribute name')).join(', ');

function assertAttributeNames(input: IssueInput['attributes'], attributeSet: readonly string[]): void {
  const missing = attributeSet.filter((name) => !Object.hasOwn(input, name));
  const unknown = Object.keys(input).filter((name) => !attributeSet.includes(name));
  if (missing.length === 0 && unknown.length === 0) return;
  const faults = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`not attested by this issuer: ${printable(unknown)}`] : []),
  ];
  throw faultError(
    'unknown_attribute',
    'attributes',
    `expected exactly ${attributeSet.join(', ')}; ${faults.join('; ')}.`,
  );
}

function parseAttribute(name: string, text: unknown): bigint {
  const value = parseInteger(text);
  if (value === undefined || value < 0n) {
    throw faultError('value_out_of_range', `attributes.${name}`, attributeValueExpected(name, text));
  }
  if (value > ATTRIBUTE_MAXIMUM) {
    throw faultError('value_out_of_range', `attributes.${name}`, `expected at most ${ATTRIBUTE_MAXIMUM}.`);
  }
  return value;
}

function parseAttributes(
  input: IssueInput['attributes'],
  attributeSet: readonly string[],
  faults: FaultCollector,
): Map<string, bigint> {
  faults.try(() => assertAttributeNames(input, attributeSet));
  const attributes = new Map<string, bigint>();
  for (const name of attributeSet) {
    if (!Object.hasOwn(input, name)) continue;
    faults.try(() => attributes.set(name, parseAttribute(name, own(input, name))));
  }
  return attributes;
}

function parsePeriod(period: Period, attributeSet: readonly string[], today: number): Period {
  const window = parseWindow(period);
  if (!window || window.end > today) {
    throw faultError(
      'invalid_period',
      'period',
      'expected { start, end } as YYYY-MM-DD, ending today or earlier: at least a year, or with pay_periods ' +
        `{ unit, count } exactly the days of so many ${PAY_PERIOD_UNITS.join('s, ')}s.`,
    );
  }
  const regular = attributeSet.filter(needsPayPeriods);
  if (!window.hasPayPeriods && regular.length > 0) {
    throw faultError(
      'invalid_period',
      'period.pay_periods',
      `expected { unit, count }: ${regular.join(', ')} are amounts of complete pay periods.`,
    );
  }
  return period;
}

function assertClaim(name: PersonalClaim, text: unknown): void {
  const isDate = DATE_CLAIMS.includes(name);
  const isValid = isDate ? parseDate(text) !== undefined : isPlainText(text, MAX_TEXT_CHARACTERS);
  if (isValid) return;
  const expected = isDate
    ? 'a date, YYYY-MM-DD, such as 1984-01-26'
    : `1 to ${MAX_TEXT_CHARACTERS} printable characters`;
  throw faultError('invalid_claims', `claims.${name}`, `expected ${expected}.`);
}

function parseClaims(claims: IssueInput['claims'], faults: FaultCollector): Readonly<Record<string, string>> {
  if (claims === null) {
    faults.add(faultError('invalid_claims', 'claims', 'expected an object; got null.'));
  }
  for (const [name, text] of Object.entries(claims ?? {})) {
    faults.try(() => {
      if (isPersonalClaim(name)) return assertClaim(name, text);
      // The error does not repeat the name: it is the sender's text.
      throw faultError('invalid_claims', 'claims', `expected only names from ${PERSONAL_CLAIMS.join(', ')}.`);
    });
  }
  return claims ?? {};
}

function parseValidity(days: number = VALIDITY_DAYS.default): number {
  if (days >= VALIDITY_DAYS.min && days <= VALIDITY_DAYS.max) return days;
  throw faultError(
    'invalid_expiry',
    'expires_in_days',
    `expected an integer from ${VALIDITY_DAYS.min} to ${VALIDITY_DAYS.max}.`,
  );
}

function parseCurrency(currency: string): string {
  if (isCurrency(currency)) return currency;
  throw faultError('unknown_currency', 'currency', currencyExpected(currency));
}

/** The number of the contract; undefined if the issuer attests all contracts of a person together. */
function parseContract(contract: string | null | undefined, isNamed: boolean): bigint | undefined {
  if (isNamed === (contract != null)) return isNamed ? contractOf(contract!) : undefined;
  throw faultError(
    'invalid_contract',
    'contract',
    isNamed
      ? "expected the payer's number or name of the contract, such as 2019-04, the same each time."
      : 'expected none: this issuer attests all contracts of a person together.',
  );
}

/** The values of an input that has the right shape; undefined where the collector has faults. */
function attestedValues(
  input: AttestedInput,
  { attributes: attributeSet, contracts }: AttestedSet,
  now: number,
  faults: FaultCollector,
): ValidatedAttestedInput | undefined {
  const today = utcDay(now);
  const attributes = parseAttributes(input.attributes, attributeSet, faults);
  const subject = faults.try(() => subjectOf(input.identity));
  const contract = faults.try(() => parseContract(input.contract, contracts));
  const currency = faults.try(() => parseCurrency(input.currency));
  const days = faults.try(() => parseValidity(input.expires_in_days ?? undefined));
  const period = faults.try(() => parsePeriod(input.period, attributeSet, today));
  const claims = parseClaims(input.claims, faults);
  if (faults.failed) return undefined;
  attributes.set(SUBJECT, subject!);
  if (contract !== undefined) attributes.set(CONTRACT, contract);
  return {
    attributes,
    currency: currency!,
    period: period!,
    claims,
    issueDay: today,
    expiryDay: today + days!,
  };
}

/**
 * Validates the values of what a client asks to be attested, whose shape is right, before the holder's keys are known. No
 * value of it appears in an error.
 *
 * @param now milliseconds since the epoch
 * @throws ProtocolError of kind `invalid`, with every fault
 */
export function assertAttestable(input: AttestedInput, set: AttestedSet, now: number): void {
  const faults = new FaultCollector();
  attestedValues(input, set, now, faults);
  faults.throwIfFailed();
}

/**
 * Validates what a client asks to be attested: first its shape, then each value. No value of it appears in an error.
 *
 * @param now milliseconds since the epoch
 * @throws ProtocolError of kind `invalid`, with every fault
 */
export async function parseIssueInput(
  input: IssueInput,
  set: AttestedSet,
  now: number,
): Promise<ValidatedIssueInput> {
  assertShape(input, ISSUE_INPUT);
  const faults = new FaultCollector();
  const attested = attestedValues(input, set, now, faults);
  const holderKeys = await parseHolderKeys(input.holder_keys).catch((error: unknown) => {
    faults.try(() => {
      throw error;
    });
    return [];
  });
  faults.throwIfFailed();
  return { ...attested!, holderKeys };
}
