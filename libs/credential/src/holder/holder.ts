import { sha256 } from '@noble/hashes/sha2.js';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { encodeBase64url } from '../encoding/base64url.js';
import { parseDate, utcDay } from '../encoding/calendar.js';
import { sha256Base64url, sha256Text } from '../encoding/hash.js';
import { isObject } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { importSigningKey } from '../keys.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePredicate } from '../policy/describe-policy.js';
import { type Inequality, inequalitiesOf } from '../policy/inequalities.js';
import type { Policy } from '../policy/policy.js';
import type { Clock } from '../ports/index.js';
import { inlineProofRunner, type ProofRunner } from '../proof/proof-runner.js';
import type { HeldCredential, PresentationRequest, Presentations } from '../types.js';
import { type CheckedHeldCredential, checkHeldCredential } from './held-credential.js';
import type { PresentationLedger } from './presentation-ledger.js';
import { readRequest } from './read-request.js';

export interface HolderOptions {
  /** Where shown copies are remembered. Without one the caller sees to it that no copy is shown twice. */
  readonly ledger?: PresentationLedger;
  readonly proofs?: ProofRunner;
}

const hasher = (data: string | ArrayBuffer): Uint8Array =>
  sha256(typeof data === 'string' ? utf8(data) : new Uint8Array(data));

/** The holder's half of the protocol. Everything in here happens on the person's own device. */
export class Holder {
  private readonly proofs: ProofRunner;

  constructor(
    private readonly options: HolderOptions,
    private readonly clock: Clock,
  ) {
    this.proofs = options.proofs ?? inlineProofRunner;
  }

  /**
   * Shows that a policy holds for the given copies, and nothing else.
   *
   * @throws ProtocolError for a request or credential that is not one, `credential_unsuitable` where a copy
   * cannot answer, `predicate_not_satisfied` where a predicate does not hold (only the holder learns it)
   */
  async present(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<Presentations> {
    const policy = readRequest(request, this.clock.now());
    const credentials = await this.openAll(policy, held);
    const inequalities = inequalitiesOf(policy);
    this.assertSuitable(policy, credentials, inequalities);
    assertSatisfied(policy, credentials, inequalities);
    await this.bindCopies(request, credentials);

    const frame = Object.fromEntries(claimsToDisclose(policy).map((claim) => [claim, true]));
    const texts = new Map<string, string>();
    for (const [id, { text }] of credentials) {
      texts.set(id, await new SDJwtVcInstance({ hasher, hashAlg: 'sha-256' }).present(text, frame));
    }
    const transactionData = request.transaction_data[0]!;
    const proof = await this.proofs.prove({
      binding: {
        audience: request.audience,
        nonce: request.nonce,
        policyHash: sha256Text(transactionData),
        sdHashes: policy.credentials.map((id) => sha256Text(texts.get(id)!)),
      },
      inequalities: inequalities.map(({ terms, constant }) => ({
        constant,
        terms: terms.map(({ credential, attribute, coefficient }) => ({
          coefficient,
          ...credentials.get(credential)!.openings.get(attribute)!,
        })),
      })),
    });

    const presentations: Record<string, string> = {};
    for (const [i, id] of policy.credentials.entries()) {
      const claims = {
        iat: Math.floor(this.clock.now() / 1000),
        aud: request.audience,
        nonce: request.nonce,
        transaction_data_hashes: [sha256Base64url(transactionData)],
        ...(i === 0 ? { range_proof: encodeBase64url(proof) } : {}),
      };
      presentations[id] = await bindKey(credentials.get(id)!, texts.get(id)!, frame, claims);
    }
    return presentations;
  }

  private async openAll(
    policy: Policy,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<Map<string, CheckedHeldCredential>> {
    const names = isObject(held) ? Object.keys(held) : [];
    const missing = policy.credentials.filter((id) => !names.includes(id));
    if (missing.length > 0) {
      throw new ProtocolError(
        'credential_missing',
        `credentials: one for each of ${policy.credentials.join(', ')}.`,
      );
    }
    if (names.length !== policy.credentials.length) {
      throw new ProtocolError(
        'credential_unexpected',
        `credentials: none but ${policy.credentials.join(', ')}.`,
      );
    }
    const opened = new Map<string, CheckedHeldCredential>();
    for (const id of policy.credentials) opened.set(id, await checkHeldCredential(held[id]!));
    return opened;
  }

  /** What a verifier would refuse is told to the person first, without a proof made and a copy spent. */
  private assertSuitable(
    policy: Policy,
    credentials: ReadonlyMap<string, CheckedHeldCredential>,
    inequalities: readonly Inequality[],
  ): void {
    const unsuitable = (id: string, why: string) =>
      new ProtocolError('credential_unsuitable', `${id}: ${why}`);
    const now = this.clock.now();
    for (const [id, { payload, openings, claims }] of credentials) {
      if (payload.currency !== policy.currency) throw unsuitable(id, 'it is in another currency.');
      if (now / 1000 >= payload.exp) throw unsuitable(id, 'it has expired.');
      const allowed = policy.issuers && Object.hasOwn(policy.issuers, id) ? policy.issuers[id] : undefined;
      if (allowed && !allowed.includes(payload.iss))
        throw unsuitable(id, 'the verifier asks for another issuer.');
      const age = utcDay(now) - (parseDate(payload.period.end) ?? Number.NaN);
      if (!(age >= 0 && age <= policy.max_age_days))
        throw unsuitable(id, 'its period is too old, or has not ended.');
      for (const term of inequalities.flatMap(({ terms }) => terms)) {
        if (term.credential === id && !openings.has(term.attribute)) {
          throw unsuitable(id, `it does not commit to ${term.attribute}.`);
        }
      }
      for (const claim of claimsToDisclose(policy)) {
        if (!claims.has(claim)) throw unsuitable(id, `it has no ${claim} to disclose.`);
      }
    }
    const all = [...credentials.values()];
    if (new Set(all.map(({ openings }) => openings.get('subject')?.value)).size > 1) {
      throw unsuitable(policy.credentials.join(', '), 'they belong to different people.');
    }
    if (all.length > 1 && new Set(all.map(({ claims }) => claims.get('source_id'))).size < all.length) {
      throw unsuitable(policy.credentials.join(', '), 'two of them come from one payer.');
    }
  }

  private async bindCopies(
    request: PresentationRequest,
    credentials: ReadonlyMap<string, CheckedHeldCredential>,
  ): Promise<void> {
    const { ledger } = this.options;
    for (const { text } of ledger ? credentials.values() : []) {
      // The issuer JWT is the copy; what lies beside it may come in any order.
      const copy = sha256Base64url(text.slice(0, text.indexOf('~')));
      const bound = await ledger!.bind(copy, request.audience, request.id);
      if (!bound) throw new ProtocolError('copy_already_shown');
    }
  }
}

function assertSatisfied(
  policy: Policy,
  credentials: ReadonlyMap<string, CheckedHeldCredential>,
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
      throw new ProtocolError('predicate_not_satisfied', `It does not hold that ${statement}.`);
    }
  }
}

/** Adds the key-binding JWT, and demands that the library hashed the text that the proof is bound to. */
async function bindKey(
  credential: CheckedHeldCredential,
  text: string,
  frame: Record<string, boolean>,
  claims: { iat: number; aud: string; nonce: string },
): Promise<string> {
  const key = await importSigningKey(credential.holderKey);
  const instance = new SDJwtVcInstance({
    hasher,
    hashAlg: 'sha-256',
    kbSignAlg: key.alg,
    kbSigner: key.sign,
  });
  const presentation = await instance.present(credential.text, frame, { kb: { payload: claims } });
  if (!presentation.startsWith(text)) throw new Error('the library presented another text than it hashed');
  return presentation;
}
