import { SUBJECT } from '../attributes.js';
import { parseDate, utcDay } from '../encoding/calendar.js';
import { ProtocolError } from '../errors.js';
import { compareSources } from '../identifiers/source-id.js';
import { timeFault } from '../jwt-claims.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePredicate } from '../policy/describe-policy.js';
import type { Inequality } from '../policy/inequality.js';
import type { Policy } from '../policy/policy.js';
import type { CheckedHeldCredential } from './held-credential.js';

type CredentialsById = ReadonlyMap<string, CheckedHeldCredential>;

const unsuitable = (ids: string, reason: string) =>
  new ProtocolError('credential_unsuitable', `${ids}: ${reason}`);

function assertCredentialSuitable(
  id: string,
  { payload, openings, claims }: CheckedHeldCredential,
  policy: Policy,
  inequalities: readonly Inequality[],
  now: number,
): void {
  if (payload.currency !== policy.currency) throw unsuitable(id, 'The currency differs from the policy.');
  const fault = timeFault(payload, Math.floor(now / 1000));
  if (fault === 'expired') throw unsuitable(id, 'The credential has expired.');
  if (fault) throw unsuitable(id, 'The credential is not valid yet.');
  const allowed = policy.issuers && Object.hasOwn(policy.issuers, id) ? policy.issuers[id] : undefined;
  if (allowed && !allowed.includes(payload.iss)) {
    throw unsuitable(id, 'The verifier requires another issuer.');
  }
  const age = utcDay(now) - (parseDate(payload.period.end) ?? Number.NaN);
  if (!(age >= 0 && age <= policy.max_age_days)) {
    throw unsuitable(id, 'The period is too old or has not ended.');
  }
  for (const term of inequalities.flatMap(({ terms }) => terms)) {
    if (term.credential === id && !openings.has(term.attribute)) {
      throw unsuitable(id, `The credential has no commitment to ${term.attribute}.`);
    }
  }
  for (const claim of claimsToDisclose(policy)) {
    if (!claims.has(claim)) throw unsuitable(id, `The credential has no claim ${claim} to disclose.`);
  }
}

/**
 * Checks what a verifier would reject, so that the person learns it before a proof is created and an instance used.
 *
 * @param now milliseconds since the epoch
 * @throws ProtocolError `credential_unsuitable`
 */
export function assertSuitable(
  policy: Policy,
  credentials: CredentialsById,
  inequalities: readonly Inequality[],
  now: number,
): void {
  for (const [id, credential] of credentials) {
    assertCredentialSuitable(id, credential, policy, inequalities, now);
  }
  const all = [...credentials.values()];
  const ids = policy.credentials.join(', ');
  if (new Set(all.map(({ openings }) => openings.get(SUBJECT)?.value)).size > 1) {
    throw unsuitable(ids, 'The credentials belong to different people.');
  }
  if (all.length === 1) return;
  const sources = compareSources(all.map(({ claims }) => claims.get('source_id')!));
  if (sources === 'repeated') throw unsuitable(ids, 'Two of the credentials come from one payer.');
  if (sources === 'malformed') throw unsuitable(ids, 'The payer of a credential has a malformed identifier.');
}

/**
 * Checks that every predicate holds. Only the holder learns of a failure.
 *
 * @throws ProtocolError `predicate_not_satisfied`
 */
export function assertSatisfied(
  policy: Policy,
  credentials: CredentialsById,
  inequalities: readonly Inequality[],
): void {
  for (const { terms, constant, predicate } of inequalities) {
    const value = terms.reduce(
      (sum, { credential, attribute, coefficient }) =>
        sum + coefficient * credentials.get(credential)!.openings.get(attribute)!.value,
      constant,
    );
    if (value < 0n && predicate !== undefined) {
      const statement = describePredicate(policy.predicates[predicate]!, policy);
      throw new ProtocolError('predicate_not_satisfied', `The predicate does not hold: ${statement}.`);
    }
  }
}
