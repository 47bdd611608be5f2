import { SUBJECT } from '../attributes.js';
import { decodeBase64url } from '../encoding/base64url.js';
import type { PayPeriods, Period } from '../encoding/calendar.js';
import { isObject, type JsonObject, own } from '../encoding/json.js';
import { REQUIRED_MEMBERS } from '../format.js';
import { type RegisteredClaims, readRegisteredClaims } from '../jwt-claims.js';
import { type PublicJwk, verificationKeyOf } from '../keys.js';
import { MAX_COMMITMENTS, NAME } from '../limits.js';
import { check } from './check.js';

/** The always-disclosed members of a credential, taken from the signed payload before any disclosure is applied. */
export interface CredentialPayload extends RegisteredClaims {
  readonly iss: string;
  readonly vct: string;
  readonly iat: number;
  readonly exp: number;
  readonly holderKey: PublicJwk;
  readonly status: { readonly idx: number; readonly uri: string };
  readonly currency: string;
  /** `parseWindow` checks what its members mean. */
  readonly period: Period;
  /** Encoded points by attribute. They are decoded when the proof is verified. */
  readonly commitments: ReadonlyMap<string, Uint8Array>;
}

/** Whether a value has selectively disclosable parts at any depth. Such a value is not all that was signed. */
function hasDisclosableParts(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDisclosableParts);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, inner]) => name === '_sd' || name === '...' || hasDisclosableParts(inner),
  );
}

function readCommitments(value: unknown): Map<string, Uint8Array> {
  check(isObject(value), 'credential_malformed');
  const commitments = new Map<string, Uint8Array>();
  const entries = Object.entries(value);
  check(entries.length <= MAX_COMMITMENTS, 'credential_malformed');
  for (const [name, text] of entries) {
    const bytes = typeof text === 'string' ? decodeBase64url(text) : undefined;
    check(NAME.test(name) && bytes?.length === 32, 'credential_malformed');
    commitments.set(name, bytes);
  }
  check(commitments.has(SUBJECT), 'credential_malformed');
  return commitments;
}

function readStatus(value: unknown): CredentialPayload['status'] {
  const reference = isObject(value) ? own(value, 'status_list') : undefined;
  check(isObject(reference), 'credential_malformed');
  const { idx, uri } = reference;
  check(Number.isSafeInteger(idx) && (idx as number) >= 0 && typeof uri === 'string', 'credential_malformed');
  return { idx: idx as number, uri };
}

function readPeriod(period: JsonObject): Period {
  const { start, end } = period;
  check(typeof start === 'string' && typeof end === 'string', 'credential_malformed');
  if (!Object.hasOwn(period, 'pay_periods')) return { start, end };
  const payPeriods = own(period, 'pay_periods');
  check(isObject(payPeriods), 'credential_malformed');
  return { start, end, pay_periods: payPeriods as unknown as PayPeriods };
}

/** The key of `cnf`, which represents exactly one key (RFC 7800, section 3.1). */
const readConfirmation = (cnf: JsonObject): PublicJwk | undefined =>
  ['jwe', 'jku'].some((member) => Object.hasOwn(cnf, member))
    ? undefined
    : verificationKeyOf(own(cnf, 'jwk'));

/** Reads the required members. Throws `credential_malformed` where one is missing, malformed or selectively disclosable. */
export function readCredentialPayload(payload: JsonObject): CredentialPayload {
  for (const member of REQUIRED_MEMBERS) {
    check(Object.hasOwn(payload, member) && !hasDisclosableParts(payload[member]), 'credential_malformed');
  }
  const registered = readRegisteredClaims(payload);
  check(registered !== undefined, 'credential_malformed');
  const { iss, iat, exp } = registered;
  check(iss !== undefined && iat !== undefined && exp !== undefined, 'credential_malformed');
  const { vct, cnf, status, currency, period, commitments } = payload;
  check(typeof vct === 'string', 'credential_malformed');
  const holderKey = isObject(cnf) ? readConfirmation(cnf) : undefined;
  check(holderKey !== undefined, 'credential_malformed');
  check(typeof currency === 'string' && isObject(period), 'credential_malformed');
  return {
    ...registered,
    iss,
    vct,
    iat,
    exp,
    holderKey,
    status: readStatus(status),
    currency,
    period: readPeriod(period),
    commitments: readCommitments(commitments),
  };
}
