import { isOfOneContract } from '../attributes.js';
import { utcDay } from '../encoding/calendar.js';
import { type ErrorCode, ProtocolError } from '../errors.js';
import { VCT } from '../format.js';
import { isMeantFor, type TimeFault, timeFault } from '../jwt-claims.js';
import { countedTerms, type Policy } from '../policy/policy.js';
import { parseWindow, type Window } from '../windows/window.js';
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

/** Checks type, audience, times, currency and period of a credential against the policy. Returns its window. */
export function checkClaims(credential: CredentialPayload, { policy, audience, now }: ClaimsContext): Window {
  check(credential.vct === VCT, 'credential_vct_wrong');
  check(isMeantFor(credential, audience), 'audience_mismatch');
  const fault = timeFault(credential, Math.floor(now / 1000));
  if (fault) throw new ProtocolError(TIME_CODES[fault]);
  check(credential.currency === policy.currency, 'currency_mismatch');

  const window = parseWindow(credential.period);
  check(window !== undefined && window.end <= utcDay(now), 'period_invalid');
  return window;
}

/**
 * Checks that the issuer may attest the attributes that the policy uses of its credential. Where a larger value would
 * make a bound fail (a debt, or income under an upper bound), the issuer must be trusted to attest the attribute
 * completely, and the credential must not be about one contract of several. Subjects are not attested by name, and bounds
 * of attributes only cover what predicates use.
 */
export function checkAttestation(
  id: string,
  credential: CredentialPayload,
  issuer: TrustedIssuer,
  policy: Policy,
): void {
  for (const { credential: of, attribute, isOpposing } of policy.predicates.flatMap(countedTerms)) {
    if (of !== id) continue;
    const attested = issuer.attributes.includes(attribute) && credential.commitments.has(attribute);
    check(attested, 'attribute_not_committed');
    if (!isOpposing) continue;
    check(issuer.complete.includes(attribute), 'issuer_not_complete');
    check(!isOfOneContract(attribute, credential.commitments), 'issuer_not_complete');
  }
}
