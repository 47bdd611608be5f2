import { ATTRIBUTES, CONTRACT, type Unit } from '../attributes.js';
import { sha256Base64url } from '../encoding/hash.js';
import { canonicalJson } from '../encoding/json.js';
import { ATTRIBUTE_MAXIMUM, PROBING_LIMITS } from '../limits.js';
import type { Inequality } from '../policy/inequality.js';
import type { LedgerEntry, LinearFact } from '../ports/index.js';
import type { PresentationRequest } from '../types.js';
import { parseWindow, type Window } from '../windows/window.js';
import type { Words } from '../words/language.js';
import type { CheckedHeldCredential } from './held-credential.js';
import { LinearKnowledge } from './linear-knowledge.js';

type CredentialsById = ReadonlyMap<string, CheckedHeldCredential>;

/** Why a request must not be answered without the person's consent. */
export type ConsentReason =
  /** One of the answers would place an attribute, or a sum of attributes, in too narrow an interval. */
  | 'window_too_narrow'
  | 'too_many_requests_of_verifier'
  | 'too_many_requests'
  /** Another person of the request would learn an exact amount, and could show it to others. */
  | 'partner_learns_amount';

/** An interval in which an attribute, or a sum of attributes, is known to be. */
export interface KnownWindow {
  /**
   * `gross_income@vat:DE123456789`: attribute and payer; `regular_net[1/4 years]@…` of a window that is not one year. A
   * sum has coefficients: `2·… + -5·…`. The payer of an amount of another person is `another person`.
   */
  readonly of: string;
  readonly at_least: string;
  readonly at_most: string;
}

export interface KnownWindows {
  /** To this verifier, from the answers to its requests. */
  readonly verifier: readonly KnownWindow[];
  /** To all verifiers together, if they compare their answers. */
  readonly all: readonly KnownWindow[];
}

/** What answering a request means for the person. */
export interface RequestAssessment {
  /** What the person proves and discloses, in words made from the terms of the policy. */
  readonly statements: readonly Words[];
  /** The host of the verifier, or its identifier if that has no host. */
  readonly verifier: string;
  /** Empty where the request may be answered without asking. */
  readonly reasons: readonly ConsentReason[];
  /** Requests answered in the last days, this one not included. Refusals count. */
  readonly answered: {
    readonly ofVerifier: number;
    readonly ofAll: number;
    /** Those in which another person learned an exact amount. */
    readonly shared: number;
    readonly days: number;
  };
  /** What is known before the answer. */
  readonly known: KnownWindows;
  /** What is known after the answer if every predicate holds. */
  readonly knownAfterProof: KnownWindows;
}

/**
 * The verifier that an audience belongs to: verifiers cannot start anew under another path, port or kind of identifier, or
 * with another certificate.
 *
 * @param certifiedHost the host that the certificate of the request names, for audiences that do not name a host
 */
export function verifierOf(audience: string, certifiedHost?: string): string {
  // A verifier can have any number of certificates. All verifiers whose host is not known count as one.
  if (/^x509_hash:/i.test(audience)) return certifiedHost?.toLowerCase() ?? 'x509_hash';
  const url = audience.replace(/^[a-z0-9_+.-]+:(?=https?:)/i, '');
  if (URL.canParse(url) && new URL(url).hostname !== '') return new URL(url).hostname;
  return audience.replace(/^x509_san_dns:/, '').toLowerCase();
}

/**
 * Two credentials of one payer count as one: an employer and a tax office attest the same salary. Amounts of windows of
 * different lengths are different amounts, and so are those of different contracts, and of a contract and of all.
 */
function variableOf(attribute: string, { claims, payload, openings }: CheckedHeldCredential): string {
  const contract = openings.get(CONTRACT);
  const of = contract === undefined ? '' : `#${contract.value}`;
  return `${nameOf(attribute, parseWindow(payload.period))}@${claims.get('source_id') ?? payload.iss}${of}`;
}

/** An attribute, with the length of its window where that is not one year. */
function nameOf(attribute: string, window: Window | undefined): string {
  const length = unitOf(attribute) === 'months' ? undefined : window?.length;
  const years = length && `${length.numerator}/${length.denominator}`;
  return years === undefined || years === '1/1' ? attribute : `${attribute}[${years} years]`;
}

const ANOTHER_PERSON = '@another person';

/** All other people count as one: a wallet cannot tell whether the verifier asked about the same person before. */
const variableOfOther = (attribute: string, window: Window): string =>
  `${nameOf(attribute, window)}${ANOTHER_PERSON}`;

/** Whether a fact is about amounts of other people as well. */
const isJoint = ({ terms }: LinearFact): boolean =>
  terms.some(({ variable }) => variable.endsWith(ANOTHER_PERSON));
const isOfOnePerson = (fact: LinearFact): boolean => !isJoint(fact);

const unitOf = (attribute: string): Unit => ATTRIBUTES.get(attribute)?.unit ?? 'money';

function factOf(
  { terms, constant }: Inequality,
  { credentials, windows }: Pick<AskedRequest, 'credentials' | 'windows'>,
): LinearFact {
  return {
    terms: terms.map(({ credential, attribute, coefficient }) => {
      const own = credentials.get(credential);
      return {
        variable: own ? variableOf(attribute, own) : variableOfOther(attribute, windows.get(credential)!),
        coefficient: coefficient.toString(),
      };
    }),
    constant: constant.toString(),
  };
}

/** `Σ a·v + c ≥ 0` is false for integers where `Σ −a·v − c − 1 ≥ 0` is true. */
function negationOf({ terms, constant }: LinearFact): LinearFact {
  return {
    terms: terms.map(({ variable, coefficient }) => ({
      variable,
      coefficient: String(-BigInt(coefficient)),
    })),
    constant: String(-BigInt(constant) - 1n),
  };
}

function isFalse({ terms, constant }: LinearFact, values: ReadonlyMap<string, bigint>): boolean {
  let sum = BigInt(constant);
  for (const { variable, coefficient } of terms) {
    const value = values.get(variable);
    if (value === undefined) return false;
    sum += BigInt(coefficient) * value;
  }
  return sum < 0n;
}

interface Conclusions {
  readonly facts: readonly LinearFact[];
  readonly knowledge: LinearKnowledge;
}

/**
 * Attributes change over the months. Of facts that contradict each other, the oldest ones are of former values. Those about
 * other people go first: they contradict each other where another person is another one, or told a false amount.
 */
function conclude(facts: readonly LinearFact[]): Conclusions {
  const ordered = [...facts.filter(isJoint), ...facts.filter(isOfOnePerson)];
  for (let from = 0; ; from++) {
    const recent = ordered.slice(from);
    const knowledge = LinearKnowledge.from(recent);
    if (knowledge) return { facts: recent, knowledge };
  }
}

function windowsOf(knowledge: LinearKnowledge): KnownWindow[] {
  return [...knowledge.intervals()]
    .filter(([, { lo, hi, isForm }]) => isForm || lo > 0n || hi < ATTRIBUTE_MAXIMUM)
    .map(([of, { lo, hi }]) => ({ of, at_least: String(lo), at_most: String(hi) }));
}

const abs = (a: bigint): bigint => (a < 0n ? -a : a);
const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a);

/** Whether an answer narrows any interval, and to less than the limits allow. */
function narrowsTooMuch(before: LinearKnowledge, after: LinearKnowledge, percent: number): boolean {
  const known = before.intervals();
  return [...after.intervals()].some(([key, { lo, hi, scale, variable }]) => {
    const old = known.get(key);
    if (old && old.lo === lo && old.hi === hi) return false;
    const unit = unitOf(variable.slice(0, variable.search(/[@[]/))) === 'months' ? 'months' : 'money';
    const width = hi - lo + 1n;
    const size = larger(abs(lo), abs(hi));
    return (
      width < BigInt(PROBING_LIMITS.minimumWindow[unit]) * scale || width * 100n < BigInt(percent) * size
    );
  });
}

/**
 * Whether any answer to these facts would narrow too much. It does not depend on whether they are true: otherwise the
 * refusal to answer would itself be an answer.
 */
function anyAnswerNarrows(known: Conclusions, { asked, notChosen }: AskedFacts, percent: number): boolean {
  const denied = asked.map(negationOf);
  const others = notChosen.flatMap((alternative) => alternative.map(negationOf));
  const answers = [
    asked,
    denied,
    ...denied.map((fact) => [fact]),
    ...others.map((fact) => [...asked, fact]),
    [...asked, ...notChosen.flatMap((alternative) => alternative.slice(0, 1).map(negationOf))],
  ];
  const narrows = ({ facts, knowledge }: Conclusions, list: readonly (readonly LinearFact[])[]) =>
    list.some((answer) => {
      const after = LinearKnowledge.from([...facts, ...answer]);
      return after !== undefined && narrowsTooMuch(knowledge, after, percent);
    });
  if (narrows(known, answers)) return true;
  // An answer that contradicts what is known of other people is possible: another person may be another one.
  return (
    [...known.facts, ...answers.flat()].some(isJoint) &&
    narrows(
      conclude(known.facts.filter(isOfOnePerson)),
      answers.map((answer) => answer.filter(isOfOnePerson)),
    )
  );
}

export interface AskedRequest {
  readonly request: PresentationRequest;
  /** As `verifierOf` returns it. */
  readonly verifier: string;
  /** All that count a credential of the person. */
  readonly inequalities: readonly Inequality[];
  /** Those of each alternative that the same credentials could show. The choice of another one tells that they may be false. */
  readonly notChosen: readonly (readonly Inequality[])[];
  readonly credentials: CredentialsById;
  /** Of all credentials of the request. */
  readonly windows: ReadonlyMap<string, Window>;
  /** The keys of all credentials, where the policy has several people: the same request with another partner is another one. */
  readonly partners?: Readonly<Record<string, string>>;
  /** Whether another person learns an exact amount. */
  readonly isShared: boolean;
  /** Where it is so, the introductions: in other ones, the key to which the amount is encrypted may be that of anybody. */
  readonly session?: string;
  /** What others told of their part of an inequality, where this person proves it. */
  readonly sharedSums: ReadonlyMap<Inequality, bigint>;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** What a verifier concludes from an answer. */
const conclusionOf = ({ request, outcome, facts }: LedgerEntry): string =>
  canonicalJson([request, outcome, facts]);

interface AskedFacts {
  readonly asked: readonly LinearFact[];
  readonly notChosen: readonly (readonly LinearFact[])[];
}

const ofPredicates = (inequalities: readonly Inequality[]): Inequality[] =>
  inequalities.filter(({ predicate }) => predicate !== undefined);

/**
 * The facts that an inequality states. Where others told their sums, what is left for the own amounts is a fact as well:
 * it is what they conclude from the answer, and with them the verifier.
 */
function factsOfInequality(inequality: Inequality, question: AskedRequest): LinearFact[] {
  const { credentials, sharedSums } = question;
  const sum = sharedSums.get(inequality);
  const fact = factOf(inequality, question);
  if (sum === undefined) return [fact];
  const terms = inequality.terms.filter(({ credential }) => credentials.has(credential));
  return [fact, factOf({ terms, constant: inequality.constant + sum }, question)];
}

function factsOf(question: AskedRequest): AskedFacts {
  const asked = (list: readonly Inequality[]) =>
    ofPredicates(list).flatMap((inequality) => factsOfInequality(inequality, question));
  return { asked: asked(question.inequalities), notChosen: question.notChosen.map(asked) };
}

/** The facts name the payers, and contain the sums of others: with other ones, the same request asks for something else. */
function requestHash(question: AskedRequest): string {
  const { request, partners, session } = question;
  const { audience, id, transaction_data } = request;
  const { asked } = factsOf(question);
  const joint = [...(partners ? [partners] : []), ...(session === undefined ? [] : [session])];
  return sha256Base64url(canonicalJson([audience, id, transaction_data, asked, ...joint]));
}

/** Whether this step of an answer takes a share. The sums of others are known only later, when a proof is made. */
const takesShare = ({ isShared, sharedSums }: AskedRequest): boolean => isShared && sharedSums.size === 0;

/** Whether an inequality does not hold. What others have not told does not count. */
function isUnmet(inequality: Inequality, { credentials, sharedSums }: AskedRequest): boolean {
  let sum = inequality.constant;
  for (const { credential, attribute, coefficient } of inequality.terms) {
    const own = credentials.get(credential);
    if (own) sum += coefficient * own.openings.get(attribute)!.value;
    else if (!sharedSums.has(inequality)) return false;
  }
  return sum + (sharedSums.get(inequality) ?? 0n) < 0n;
}

function valuesOf(credentials: CredentialsById): Map<string, bigint> {
  const values = new Map<string, bigint>();
  for (const credential of credentials.values()) {
    for (const [attribute, { value }] of credential.openings)
      values.set(variableOf(attribute, credential), value);
  }
  return values;
}

/**
 * The entry for the answer to a request; undefined where the ledger has one, because a retry tells nothing new. A retry
 * with another outcome, because an amount has changed, is another answer.
 */
export function entryOf(question: AskedRequest, entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  const { asked: facts, notChosen } = factsOf(question);
  const values = valuesOf(question.credentials);
  const failed = ofPredicates(question.inequalities)
    .filter((inequality) => isUnmet(inequality, question))
    .flatMap((inequality) => factsOfInequality(inequality, question));
  // A verifier can conclude no more from the choice than that what is false of the other alternatives is false.
  const falseOfOthers = notChosen.flat().filter((fact) => isFalse(fact, values));
  const entry: LedgerEntry = {
    request: requestHash(question),
    verifier: question.verifier,
    answeredAt: question.now,
    ...(takesShare(question) && { shared: true }),
    ...(failed.length === 0
      ? { outcome: 'proved', facts: [...facts, ...falseOfOthers.map(negationOf)] }
      : { outcome: 'not_satisfied', facts: failed.map(negationOf) }),
  };
  return entries.some((known) => conclusionOf(known) === conclusionOf(entry)) ? undefined : entry;
}

/** Compares what a request would tell with the limits. */
export function assessRequest(
  question: AskedRequest,
  entries: readonly LedgerEntry[],
): Omit<RequestAssessment, 'statements'> {
  const { verifier, credentials, now } = question;
  const told = factsOf(question);
  const { asked: facts } = told;
  const values = valuesOf(credentials);
  const hash = requestHash(question);
  // What a person tells others before they tell theirs is of the same answer.
  const step = requestHash({ ...question, sharedSums: new Map() });
  const others = entries.filter((entry) => entry.request !== hash && entry.request !== step);
  const conclusionsOf = (list: readonly LedgerEntry[]) =>
    conclude(list.flatMap((entry) => entry.facts).filter((fact) => !isFalse(fact, values)));
  const ofVerifier = conclusionsOf(others.filter((entry) => entry.verifier === verifier));
  const ofAll = conclusionsOf(others);

  const recent = others.filter(({ answeredAt }) => answeredAt > now - PROBING_LIMITS.days * 86_400);
  const recentOfVerifier = recent.filter((entry) => entry.verifier === verifier).length;
  const { windowPercent, requestsOfVerifier, requests } = PROBING_LIMITS;
  const reasons: ConsentReason[] = [];
  if (entries.every((entry) => entry.request !== hash)) {
    const narrows =
      anyAnswerNarrows(ofVerifier, told, windowPercent.verifier) ||
      anyAnswerNarrows(ofAll, told, windowPercent.all);
    if (narrows) reasons.push('window_too_narrow');
    if (recentOfVerifier >= requestsOfVerifier) reasons.push('too_many_requests_of_verifier');
    if (recent.length >= requests) reasons.push('too_many_requests');
    if (takesShare(question)) reasons.push('partner_learns_amount');
  }
  const after = (conclusions: Conclusions) => windowsOf(conclude([...conclusions.facts, ...facts]).knowledge);
  return {
    verifier,
    reasons,
    answered: {
      ofVerifier: recentOfVerifier,
      ofAll: recent.length,
      shared: recent.filter(({ shared }) => shared).length,
      days: PROBING_LIMITS.days,
    },
    known: { verifier: windowsOf(ofVerifier.knowledge), all: windowsOf(ofAll.knowledge) },
    knownAfterProof: { verifier: after(ofVerifier), all: after(ofAll) },
  };
}
