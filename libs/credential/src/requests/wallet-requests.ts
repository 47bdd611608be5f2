import { ProtocolError } from '../errors.js';
import { MAX_COUNTED_WALLET_ERRORS, MAX_WALLET_ERRORS } from '../limits.js';
import { dcqlQueryOf } from '../policy/dcql.js';
import type { Clock, RequestStore, StoredRequest, WalletError } from '../ports/index.js';
import type { RequestStatus, WalletRequest } from '../types.js';
import type { PresentationRequests } from './presentation-requests.js';

/** Writes of one error that another one may forestall. It is information, so that losing one does no harm. */
const MAX_WRITES = 3;

/** A request as its links show it: the party that has a link is a wallet, or anyone whom it was forwarded to. */
export class WalletRequests {
  constructor(
    private readonly store: RequestStore,
    private readonly requests: PresentationRequests,
    private readonly clock: Clock,
  ) {}

  /**
   * The request of a link, which may be answered already.
   *
   * @param secretHash SHA-256 of the secret in the link, base64url
   * @throws ProtocolError `request_unknown`, also for a wrong secret
   */
  async find(id: string, secretHash: string): Promise<WalletRequest> {
    return this.view(await this.findLinked(id, secretHash));
  }

  /** As `find`, and throws if the request accepts no more presentations. */
  async findOpen(id: string, secretHash: string): Promise<WalletRequest> {
    const stored = await this.findLinked(id, secretHash);
    this.requests.assertOpen(stored);
    return this.view(stored);
  }

  /** The state of a request, which tells nothing else about it. @throws ProtocolError `request_unknown` */
  async status(statusId: string): Promise<RequestStatus> {
    const id = await this.store.findIdByStatusId(statusId);
    if (id === undefined) throw new ProtocolError('request_unknown');
    const stored = await this.store.find(id);
    if (stored?.state === 'answered') return { state: 'done' };
    return { state: stored && this.requests.isOpen(stored) ? 'open' : 'gone' };
  }

  /**
   * Records what a wallet reports instead of an answer, for the owner. The request stays open: who has the link could report
   * any error. After {@link MAX_COUNTED_WALLET_ERRORS}, and once the request is answered, an error costs no write.
   */
  async recordError(id: string, { error, description }: Omit<WalletError, 'at'>): Promise<void> {
    const reported = { at: Math.floor(this.clock.now() / 1000), error, description };
    for (let i = 0; i < MAX_WRITES; i++) {
      const stored = await this.store.find(id);
      const { count = 0, latest = [] } = stored?.walletErrors ?? {};
      if (stored?.state !== 'pending' || count >= MAX_COUNTED_WALLET_ERRORS) return;
      const errors = { count: count + 1, latest: [...latest, reported].slice(-MAX_WALLET_ERRORS) };
      if (await this.store.recordWalletErrors(id, errors)) return;
    }
  }

  private async findLinked(id: string, secretHash: string): Promise<StoredRequest> {
    const stored = await this.store.find(id);
    // A hash of 256 random bits tells nothing by the time of its comparison.
    if (!stored?.links || stored.links.secretHash !== secretHash) throw new ProtocolError('request_unknown');
    return stored;
  }

  private view(stored: StoredRequest): WalletRequest {
    const { id, nonce, walletAudience, transactionData, disclosure, links, expiresAt } = stored;
    const policy = this.requests.policyOf(stored);
    return {
      id,
      nonce,
      audience: walletAudience!,
      transactionData,
      dcqlQuery: dcqlQueryOf(policy),
      credentialIds: policy.credentials,
      mode: disclosure === undefined ? 'proof' : 'disclosure',
      links: links!,
      expiresAt,
    };
  }
}
