import { proofLength } from '@zk-income/crypto';
import { encodeBase64url } from '../encoding/base64url.js';
import { type Sha256, sha256 } from '../encoding/hash.js';
import { canonicalJson, isObject } from '../encoding/json.js';
import { randomBase64url } from '../encoding/random.js';
import { utf8 } from '../encoding/text.js';
import { type ErrorCode, ProtocolError, refusalCodeOf } from '../errors.js';
import { isSignedBy, type JwsCheck } from '../keys.js';
import {
  DEFAULT_MAX_FAILED_ATTEMPTS,
  DEFAULT_RECEIPT_RETENTION_SECONDS,
  MAX_PRESENTATION_BYTES,
  REQUEST_EXPIRY_SECONDS,
} from '../limits.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePredicate } from '../policy/describe-policy.js';
import { type Inequality, inequalitiesOf, PROOF_BITS, padToPowerOfTwo } from '../policy/inequalities.js';
import { parsePolicy } from '../policy/parse-policy.js';
import type { Policy } from '../policy/policy.js';
import { decodePolicy, encodePolicy } from '../policy/transaction-data.js';
import type { Clock, DocumentFetcher, RequestStore, SigningKeys, StoredRequest } from '../ports/index.js';
import { inlineProofRunner, type ProofRunner } from '../proof/proof-runner.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import { StatusChecker } from '../status/status-checker.js';
import type {
  CreateRequestInput,
  PresentationRequest,
  Presentations,
  RequestView,
  Verdict,
} from '../types.js';
import { checkAttestation, checkClaims } from './credential-claims.js';
import { type CredentialPayload, readCredentialPayload } from './credential-payload.js';
import { readDisclosures } from './disclosures.js';
import { IssuerDirectory } from './issuer-directory.js';
import { checkIssuerJwt } from './issuer-jwt.js';
import { checkKeyBinding } from './key-binding.js';
import { signReceipt } from './receipt.js';
import { demand } from './refuse.js';
import type { TrustedIssuer } from './trust.js';

export interface VerifierOptions {
  /** The verifier's public URL, `iss` of its receipts. */
  readonly iss: string;
  /** The verifier's full client_id, which presentations must be made for. */
  readonly audience: string;
  readonly keys: SigningKeys;
  readonly requests: RequestStore;
  readonly trust: readonly TrustedIssuer[];
  readonly documents: DocumentFetcher;
  /** Presentations that may fail at the proof before a request takes no more; 10 unless given. */
  readonly maxFailedAttempts?: number;
  /** For how long an answer and its receipt are kept; 90 days unless given. */
  readonly receiptRetentionSeconds?: number;
  readonly proofs?: ProofRunner;
  /** How signatures are checked; by WebCrypto unless given. */
  readonly isSignedBy?: JwsCheck;
  /** How texts are hashed; by this library's own code unless given. */
  readonly sha256?: Sha256;
}

/** What a presentation has to answer. */
interface Asked {
  readonly request: StoredRequest;
  readonly policy: Policy;
  readonly inequalities: readonly Inequality[];
  /** SHA-256 over the text of the transaction data as sent. */
  readonly policyHash: Uint8Array;
}

/** One credential of a presentation that passed steps 3 and 4. */
interface CheckedCredential {
  readonly id: string;
  readonly payload: CredentialPayload;
  readonly disclosed: ReadonlyMap<string, string>;
  readonly sdHash: Uint8Array;
  readonly rangeProof?: Uint8Array;
}

/** The verifier's half of the protocol: cheap checks before dear ones, each with a code of its own. */
export class Verifier {
  private readonly trust: ReadonlyMap<string, TrustedIssuer>;
  private readonly directory: IssuerDirectory;
  private readonly statuses: StatusChecker;
  private readonly proofs: ProofRunner;
  private readonly isSignedBy: JwsCheck;
  private readonly sha256: Sha256;

  constructor(
    private readonly options: VerifierOptions,
    private readonly clock: Clock,
  ) {
    this.trust = new Map(options.trust.map((issuer) => [issuer.iss, issuer]));
    this.directory = new IssuerDirectory(options.documents, clock);
    this.isSignedBy = options.isSignedBy ?? isSignedBy;
    this.sha256 = options.sha256 ?? sha256;
    this.statuses = new StatusChecker(options.documents, this.directory, clock, this.isSignedBy);
    this.proofs = options.proofs ?? inlineProofRunner;
  }

  /** Stores a request for a policy under a fresh nonce. */
  async createRequest(ownerId: string, input: CreateRequestInput): Promise<PresentationRequest> {
    const policy = parsePolicy(input.policy);
    const expiresIn = input.expires_in ?? REQUEST_EXPIRY_SECONDS.default;
    if (!Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > REQUEST_EXPIRY_SECONDS.max) {
      throw new ProtocolError(
        'invalid_expiry',
        `expires_in: seconds, an integer from 1 to ${REQUEST_EXPIRY_SECONDS.max}.`,
      );
    }
    const createdAt = this.seconds();
    const stored: StoredRequest = {
      id: randomBase64url(16),
      ownerId,
      nonce: randomBase64url(32),
      audience: this.options.audience,
      transactionData: [encodePolicy(policy)],
      createdAt,
      expiresAt: createdAt + expiresIn,
      state: 'pending',
      failedAttempts: 0,
    };
    await this.options.requests.create(stored);
    return present(stored);
  }

  /** What the owner may see of a request; `request_unknown` to everybody else. */
  async findRequest(ownerId: string, id: string): Promise<RequestView> {
    const stored = await this.options.requests.find(id);
    if (stored?.ownerId !== ownerId) throw new ProtocolError('request_unknown');
    const expired = stored.state === 'pending' && this.seconds() >= stored.expiresAt;
    const { answer } = stored;
    return {
      ...present(stored),
      state: expired ? 'expired' : stored.state,
      failed_attempts: stored.failedAttempts,
      ...(answer && {
        verdict: { verified: true, code: 'verified', answered_at: isoTime(answer.answeredAt) },
        receipt: answer.receipt,
      }),
    };
  }

  async deleteRequest(ownerId: string, id: string): Promise<void> {
    if (!(await this.options.requests.delete(id, ownerId))) throw new ProtocolError('request_unknown');
  }

  /**
   * Checks a presentation, and if all of it holds consumes the request. A presentation that was understood and
   * found wrong is a verdict; everything else that is wrong is thrown.
   */
  async verify(input: { request_id: string; presentations: Presentations }): Promise<Verdict> {
    try {
      return await this.verifyOrThrow(input.request_id, input.presentations);
    } catch (error) {
      const code = refusalCodeOf(error);
      if (code === undefined) throw error;
      return { verified: false, code };
    }
  }

  private async verifyOrThrow(requestId: string, presentations: Presentations): Promise<Verdict> {
    assertSize(presentations);
    const request = await this.openRequest(requestId);
    const policy = decodePolicy(request.transactionData[0]!);
    assertIds(presentations, policy);

    const inequalities = inequalitiesOf(policy);
    const policyHash = this.sha256(utf8(request.transactionData[0]!));
    const asked = { request, policy, inequalities, policyHash };
    const credentials: CheckedCredential[] = [];
    for (const id of policy.credentials) {
      credentials.push(await this.checkCredential(id, presentations[id]!, asked));
    }
    for (const { payload } of credentials) await this.checkStatus(payload);
    try {
      checkSources(credentials);
      await this.checkProof(asked, credentials);
    } catch (error) {
      if (error instanceof ProtocolError && error.kind === 'refused')
        await this.countFailedAttempt(requestId);
      throw error;
    }
    return this.accept(asked, credentials, presentations);
  }

  private async openRequest(id: string): Promise<StoredRequest> {
    const request = await this.options.requests.find(id);
    if (!request) throw new ProtocolError('request_unknown');
    if (request.state === 'answered') throw new ProtocolError('request_already_answered');
    if (this.seconds() >= request.expiresAt) throw new ProtocolError('request_expired');
    if (request.failedAttempts >= this.maxFailedAttempts) throw new ProtocolError('too_many_attempts');
    return request;
  }

  private async checkCredential(
    id: string,
    text: string,
    { request, policy, inequalities, policyHash }: Asked,
  ): Promise<CheckedCredential> {
    const parts = parseSdJwt(text);
    if (!parts) throw new ProtocolError('presentation_malformed');
    const { issuerJwt, hashedText } = parts;
    const allowed = policy.issuers && Object.hasOwn(policy.issuers, id) ? policy.issuers[id] : undefined;
    const issuer = await checkIssuerJwt(issuerJwt, {
      trust: this.trust,
      directory: this.directory,
      isSignedBy: this.isSignedBy,
      ...(allowed && { allowed }),
    });
    const payload = readCredentialPayload(issuerJwt.payload);
    const disclosed = readDisclosures(issuerJwt.payload, parts.disclosures, claimsToDisclose(policy));
    checkClaims(payload, policy, this.clock.now());
    checkAttestation(id, payload, issuer, inequalities);
    const keyBinding = await checkKeyBinding(parts.keyBindingJwt, {
      isSignedBy: this.isSignedBy,
      sha256: this.sha256,
      holderKey: payload.holderKey,
      audience: request.audience,
      nonce: request.nonce,
      transactionDataHash: encodeBase64url(policyHash),
      hashedText,
      requestedAt: request.createdAt,
      now: this.seconds(),
      isCarrier: id === policy.credentials[0],
      proofLength: proofLength(PROOF_BITS, padToPowerOfTwo(inequalities).length),
    });
    return { id, payload, disclosed, ...keyBinding };
  }

  private async checkStatus(payload: CredentialPayload): Promise<void> {
    const status = await this.statuses.find(payload.iss, payload.status);
    switch (status) {
      case 'valid':
        return;
      case 'revoked':
        throw new ProtocolError('credential_revoked');
      case 'suspended':
        throw new ProtocolError('credential_suspended');
      case 'unknown':
        throw new ProtocolError('status_unknown');
      default:
        throw new Error(`no such status: ${status satisfies never}`);
    }
  }

  private async checkProof(
    { request, inequalities, policyHash }: Asked,
    credentials: readonly CheckedCredential[],
  ): Promise<void> {
    const commitments = new Map(credentials.map(({ id, payload }) => [id, payload.commitments]));
    const verdict = await this.proofs.verify({
      binding: {
        audience: request.audience,
        nonce: request.nonce,
        policyHash,
        sdHashes: credentials.map(({ sdHash }) => sdHash),
      },
      inequalities: inequalities.map(({ terms, constant }) => ({
        constant,
        terms: terms.map(({ credential, attribute, coefficient }) => ({
          coefficient,
          commitment: commitments.get(credential)!.get(attribute)!,
        })),
      })),
      proof: credentials[0]!.rangeProof!,
    });
    if (verdict === 'valid') return;
    const codes: Record<typeof verdict, ErrorCode> = {
      invalid: 'range_proof_invalid',
      malformed: 'range_proof_malformed',
      commitment_invalid: 'commitment_invalid',
    };
    throw new ProtocolError(codes[verdict]);
  }

  /** What passed all but the last step counts. Where it cannot be counted, the request is not open any more. */
  private async countFailedAttempt(requestId: string): Promise<void> {
    if (await this.options.requests.countFailedAttempt(requestId, this.maxFailedAttempts)) return;
    await this.openRequest(requestId);
    throw new ProtocolError('too_many_attempts');
  }

  /** Signs the receipt, then consumes the request in one conditional write; only who wins that gives it out. */
  private async accept(
    { request, policy, policyHash }: Asked,
    credentials: readonly CheckedCredential[],
    presentations: Presentations,
  ): Promise<Verdict> {
    const now = this.seconds();
    const statements = policy.predicates.map((predicate) => describePredicate(predicate, policy));
    const presentationHash = encodeBase64url(this.sha256(utf8(canonicalJson(presentations))));
    const byId = <T>(value: (credential: CheckedCredential) => T): Record<string, T> =>
      Object.fromEntries(credentials.map((credential) => [credential.id, value(credential)]));
    const receipt = await signReceipt(
      {
        iss: this.options.iss,
        aud: request.ownerId,
        iat: now,
        requestId: request.id,
        policyHash: encodeBase64url(policyHash),
        presentationHash,
        predicates: statements,
        status: byId(({ payload }) => ({ ...payload.status, status: 'valid' as const })),
        disclosed: byId(({ disclosed }) => Object.fromEntries(disclosed)),
      },
      await this.options.keys.current(),
    );
    const retainUntil = now + (this.options.receiptRetentionSeconds ?? DEFAULT_RECEIPT_RETENTION_SECONDS);
    const answer = { answeredAt: now, receipt, presentationHash, predicates: statements };
    const outcome = await this.options.requests.consume(request.id, answer, now, retainUntil);
    if (outcome === 'answered') throw new ProtocolError('request_already_answered');
    if (outcome === 'expired') throw new ProtocolError('request_expired');
    if (outcome === 'unknown') throw new ProtocolError('request_unknown');
    const predicates = policy.predicates.map(({ label }, i) => ({ label, statement: statements[i]! }));
    return { verified: true, code: 'verified', predicates };
  }

  private get maxFailedAttempts(): number {
    return this.options.maxFailedAttempts ?? DEFAULT_MAX_FAILED_ATTEMPTS;
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

function present(stored: StoredRequest): PresentationRequest {
  return {
    id: stored.id,
    nonce: stored.nonce,
    audience: stored.audience,
    transaction_data: stored.transactionData,
    policy: decodePolicy(stored.transactionData[0]!),
    expires_at: isoTime(stored.expiresAt),
  };
}

function assertSize(presentations: Presentations): void {
  const texts = isObject(presentations) ? Object.values(presentations) : [undefined];
  if (!texts.every((text) => typeof text === 'string')) {
    throw new ProtocolError(
      'presentation_malformed',
      'presentations: an object of SD-JWT+KB texts by credential id.',
    );
  }
  const bytes = texts.reduce((sum, text) => sum + utf8(text).length, 0);
  if (bytes > MAX_PRESENTATION_BYTES) throw new ProtocolError('presentation_too_large');
}

function assertIds(presentations: Presentations, policy: Policy): void {
  const missing = policy.credentials.some((id) => !Object.hasOwn(presentations, id));
  if (missing) {
    throw new ProtocolError(
      'presentation_missing',
      `presentations: one for each of ${policy.credentials.join(', ')}.`,
    );
  }
  const surplus = Object.keys(presentations).length !== policy.credentials.length;
  if (surplus) {
    throw new ProtocolError(
      'presentation_unexpected',
      `presentations: none but ${policy.credentials.join(', ')}.`,
    );
  }
}

/**
 * Two incomes of one payer would count twice, so the payers differ pairwise, however their numbers are written:
 * `vat:DE123` and `vat:de 12-3` are one.
 */
function checkSources(credentials: readonly CheckedCredential[]): void {
  if (credentials.length === 1) return;
  const sources = credentials.map(({ disclosed }) =>
    disclosed
      .get('source_id')!
      .normalize('NFKC')
      .replace(/[^\p{L}\p{N}:]/gu, '')
      .toUpperCase(),
  );
  demand(new Set(sources).size === sources.length, 'source_not_distinct');
}
