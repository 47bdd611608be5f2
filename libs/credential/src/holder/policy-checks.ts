import { CONTRACT, isOfOneContract, SUBJECT } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { utcDay } from '../encoding/calendar.js';
import { ERRORS, ProtocolError, refusalCodeOf } from '../errors.js';
import { timeFault } from '../jwt-claims.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePredicate } from '../policy/describe-policy.js';
import { pairsOfContracts } from '../policy/different-contracts.js';
import type { Inequality } from '../policy/inequality.js';
import { countedTerms, type Policy } from '../policy/policy.js';
import { type Statement, statementOf } from '../policy/statement.js';
import { assertWindowsAdmitted, type DatedCredential } from '../windows/admission.js';
import { parseWindow, type Window } from '../windows/window.js';
import type { CheckedHeldCredential } from './held-credential.js';

type CredentialsById = ReadonlyMap<string, CheckedHeldCredential>;

const unsuitable = (ids: string, reason: string) =>
  new ProtocolError('credential_unsuitable', `${ids}: ${reason}`);

/** Repeats the currency of the credential only if it is a code, and not any text of an issuer. */
const currencyAdvice = (held: string, { currency }: Policy) =>
  `The credential is in ${isCurrency(held) ? held : 'an unknown currency'}, the policy in ${currency}. ` +
  'Amounts are not converted: ask the verifier for a request in the currency of the credential, with bounds in it.';

function assertCredentialSuitable(
  id: string,
  { payload, openings, claims }: CheckedHeldCredential,
  policy: Policy,
  now: number,
): DatedCredential {
  if (payload.currency !== policy.currency) throw unsuitable(id, currencyAdvice(payload.currency, policy));
  const fault = timeFault(payload, Math.floor(now / 1000));
  if (fault === 'expired') throw unsuitable(id, 'The credential has expired.');
  if (fault) throw unsuitable(id, 'The credential is not valid yet.');
  const allowed = policy.issuers && Object.hasOwn(policy.issuers, id) ? policy.issuers[id] : undefined;
  if (allowed && !allowed.includes(payload.iss)) {
    throw unsuitable(id, 'The verifier requires another issuer.');
  }
  const window = parseWindow(payload.period);
  if (!window || window.end > utcDay(now)) throw unsuitable(id, ERRORS.period_invalid.title);
  for (const { credential, attribute, isOpposing } of policy.predicates.flatMap(countedTerms)) {
    if (credential !== id) continue;
    if (!openings.has(attribute)) throw unsuitable(id, `The credential has no commitment to ${attribute}.`);
    if (isOpposing && isOfOneContract(attribute, payload.commitments))
      throw unsuitable(
        id,
        `The credential is about one contract, and does not limit ${attribute} of others.`,
      );
  }
  for (const claim of claimsToDisclose(policy)) {
    if (!claims.has(claim)) throw unsuitable(id, `The credential has no claim ${claim} to disclose.`);
  }
  return { window, issued: utcDay(payload.iat * 1000) };
}

/**
 * Checks what a verifier would reject, so that the person learns it before a proof is created and an instance used.
 * Returns what the proof is to state, and the windows of the credentials.
 *
 * @param now milliseconds since the epoch
 * @throws ProtocolError `credential_unsuitable`
 */
export function assertSuitable(
  policy: Policy,
  credentials: CredentialsById,
  now: number,
): { readonly statement: Statement; readonly windows: ReadonlyMap<string, Window> } {
  const dated = new Map<string, DatedCredential>();
  for (const [id, credential] of credentials) {
    dated.set(id, assertCredentialSuitable(id, credential, policy, now));
  }
  try {
    assertWindowsAdmitted(policy, dated, utcDay(now));
  } catch (error) {
    const code = refusalCodeOf(error);
    if (code === undefined) throw error;
    throw unsuitable(policy.credentials.join(', '), ERRORS[code].title);
  }
  const all = [...credentials.values()];
  const ids = policy.credentials.join(', ');
  if (new Set(all.map(({ openings }) => openings.get(SUBJECT)?.value)).size > 1) {
    throw unsuitable(ids, 'The credentials belong to different people.');
  }
  const windows = new Map([...dated].map(([id, { window }]) => [id, window]));
  return { statement: statementOf(policy, windows, differentContracts(credentials)), windows };
}

const PAYER_FAULTS = {
  source_malformed: 'The payer of a credential has a malformed identifier.',
  source_not_distinct:
    'Two of the credentials come from one payer, and one issuer does not attest different contracts in both.',
};

/** The pairs of credentials of one payer, which are about different contracts. */
function differentContracts(credentials: CredentialsById): readonly (readonly [string, string])[] {
  const pairs = pairsOfContracts(
    new Map(
      [...credentials].map(([id, { payload, claims }]) => [
        id,
        { iss: payload.iss, sourceId: claims.get('source_id')!, attributes: payload.commitments },
      ]),
    ),
  );
  if (typeof pairs === 'string') throw unsuitable([...credentials.keys()].join(', '), PAYER_FAULTS[pairs]);
  for (const pair of pairs) {
    const [one, other] = pair.map((id) => credentials.get(id)!.openings.get(CONTRACT)!.value);
    if (one === other) throw unsuitable(pair.join(', '), 'The credentials are about one contract.');
  }
  return pairs;
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
      const statement = describePredicate(policy.predicates[predicate]!, policy).en;
      throw new ProtocolError('predicate_not_satisfied', `The predicate does not hold: ${statement}.`);
    }
  }
}
