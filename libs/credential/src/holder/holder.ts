import { sha256 } from '@noble/hashes/sha2.js';
import { SDJwtInstance } from '@sd-jwt/core';
import { encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url, sha256Text } from '../encoding/hash.js';
import { isObject } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { chosenPolicies, chosenPolicy } from '../policy/alternatives.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePolicy } from '../policy/describe-policy.js';
import { inequalitiesOf } from '../policy/inequalities.js';
import type { Policy } from '../policy/policy.js';
import { proofStatement, type Statement } from '../policy/statement.js';
import type { Clock, PresentationLedger } from '../ports/index.js';
import { inlineProofRunner, type ProofRunner } from '../proof/proof-runner.js';
import type { HeldCredential, PresentationRequest, Presentations } from '../types.js';
import { type CheckedHeldCredential, checkHeldCredential } from './held-credential.js';
import { MemoryPresentationLedger } from './memory-presentation-ledger.js';
import { assertSatisfied, assertSuitable } from './policy-checks.js';
import {
  type AskedRequest,
  assessRequest,
  type ConsentReason,
  entryOf,
  type RequestAssessment,
} from './probing.js';
import { readRequest } from './read-request.js';

export interface HolderOptions {
  /**
   * Remembers presented instances and answered requests; by default in memory. With `off`, the caller must not present an
   * instance twice, and verifiers can find amounts by asking often.
   */
  readonly ledger?: PresentationLedger | 'off';
  readonly proofs?: ProofRunner;
}

export interface AssessOptions {
  /** The alternative that the person chooses, of a policy that has alternatives. */
  readonly alternative?: string;
}

export interface PresentOptions extends AssessOptions {
  /** Reasons for which the person has consented to the answer, knowing the assessment of the request. */
  readonly accept?: readonly ConsentReason[];
}

const hasher = (data: string | ArrayBuffer): Uint8Array =>
  sha256(typeof data === 'string' ? utf8(data) : new Uint8Array(data));

/** Creates presentations. All of this runs on the person's own device. */
export class Holder {
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
  async assess(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    { alternative }: AssessOptions = {},
  ): Promise<RequestAssessment> {
    const { policy, question } = await this.read(request, held, alternative);
    const told = assessRequest(question, (await this.ledger?.entries()) ?? []);
    return { statements: describePolicy(policy), ...told };
  }

  /**
   * Proves that credentials meet the policy of a request, and reveals nothing else.
   *
   * @throws ProtocolError for an invalid request or credential, `credential_unsuitable` where a credential does not
   * meet the policy, `consent_required` where the answer needs the consent of the person, `predicate_not_satisfied`
   * where a predicate does not hold (only the holder learns it)
   */
  async present(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    { accept = [], alternative }: PresentOptions = {},
  ): Promise<Presentations> {
    const { policy, question, statement } = await this.read(request, held, alternative);
    const { credentials, inequalities } = question;
    await this.recordAnswer(question, accept);
    assertSatisfied(policy, credentials, inequalities);
    await this.bindInstances(request, credentials);

    const frame = Object.fromEntries(claimsToDisclose(policy).map((claim) => [claim, true]));
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
        sdHashes: policy.credentials.map((id) => sha256Text(texts.get(id)!)),
      },
      ...proofStatement(
        statement,
        (credential, attribute) => credentials.get(credential)!.openings.get(attribute)!,
      ),
    });

    const presentations: Record<string, string> = {};
    for (const [i, id] of policy.credentials.entries()) {
      const claims = {
        iat: Math.floor(this.clock.now() / 1000),
        aud: request.audience,
        nonce: request.nonce,
        transaction_data_hashes: [sha256Base64url(transactionData)],
        ...(alternative !== undefined && { alternative }),
        ...(i === 0 ? { range_proof: encodeBase64url(proof) } : {}),
      };
      presentations[id] = await bindKey(credentials.get(id)!, texts.get(id)!, frame, claims);
    }
    return presentations;
  }

  private async read(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    alternative: string | undefined,
  ): Promise<{ policy: Policy; question: AskedRequest; statement: Statement }> {
    const time = this.clock.now();
    const asked = readRequest(request, time);
    const policy = choose(asked, alternative);
    const credentials = await this.checkCredentials(policy, held);
    const { statement, windows } = assertSuitable(policy, credentials, time);
    const notChosen = chosenPolicies(asked)
      .filter((one) => one.alternative !== alternative)
      .filter((one) => one.policy.credentials.every((id) => credentials.has(id)))
      .map((one) => inequalitiesOf(one.policy, windows));
    const { inequalities } = statement;
    return {
      policy,
      statement,
      question: { request, inequalities, notChosen, credentials, now: Math.floor(time / 1000) },
    };
  }

  /** Writes the answer into the ledger before it is given, so that no crash loses it. */
  private async recordAnswer(question: AskedRequest, accept: readonly ConsentReason[]): Promise<void> {
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

  private async checkCredentials(
    policy: Policy,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<Map<string, CheckedHeldCredential>> {
    const ids = isObject(held) ? Object.keys(held) : [];
    const expected = `credentials: expected exactly ${policy.credentials.join(', ')}.`;
    if (!policy.credentials.every((id) => ids.includes(id))) {
      throw new ProtocolError('credential_missing', expected);
    }
    if (ids.length !== policy.credentials.length) throw new ProtocolError('credential_unexpected', expected);
    const checked = new Map<string, CheckedHeldCredential>();
    for (const id of policy.credentials) checked.set(id, await checkHeldCredential(held[id]!));
    return checked;
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

/** The policy with the alternative that the person chose. The choice tells the verifier something, so nobody else makes it. */
function choose(policy: Policy, alternative: string | undefined): Policy {
  const chosen = chosenPolicy(policy, alternative);
  if (chosen) return chosen;
  const ids = (policy.any_of ?? []).map(({ id }) => id).join(', ');
  throw new ProtocolError(
    'alternative_required',
    `alternative: expected ${policy.any_of ? `one of ${ids}` : 'none, because the policy has no alternatives'}.`,
  );
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
