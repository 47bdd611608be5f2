import { isAnnual } from '../attributes.js';
import { parseDate, utcDay, wholeMonths } from '../encoding/calendar.js';
import { type ErrorCode, ProtocolError } from '../errors.js';
import { VCT } from '../format.js';
import { isMeantFor, type TimeFault, timeFault } from '../jwt-claims.js';
import type { Inequality } from '../policy/inequality.js';
import type { Policy } from '../policy/policy.js';
import { check } from './check.js';
import type { CredentialPayload } from './credential-payload.js';
import type { TrustedIssuer } from './trust.js';

const TIME_CODES: Readonly<Record<TimeFault, ErrorCode>> = {
  not_yet_valid: 'credential_not_yet_valid',
  expired: 'credential_expired',
};

export interface ClaimsContext {
  readonly policy: Policy;
  /** The verifier's own identifier, which an `aud` of the credential would have to contain. */
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Checks type, audience, times, currency and period of a credential against the policy. */
export function checkClaims(credential: CredentialPayload, { policy, audience, now }: ClaimsContext): void {
  check(credential.vct === VCT, 'credential_vct_wrong');
  check(isMeantFor(credential, audience), 'audience_mismatch');
  const fault = timeFault(credential, Math.floor(now / 1000));
  if (fault) throw new ProtocolError(TIME_CODES[fault]);
  check(credential.currency === policy.currency, 'currency_mismatch');

  const months = wholeMonths(credential.period);
  check(months !== undefined, 'period_invalid');
  check(months === 12 || ![...credential.commitments.keys()].some(isAnnual), 'period_invalid');
  const age = utcDay(now) - parseDate(credential.period.end)!;
  check(age >= 0, 'period_invalid');
  check(age <= policy.max_age_days, 'period_too_old');
}

/**
 * Checks that the issuer may attest the attributes that the policy uses of its credential. Where a larger value would
 * make an inequality fail (a negative coefficient: a debt, or income under an upper bound), the issuer must be trusted
 * to attest the attribute completely.
 */
export function checkAttestation(
  id: string,
  credential: CredentialPayload,
  issuer: TrustedIssuer,
  inequalities: readonly Inequality[],
): void {
  const terms = inequalities
    // Subjects are not attested by name, and bounds say nothing about completeness: they only cover what predicates use.
    .filter(({ predicate }) => predicate !== undefined)
    .flatMap((inequality) => inequality.terms)
    .filter((term) => term.credential === id);
  for (const { attribute, coefficient } of terms) {
    const attested = issuer.attributes.includes(attribute) && credential.commitments.has(attribute);
    check(attested, 'attribute_not_committed');
    check(coefficient > 0n || issuer.complete.includes(attribute), 'issuer_not_complete');
  }
}
