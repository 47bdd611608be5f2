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
import type { Opening, ProofInequality } from '../proof/proof-runner.js';
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
  for (const claim of claimsToDisclose(policy, id)) {
    if (!claims.has(claim)) throw unsuitable(id, `The credential has no claim ${claim} to disclose.`);
  }
  return { window, issued: utcDay(payload.iat * 1000) };
}

/**
 * Checks what a verifier would reject, so that the person learns it before a proof is created and an instance used.
 *
 * @param credentials of one person
 * @param others the windows of the credentials of other people, where they are known. Predicates that count others are not
 *   checked.
 * @param now milliseconds since the epoch
 * @returns the windows of all these credentials
 * @throws ProtocolError `credential_unsuitable`
 */
export function assertSuitable(
  policy: Policy,
  credentials: CredentialsById,
  others: ReadonlyMap<string, Window>,
  now: number,
): ReadonlyMap<string, Window> {
  const dated = new Map<string, DatedCredential>();
  for (const [id, credential] of credentials) {
    dated.set(id, assertCredentialSuitable(id, credential, policy, now));
  }
  const own = [...credentials.keys()];
  assertWindowsSuitable(policy, dated, others, utcDay(now));
  if (new Set([...credentials.values()].map(({ openings }) => openings.get(SUBJECT)?.value)).size > 1) {
    throw unsuitable(own.join(', '), 'The credentials belong to different people.');
  }
  return new Map([...[...dated].map(([id, { window }]): [string, Window] => [id, window]), ...others]);
}

/** Checks the windows that the predicates of one person count, with those of others in predicates of both. */
function assertWindowsSuitable(
  policy: Policy,
  own: ReadonlyMap<string, DatedCredential>,
  others: ReadonlyMap<string, Window>,
  today: number,
): void {
  const isKnown = (id: string) => own.has(id) || others.has(id);
  const predicates = policy.predicates.filter(
    ({ terms }) =>
      terms.some(({ credential }) => own.has(credential)) &&
      terms.every(({ credential }) => isKnown(credential)),
  );
  const dated = new Map(own);
  // The day of issue counts for predicates of one credential only.
  for (const id of predicates.flatMap(({ terms }) => terms.map(({ credential }) => credential)))
    if (!dated.has(id)) dated.set(id, { window: others.get(id)!, issued: today });
  try {
    assertWindowsAdmitted({ ...policy, predicates }, dated, today);
  } catch (error) {
    const code = refusalCodeOf(error);
    if (code === undefined) throw error;
    throw unsuitable([...dated.keys()].join(', '), ERRORS[code].title);
  }
}

const PAYER_FAULTS = {
  source_malformed: 'The payer of a credential has a malformed identifier.',
  source_not_distinct:
    'Two of the credentials come from one payer, and one issuer does not attest different contracts in both.',
};

/**
 * The pairs of credentials of one payer, which are about different contracts.
 *
 * @param credentials of one person
 * @throws ProtocolError `credential_unsuitable`
 */
export function differentContracts(credentials: CredentialsById): readonly (readonly [string, string])[] {
  const pairs = pairsOfContracts(
    { credentials: [...credentials.keys()] },
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

/** An inequality with what the holder knows of its terms; undefined as long as others have not told their part of it. */
interface KnownInequality {
  readonly inequality: Inequality;
  readonly known: ProofInequality<Opening> | undefined;
}

/**
 * Checks that every predicate holds whose terms are known. Only the holder learns of a failure.
 *
 * @throws ProtocolError `predicate_not_satisfied`
 */
export function assertSatisfied(policy: Policy, inequalities: readonly KnownInequality[]): void {
  for (const {
    inequality: { predicate },
    known,
  } of inequalities) {
    if (predicate === undefined || known === undefined) continue;
    const left = known.terms.reduce(
      (sum, { coefficient, value }) => sum + coefficient * value,
      known.constant,
    );
    if (left < 0n) {
      const statement = describePredicate(policy.predicates[predicate]!, policy).en;
      throw new ProtocolError('predicate_not_satisfied', `The predicate does not hold: ${statement}.`);
    }
  }
}
