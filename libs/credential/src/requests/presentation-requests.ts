import { canonicalJson } from '../encoding/json.js';
import { randomBase64url } from '../encoding/random.js';
import { isPlainText } from '../encoding/text.js';
import { type ErrorCode, ProtocolError, refusalCodeOf } from '../errors.js';
import { faultError } from '../input-faults.js';
import { CREATE_REQUEST_INPUT } from '../input-shapes.js';
import {
  DEFAULT_DISCLOSED_RETENTION_SECONDS,
  DEFAULT_MAX_FAILED_ATTEMPTS,
  DEFAULT_RECEIPT_RETENTION_SECONDS,
  MAX_RESPONSE_CODES,
  MAX_TEXT_CHARACTERS,
  MAX_WRONG_CODES,
  REPEATED_VERDICT_SECONDS,
  REQUEST_EXPIRY_SECONDS,
  UNBOUND_RETENTION_SECONDS,
} from '../limits.js';
import { chosenPolicy } from '../policy/alternatives.js';
import { disclosedClaims } from '../policy/dcql.js';
import { describeAlternatives, describePredicates } from '../policy/describe-policy.js';
import { parsePolicy } from '../policy/parse-policy.js';
import type { Policy, PolicyMode } from '../policy/policy.js';
import type { PolicyCache } from '../policy/policy-cache.js';
import { decodePolicy, encodePolicy } from '../policy/transaction-data.js';
import type { Clock, RequestAnswer, RequestStore, StoredRequest, WalletError } from '../ports/index.js';
import { assertShape } from '../shape.js';
import { expandTemplate } from '../templates/expand-template.js';
import type { CreatedRequest, CreateRequestInput, RequestView, WalletChannel } from '../types.js';
import type { TrustedIssuer } from '../verify/trust.js';
import { assertAnswerable } from './answerable.js';
import { policyWarnings } from './policy-warnings.js';

export interface PresentationRequestsOptions {
  /** The verifier's full client_id. Presentations must be made for this audience. */
  readonly audience: string;
  readonly requests: RequestStore;
  /** The issuers that the verifier trusts, and for what. */
  readonly trust: readonly TrustedIssuer[];
  /** Presentations that may fail at the last checks before a request accepts no more; 10 by default. */
  readonly maxFailedAttempts?: number;
  /** How long an answer and its receipt are stored; 90 days by default. */
  readonly receiptRetentionSeconds?: number;
  /** How long an answer is stored whose receipt contains disclosed claims; 7 days by default, and never longer than others. */
  readonly disclosedRetentionSeconds?: number;
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** @throws ProtocolError `policy_or_template_required`, and those of `parsePolicy` and `expandTemplate` */
function policyOf({ policy, template, parameters }: CreateRequestInput, mode: PolicyMode): Policy {
  const hasTemplate = template !== undefined || parameters !== undefined;
  if ((policy !== undefined) !== hasTemplate) {
    if (!hasTemplate) return parsePolicy(policy, mode);
    if (mode === 'proof') return expandTemplate(template, parameters);
    throw faultError(
      'policy_invalid',
      'template',
      'expected a policy: templates have predicates, and nothing is proved.',
    );
  }
  const detail = `expected either policy, or template and parameters; got ${hasTemplate ? 'both' : 'neither'}.`;
  throw new ProtocolError('policy_or_template_required', detail, { errors: [{ pointer: '#', detail }] });
}

/** The encoded policy. One with predicates and one without are never equal. */
const askedOf = ({ transactionData, disclosure }: StoredRequest): string => disclosure ?? transactionData[0]!;

const isUnbound = ({ responseCodes }: StoredRequest): boolean => responseCodes !== undefined;

function stateOf(request: StoredRequest): Exclude<RequestView['state'], 'expired'> {
  if (request.state === 'pending') return 'pending';
  if (isUnbound(request)) return 'answered_unbound';
  return request.disclosure === undefined ? 'answered' : 'disclosed';
}

/** @throws ProtocolError `invalid_input` */
function assertLegalBasis(text: string | undefined): void {
  if (text === undefined || text === null || isPlainText(text, MAX_TEXT_CHARACTERS)) return;
  throw faultError(
    'invalid_input',
    'legal_basis',
    `expected 1 to ${MAX_TEXT_CHARACTERS} printable characters.`,
  );
}

/** Whether only OpenID wallets may answer: they show who asks for claims, and their answer can be bound to a session. */
export const isForWalletsOnly = ({ disclosure, links }: StoredRequest): boolean =>
  disclosure !== undefined || links?.redirectUri !== undefined;

/** The life cycle of a presentation request: created, open, then answered, expired or deleted. */
export class PresentationRequests {
  private readonly maxFailedAttempts: number;
  private readonly retentionSeconds: number;
  private readonly disclosedRetentionSeconds: number;

  constructor(
    private readonly options: PresentationRequestsOptions,
    private readonly policies: PolicyCache,
    private readonly clock: Clock,
  ) {
    this.maxFailedAttempts = options.maxFailedAttempts ?? DEFAULT_MAX_FAILED_ATTEMPTS;
    this.retentionSeconds = options.receiptRetentionSeconds ?? DEFAULT_RECEIPT_RETENTION_SECONDS;
    this.disclosedRetentionSeconds = Math.min(
      options.disclosedRetentionSeconds ?? DEFAULT_DISCLOSED_RETENTION_SECONDS,
      this.retentionSeconds,
    );
  }

  /**
   * Stores a request for a policy, or for that of a template, under a fresh nonce.
   *
   * @param id the id of the request, by default a new one. If a call with this id was interrupted after it stored the
   *   request, the same call returns that request.
   * @param wallet makes the request answerable by OpenID wallets
   * @param listingId the listing that makes the request
   */
  async create(
    ownerId: string,
    input: CreateRequestInput,
    id?: string,
    wallet?: WalletChannel,
    listingId?: string,
  ): Promise<CreatedRequest> {
    assertShape(input, CREATE_REQUEST_INPUT);
    if (input.wallet && !wallet) throw new ProtocolError('wallets_unsupported');
    const mode = wallet?.mode ?? 'proof';
    const policy = this.askedPolicy(input, mode);
    const expiresIn = input.expires_in ?? REQUEST_EXPIRY_SECONDS.default;
    if (expiresIn < REQUEST_EXPIRY_SECONDS.min || expiresIn > REQUEST_EXPIRY_SECONDS.max) {
      throw new ProtocolError(
        'invalid_expiry',
        `expires_in: expected an integer from ${REQUEST_EXPIRY_SECONDS.min} to ${REQUEST_EXPIRY_SECONDS.max}, in seconds.`,
      );
    }
    const createdAt = this.seconds();
    const stored: StoredRequest = {
      id: id ?? randomBase64url(16),
      ownerId,
      nonce: randomBase64url(32),
      audience: this.options.audience,
      ...(wallet && { walletAudience: wallet.audience }),
      ...(mode === 'proof'
        ? { transactionData: [encodePolicy(policy)] }
        : { transactionData: [], disclosure: encodePolicy(policy) }),
      createdAt,
      expiresAt: createdAt + expiresIn,
      state: 'pending',
      failedAttempts: 0,
      ...(wallet?.links && { links: wallet.links }),
      ...(typeof input.legal_basis === 'string' && { legalBasis: input.legal_basis }),
      ...(listingId !== undefined && { listingId }),
    };
    return this.view(await this.record(stored), policy);
  }

  /**
   * The policy of an input, in canonical order: a copy, which the caller cannot change later.
   *
   * @throws ProtocolError also where no honest holder could answer
   */
  askedPolicy(input: CreateRequestInput, mode: PolicyMode): Policy {
    const policy = JSON.parse(canonicalJson(policyOf(input, mode))) as Policy;
    assertAnswerable(policy, this.options.trust);
    assertLegalBasis(input.legal_basis);
    return policy;
  }

  /** A policy in words, and what its owner probably did not mean. */
  describe(policy: Policy): Pick<CreatedRequest, 'statements' | 'alternatives' | 'warnings'> {
    return {
      statements: describePredicates(policy),
      ...(policy.any_of && { alternatives: describeAlternatives(policy) }),
      warnings: policyWarnings(policy, this.options.trust),
    };
  }

  private view(stored: StoredRequest, policy: Policy): CreatedRequest {
    return {
      id: stored.id,
      nonce: stored.nonce,
      audience: isForWalletsOnly(stored) ? stored.walletAudience! : stored.audience,
      transaction_data: stored.transactionData,
      policy,
      expires_at: isoTime(stored.expiresAt),
      ...this.describe(policy),
      ...(stored.links && { status_id: stored.links.statusId }),
    };
  }

  private async record(request: StoredRequest): Promise<StoredRequest> {
    if (await this.options.requests.create(request)) return request;
    const existing = await this.options.requests.find(request.id);
    const isSame =
      existing?.ownerId === request.ownerId &&
      askedOf(existing) === askedOf(request) &&
      existing.links?.secretHash === request.links?.secretHash;
    // Ids are random, so anything else is a fault of the caller.
    if (!isSame) throw new Error('The id belongs to another request.');
    return existing;
  }

  /** What the owner may see of a request. For any other client the request is unknown. */
  async find(ownerId: string, id: string): Promise<RequestView> {
    const stored = await this.options.requests.find(id);
    if (stored?.ownerId !== ownerId) throw new ProtocolError('request_unknown');
    return this.ownerView(stored);
  }

  private ownerView(stored: StoredRequest): RequestView {
    const policy = this.policyOf(stored);
    if (!this.isRetained(stored, policy)) throw new ProtocolError('request_unknown');
    const { answer, walletErrors, legalBasis, listingId } = stored;
    const isExpired = stored.state === 'pending' && this.seconds() >= stored.expiresAt;
    return {
      ...this.view(stored, policy),
      state: isExpired ? 'expired' : stateOf(stored),
      failed_attempts: stored.failedAttempts,
      ...(legalBasis !== undefined && { legal_basis: legalBasis }),
      ...(listingId !== undefined && { listing_id: listingId }),
      ...(walletErrors && { wallet_errors: walletErrors.latest.map(viewOfWalletError) }),
      ...(answer && !isUnbound(stored) && viewOfAnswer(answer, stored)),
    };
  }

  /** Stores delete late: DynamoDB within days, the embedded store when it starts. */
  private isRetained(stored: StoredRequest, policy: Policy): boolean {
    const { answer } = stored;
    if (!answer) return true;
    const until = isUnbound(stored)
      ? answer.answeredAt + UNBOUND_RETENTION_SECONDS
      : this.retainUntil(answer, policy);
    return this.seconds() < until;
  }

  /**
   * Binds an unbound answer to the session that asked, which its response code shows, and returns what the owner may then see.
   *
   * @param codeHash SHA-256 of the code, base64url
   * @throws ProtocolError `request_unknown`, `response_code_invalid`, or `too_many_attempts` after too many wrong codes
   */
  async redeem(ownerId: string, id: string, codeHash: string): Promise<RequestView> {
    const stored = await this.options.requests.find(id);
    if (stored?.ownerId !== ownerId) throw new ProtocolError('request_unknown');
    const policy = this.policyOf(stored);
    const { answer, responseCodes, wrongCodes = 0, ...request } = stored;
    if (!this.isRetained(stored, policy)) throw new ProtocolError('request_unknown');
    if (!responseCodes) throw new ProtocolError('response_code_invalid');
    if (wrongCodes >= MAX_WRONG_CODES) throw new ProtocolError('too_many_attempts');
    if (!responseCodes.includes(codeHash)) {
      const isCounted = await this.options.requests.countWrongCode(id, MAX_WRONG_CODES);
      throw new ProtocolError(isCounted ? 'response_code_invalid' : 'too_many_attempts');
    }
    const retainUntil = this.retainUntil(answer!, policy);
    if (!(await this.options.requests.redeem(id, codeHash, { retainUntil })))
      throw new ProtocolError('response_code_invalid');
    return this.ownerView({ ...request, answer: answer! });
  }

  /** Deletes a request of its owner, whatever its state. */
  async delete(ownerId: string, id: string): Promise<void> {
    if (!(await this.options.requests.delete(id, ownerId))) throw new ProtocolError('request_unknown');
  }

  /** A request that still accepts presentations. */
  async findOpen(id: string): Promise<StoredRequest> {
    const request = await this.options.requests.find(id);
    if (!request) throw new ProtocolError('request_unknown');
    this.assertOpen(request);
    return request;
  }

  /** @throws ProtocolError that says why the request accepts no more presentations */
  assertOpen(request: StoredRequest): void {
    const code = this.closedBy(request);
    if (code !== undefined) throw new ProtocolError(code);
  }

  /** Whether the request accepts presentations. */
  isOpen(request: StoredRequest): boolean {
    return this.closedBy(request) === undefined;
  }

  private closedBy({ state, expiresAt, failedAttempts }: StoredRequest): ErrorCode | undefined {
    if (state === 'answered') return 'request_already_answered';
    if (this.seconds() >= expiresAt) return 'request_expired';
    return failedAttempts >= this.maxFailedAttempts ? 'too_many_attempts' : undefined;
  }

  /**
   * The request and its answer, if a presentation with this hash was accepted, and not longer ago than a retry takes.
   * The hash covers the presentations as received: only the same bytes have it.
   *
   * @param responseCode the hash of a further code for an answer that is unbound: the one before may have got lost
   */
  async findAnswered(
    id: string,
    presentationHash: string,
    responseCode?: string,
  ): Promise<{ request: StoredRequest; answer: RequestAnswer } | undefined> {
    const request = await this.options.requests.find(id);
    const answer = request?.answer;
    if (!request || answer?.presentationHash !== presentationHash) return undefined;
    if (this.seconds() - answer.answeredAt >= REPEATED_VERDICT_SECONDS) return undefined;
    const isAnswered =
      !isUnbound(request) ||
      (responseCode !== undefined &&
        (await this.options.requests.addResponseCode(id, responseCode, MAX_RESPONSE_CODES)));
    return isAnswered ? { request, answer } : undefined;
  }

  /**
   * Runs the last checks of a presentation, and counts a refusal as a failed attempt. Once an attempt has failed, each
   * further one is counted before its checks, so that replicas together cannot exceed the limit; it is uncounted unless
   * it is refused. The first attempt is counted afterwards: a request with honest presentations only needs no
   * further write, and a crash does not use up an attempt of it.
   *
   * @param check gets whether the attempt is counted already, for `consume`
   */
  async attempt<T>(request: StoredRequest, check: (isCounted: boolean) => Promise<T>): Promise<T> {
    const isCounted = request.failedAttempts > 0;
    if (isCounted) await this.countAttempt(request.id);
    try {
      return await check(isCounted);
    } catch (error) {
      const isRefused = refusalCodeOf(error) !== undefined;
      if (isRefused && !isCounted) await this.countAttempt(request.id);
      // The error is reported even if the store is not available for this write.
      if (!isRefused && isCounted)
        await this.options.requests.uncountAttempt(request.id).catch(() => undefined);
      throw error;
    }
  }

  /** The policy of a request, also of one in disclosure mode. */
  policyOf({ transactionData, disclosure }: StoredRequest): Policy {
    return disclosure === undefined
      ? this.policies.decode(transactionData[0]!).policy
      : decodePolicy(disclosure, 'disclosure');
  }

  private async countAttempt(id: string): Promise<void> {
    if (await this.options.requests.countFailedAttempt(id, this.maxFailedAttempts)) return;
    await this.findOpen(id);
    throw new ProtocolError('too_many_attempts');
  }

  /** The receipt of a policy that asks for claims is personal data. */
  private retainUntil({ answeredAt, alternative }: RequestAnswer, policy: Policy): number {
    const hasClaims = disclosedClaims(chosenPolicy(policy, alternative)!).length > 0;
    return answeredAt + (hasClaims ? this.disclosedRetentionSeconds : this.retentionSeconds);
  }

  /**
   * Consumes a request in one conditional write. Of any number of concurrent callers one returns, the others throw.
   *
   * @param isCounted whether `attempt` has counted this attempt as failed
   * @param responseCode the hash of the code that binds the answer, of a request that needs one
   */
  async consume(
    request: StoredRequest,
    answer: RequestAnswer,
    isCounted: boolean,
    responseCode?: string,
  ): Promise<void> {
    const isBound = request.links?.redirectUri === undefined;
    if (!isBound && responseCode === undefined) throw new TypeError('The request needs a response code.');
    const now = answer.answeredAt;
    const retainUntil = isBound
      ? this.retainUntil(answer, this.policyOf(request))
      : now + UNBOUND_RETENTION_SECONDS;
    const outcome = await this.options.requests.consume(
      request.id,
      answer,
      { now, retainUntil },
      isCounted ? 1 : 0,
      isBound ? undefined : responseCode,
    );
    switch (outcome) {
      case 'consumed':
        return;
      case 'answered':
        throw new ProtocolError('request_already_answered');
      case 'expired':
        throw new ProtocolError('request_expired');
      case 'unknown':
        throw new ProtocolError('request_unknown');
      default:
        throw new Error(`unexpected outcome: ${outcome satisfies never}`);
    }
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

const viewOfAnswer = (
  { answeredAt, alternative, receipt }: RequestAnswer,
  { disclosure }: StoredRequest,
): Pick<RequestView, 'verdict' | 'receipt'> => ({
  receipt,
  ...(disclosure === undefined && {
    verdict: {
      verified: true,
      code: 'verified',
      answered_at: isoTime(answeredAt),
      ...(alternative !== undefined && { alternative }),
    },
  }),
});

const viewOfWalletError = ({ at, error, description }: WalletError) => ({
  at: isoTime(at),
  error,
  ...(description !== undefined && { error_description: description }),
});
