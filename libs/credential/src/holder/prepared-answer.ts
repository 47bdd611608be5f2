import { isObject } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { chosenPolicies, chosenPolicy } from '../policy/alternatives.js';
import { inequalitiesOf } from '../policy/inequalities.js';
import type { Inequality } from '../policy/inequality.js';
import { type Person, peopleOf } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import { type Statement, statementsOf } from '../policy/statement.js';
import type { HeldCredential, PresentationRequest } from '../types.js';
import type { Window } from '../windows/window.js';
import { type CheckedHeldCredential, checkHeldCredential } from './held-credential.js';
import { assertSuitable, differentContracts } from './policy-checks.js';
import { type AskedRequest, verifierOf } from './probing.js';
import { readRequest } from './read-request.js';
import { sharedInequalities } from './share.js';

export interface AssessOptions {
  /** The alternative that the person chooses, of a policy that has alternatives. */
  readonly alternative?: string;
  /**
   * The host that the certificate of a signed request names, which the wallet has validated. Required to tell verifiers apart
   * whose identifier is the hash of a certificate (`x509_hash`): without it, all of them count as one. Ignored for identifiers
   * that name a host.
   */
  readonly certifiedHost?: string;
}

/** A request with the alternative that was chosen. */
export interface ReadRequest {
  readonly request: PresentationRequest;
  /** The policy as sent. */
  readonly asked: Policy;
  /** The policy of the alternative. */
  readonly policy: Policy;
  readonly alternative?: string;
  /** The verifier, as the ledger tells verifiers apart. */
  readonly verifier: string;
}

/** A request as one person is asked to answer it, with the credentials of that person. */
export interface AskedPerson extends ReadRequest {
  readonly person: Person;
  readonly credentials: ReadonlyMap<string, CheckedHeldCredential>;
}

/** A request with everything that follows from it once the windows of all credentials are known. */
export interface PreparedAnswer extends AskedPerson {
  readonly statement: Statement;
  readonly question: AskedRequest;
  /** The thumbprints of all holder keys by credential id, where the policy has several people. */
  readonly partners?: Readonly<Record<string, string>>;
}

/** What other people introduced, as far as it concerns an answer. */
export interface OtherPeople {
  readonly windows: ReadonlyMap<string, Window>;
  readonly partners?: Readonly<Record<string, string>>;
  /** Identifies the introductions of all, see `sessionOf`. */
  readonly session?: string;
}

/** The policy with the alternative that the person chose. Only the person chooses, because the choice tells the verifier something. */
function chooseAlternative(policy: Policy, alternative: string | undefined): Policy {
  const chosen = chosenPolicy(policy, alternative);
  if (chosen) return chosen;
  const ids = (policy.any_of ?? []).map(({ id }) => id).join(', ');
  throw new ProtocolError(
    'alternative_required',
    `alternative: expected ${policy.any_of ? `one of ${ids}` : 'none, because the policy has no alternatives'}.`,
  );
}

function choosePerson(policy: Policy, id: string | undefined): Person {
  const people = peopleOf(policy);
  const person = people.find((one) => one.id === id);
  if (person) return person;
  const ids = people.map((one) => one.id).join(', ');
  throw new ProtocolError(
    'person_required',
    `person: expected ${policy.people ? `one of ${ids}` : 'none, because all credentials belong to one person'}.`,
  );
}

/**
 * Reads a request for an answer with an alternative.
 *
 * @param now milliseconds since the epoch
 * @throws ProtocolError for an invalid request, and `alternative_required`
 */
export function readChosen(
  request: PresentationRequest,
  { alternative, certifiedHost }: AssessOptions,
  now: number,
): ReadRequest {
  const asked = readRequest(request, now);
  const policy = chooseAlternative(asked, alternative);
  const verifier = verifierOf(request.audience, certifiedHost);
  return { request, asked, policy, verifier, ...(alternative !== undefined && { alternative }) };
}

/** @throws ProtocolError unless there is one credential for each id, and no other */
export function assertHeld(
  expectedIds: readonly string[],
  held: Readonly<Record<string, HeldCredential>>,
): void {
  const ids = isObject(held) ? Object.keys(held) : [];
  const expected = `credentials: expected exactly ${expectedIds.join(', ')}.`;
  if (!expectedIds.every((id) => ids.includes(id))) throw new ProtocolError('credential_missing', expected);
  if (ids.length !== expectedIds.length) throw new ProtocolError('credential_unexpected', expected);
}

async function checkCredentials(
  { credentials }: Person,
  held: Readonly<Record<string, HeldCredential>>,
): Promise<Map<string, CheckedHeldCredential>> {
  assertHeld(credentials, held);
  const checked = new Map<string, CheckedHeldCredential>();
  for (const id of credentials) checked.set(id, await checkHeldCredential(held[id]!));
  return checked;
}

/**
 * Checks the credentials of one person for a request.
 *
 * @param id of the person; undefined where all credentials belong to one
 * @param now milliseconds since the epoch
 * @throws ProtocolError for an invalid credential, `credential_unsuitable`, and `person_required`
 */
export async function askPerson(
  read: ReadRequest,
  held: Readonly<Record<string, HeldCredential>>,
  id: string | undefined,
  now: number,
): Promise<AskedPerson> {
  const person = choosePerson(read.policy, id);
  const credentials = await checkCredentials(person, held);
  assertSuitable(read.policy, credentials, new Map(), now);
  return { ...read, person, credentials };
}

/**
 * What the person states in an answer, and what the answer tells.
 *
 * @param others what the other people of the policy introduced
 * @param now milliseconds since the epoch
 * @throws ProtocolError `credential_unsuitable`
 */
export function prepareAnswer(
  asked: AskedPerson,
  { windows: windowsOfOthers, partners, session }: OtherPeople,
  now: number,
): PreparedAnswer {
  const { request, policy, alternative, verifier, person, credentials } = asked;
  const windows = assertSuitable(policy, credentials, windowsOfOthers, now);
  const statements = statementsOf(policy, windows, differentContracts(credentials));
  const concernsPerson = ({ terms }: Inequality) =>
    terms.some(({ credential }) => credentials.has(credential));
  const inequalities = statements.flatMap((one) => one.inequalities).filter(concernsPerson);
  const notChosen = chosenPolicies(asked.asked)
    .filter((one) => one.alternative !== alternative)
    .filter((one) => one.policy.credentials.every((id) => windows.has(id)))
    .map((one) => inequalitiesOf(one.policy, windows).filter(concernsPerson));
  const isShared = peopleOf(policy).some(
    (proving) =>
      proving.id !== person.id && sharedInequalities(policy, inequalities, proving, person).length > 0,
  );
  return {
    ...asked,
    statement: statements.find((one) => one.person.id === person.id)!,
    question: {
      request,
      verifier,
      inequalities,
      notChosen,
      credentials,
      windows,
      ...(partners && { partners }),
      ...(session !== undefined && isShared && { session }),
      isShared,
      sharedSums: new Map(),
      now: Math.floor(now / 1000),
    },
    ...(partners && { partners }),
  };
}
