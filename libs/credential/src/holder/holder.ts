import { sha256 } from '@noble/hashes/sha2.js';
import { SDJwtInstance } from '@sd-jwt/core';
import { encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url, sha256Text } from '../encoding/hash.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePolicy } from '../policy/describe-policy.js';
import type { Clock, PresentationLedger } from '../ports/index.js';
import { inlineProofRunner, type ProofRunner } from '../proof/proof-runner.js';
import type { HeldCredential, PresentationRequest, Presentations } from '../types.js';
import type { CheckedHeldCredential } from './held-credential.js';
import { CommitPhase, presentTogether } from './joint-presentation.js';
import { knownInequality, knownStatement } from './known-statement.js';
import { MemoryPresentationLedger } from './memory-presentation-ledger.js';
import type { Consent, JoinOptions, PersonalHolder, PresentOptions, SharedSums } from './personal-holder.js';
import { assertSatisfied } from './policy-checks.js';
import {
  type AssessOptions,
  askPerson,
  type PreparedAnswer,
  prepareAnswer,
  type ReadRequest,
  readChosen,
} from './prepared-answer.js';
import {
  type AskedRequest,
  assessRequest,
  type ConsentReason,
  entryOf,
  type RequestAssessment,
} from './probing.js';

export interface HolderOptions {
  /**
   * Remembers presented instances and answered requests; by default in memory. With `off`, the caller must not present an
   * instance twice, and verifiers can find amounts by asking often.
   */
  readonly ledger?: PresentationLedger | 'off';
  readonly proofs?: ProofRunner;
}

/** What a person learns before they answer. */
export interface CheckedRequest {
  readonly assessment: RequestAssessment;
  /** Whether every predicate holds. Only the holder learns it. */
  readonly isSatisfied: boolean;
}

const hasher = (data: string | ArrayBuffer): Uint8Array =>
  sha256(typeof data === 'string' ? utf8(data) : new Uint8Array(data));

const NO_OTHERS = { windows: new Map() };
const NO_SHARES: SharedSums = new Map();

/** Creates presentations. All of this runs on the person's own device. */
export class Holder implements PersonalHolder {
  private readonly proofs: ProofRunner;
  private readonly ledger: PresentationLedger | undefined;

  constructor(
    options: HolderOptions,
    private readonly clock: Clock,
  ) {
    this.proofs = options.proofs ?? inlineProofRunner;
    const { ledger = new MemoryPresentationLedger() } = options;
    this.ledger = ledger === 'off' ? undefined : ledger;
  }

  /**
   * What the answer to a request would tell its verifier, and whether it needs the consent of the person. Answers
   * nothing, and is the same whether the predicates hold or not.
   *
   * @throws ProtocolError as `present` does before it creates a proof
   */
  async assessRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options: AssessOptions = {},
  ): Promise<RequestAssessment> {
    return this.assess(await this.prepare(readChosen(request, options, this.clock.now()), held));
  }

  /**
   * Whether the predicates of a request hold, and what the answer would tell. Records and answers nothing.
   *
   * @throws ProtocolError as `present` does before it creates a proof, and not where a predicate does not hold
   */
  async checkRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options: AssessOptions = {},
  ): Promise<CheckedRequest> {
    const prepared = await this.prepare(readChosen(request, options, this.clock.now()), held);
    const assessment = await this.assess(prepared);
    try {
      assertPredicates(prepared, NO_SHARES);
      return { assessment, isSatisfied: true };
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return { assessment, isSatisfied: false };
    }
  }

  /**
   * Proves that credentials meet the policy of a request, and reveals nothing else. Those of several people are all on
   * this device; `join` is for people with devices of their own.
   *
   * @throws ProtocolError for an invalid request or credential, `credential_unsuitable` where a credential does not
   * meet the policy, `consent_required` where the answer needs the consent of the person, `predicate_not_satisfied`
   * where a predicate does not hold (only the holder learns it)
   */
  async present(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options: PresentOptions = {},
  ): Promise<Presentations> {
    const read = readChosen(request, options, this.clock.now());
    if (read.policy.people === undefined)
      return this.answer(await this.prepare(read, held), NO_SHARES, options);
    return presentTogether(read.policy, held, (person, own) => this.commit(read, own, person), options);
  }

  /**
   * Starts an answer of several people, of which this is one. Their wallets exchange messages. A step begins when all
   * wallets have completed the step before.
   *
   * @throws ProtocolError for an invalid request or credential, `credential_unsuitable`, `person_required`
   */
  async join(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    { person, ...options }: JoinOptions,
  ): Promise<CommitPhase> {
    return this.commit(readChosen(request, options, this.clock.now()), held, person);
  }

  private async commit(
    read: ReadRequest,
    held: Readonly<Record<string, HeldCredential>>,
    person: string,
  ): Promise<CommitPhase> {
    return CommitPhase.start(this, await askPerson(read, held, person, this.clock.now()), this.clock);
  }

  private async prepare(
    read: ReadRequest,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<PreparedAnswer> {
    const now = this.clock.now();
    return prepareAnswer(await askPerson(read, held, undefined, now), NO_OTHERS, now);
  }

  async assess(
    { policy, person, question }: PreparedAnswer,
    shares: SharedSums = NO_SHARES,
  ): Promise<RequestAssessment> {
    const told = assessRequest(withSums(question, shares), (await this.ledger?.entries()) ?? []);
    return { statements: describePolicy(policy, person), ...told };
  }

  /**
   * Records an answer before anything of it is given away, and checks that it can be given.
   *
   * @throws ProtocolError `consent_required`, `predicate_not_satisfied`, `copy_already_shown`
   */
  async record(prepared: PreparedAnswer, shares: SharedSums, { accept = [] }: Consent): Promise<void> {
    const { request, credentials, question } = prepared;
    await this.recordAnswer(withSums(question, shares), accept);
    assertPredicates(prepared, shares);
    await this.bindInstances(request, credentials);
  }

  async answer(prepared: PreparedAnswer, shares: SharedSums, consent: Consent): Promise<Presentations> {
    const { request, policy, alternative, person, credentials, partners } = prepared;
    await this.record(prepared, shares, consent);
    const claims = claimsToDisclose(policy, person.credentials[0]!);
    const frame = Object.fromEntries(claims.map((claim) => [claim, true]));
    const texts = new Map<string, string>();
    for (const [id, { text }] of credentials) {
      texts.set(id, await new SDJwtInstance({ hasher, hashAlg: 'sha-256' }).present(text, frame));
    }
    const transactionData = request.transaction_data[0]!;
    const proof = await this.proofs.prove({
      binding: {
        audience: request.audience,
        nonce: request.nonce,
        policyHash: sha256Text(transactionData),
        ...(alternative !== undefined && { alternative }),
        ...(person.id !== undefined && { person: person.id }),
        sdHashes: person.credentials.map((id) => sha256Text(texts.get(id)!)),
      },
      ...knownStatement(prepared, shares),
    });

    const presentations: Record<string, string> = {};
    for (const [i, id] of person.credentials.entries()) {
      const claims = {
        iat: Math.floor(this.clock.now() / 1000),
        aud: request.audience,
        nonce: request.nonce,
        transaction_data_hashes: [sha256Base64url(transactionData)],
        ...(alternative !== undefined && { alternative }),
        credential_id: id,
        ...(partners && { with: partners }),
        ...(i === 0 ? { range_proof: encodeBase64url(proof) } : {}),
      };
      presentations[id] = await bindKey(credentials.get(id)!, texts.get(id)!, frame, claims);
    }
    return presentations;
  }

  /** Writes the answer into the ledger before it is given, so that no crash loses it. */
  private async recordAnswer(
    question: PreparedAnswer['question'],
    accept: readonly ConsentReason[],
  ): Promise<void> {
    if (!this.ledger) return;
    for (;;) {
      const entries = await this.ledger.entries();
      const entry = entryOf(question, entries);
      if (!entry) return;
      const reasons = assessRequest(question, entries).reasons.filter((reason) => !accept.includes(reason));
      if (reasons.length > 0) {
        throw new ProtocolError(
          'consent_required',
          `The person has not consented: ${reasons.join(', ')}. Show the assessment of the request, and accept its reasons.`,
        );
      }
      // An instance that is already used is found before the answer is recorded.
      if (entry.outcome === 'proved') await this.bindInstances(question.request, question.credentials);
      if (await this.ledger.append(entry, entries.length)) return;
    }
  }

  private async bindInstances(
    request: PresentationRequest,
    credentials: ReadonlyMap<string, CheckedHeldCredential>,
  ): Promise<void> {
    if (!this.ledger) return;
    for (const { text } of credentials.values()) {
      // The issuer-signed JWT identifies the instance. The order of its disclosures may vary.
      const instance = sha256Base64url(text.slice(0, text.indexOf('~')));
      const bound = await this.ledger.bind(instance, request.audience, request.id);
      if (!bound) throw new ProtocolError('copy_already_shown');
    }
  }
}

/** @throws ProtocolError `predicate_not_satisfied` */
function assertPredicates({ policy, statement, credentials }: PreparedAnswer, shares: SharedSums): void {
  assertSatisfied(
    policy,
    statement.inequalities.map((inequality) => ({
      inequality,
      known: knownInequality(inequality, credentials, shares),
    })),
  );
}

/** A question, once others have told their sums. */
function withSums(question: AskedRequest, shares: SharedSums): AskedRequest {
  const sums = [...shares].map(
    ([inequality, openings]) => [inequality, openings.reduce((sum, { value }) => sum + value, 0n)] as const,
  );
  return { ...question, sharedSums: new Map(sums) };
}

/** Adds the key-binding JWT, and checks that it covers the text that the proof is bound to. */
async function bindKey(
  credential: CheckedHeldCredential,
  text: string,
  frame: Record<string, boolean>,
  claims: { iat: number; aud: string; nonce: string },
): Promise<string> {
  const key = credential.holderKey;
  const instance = new SDJwtInstance({
    hasher,
    hashAlg: 'sha-256',
    kbSignAlg: key.alg,
    kbSigner: key.sign,
  });
  const presentation = await instance.present(credential.text, frame, { kb: { payload: claims } });
  if (!presentation.startsWith(text))
    throw new Error('the library presented a text other than the hashed one');
  return presentation;
}
