import type { Words } from '../words/language.js';

/** The answer to a request, stored with it. Only the owner of the request may read it. */
export interface RequestAnswer {
  /** Seconds since the epoch. */
  readonly answeredAt: number;
  readonly receipt: string;
  readonly presentationHash: string;
  /** The alternative that was shown, of a policy that has alternatives. */
  readonly alternative?: string;
  /** The proved statements; none in disclosure mode. */
  readonly predicates: readonly Words[];
}

export interface StoredRequest {
  readonly id: string;
  readonly ownerId: string;
  readonly nonce: string;
  readonly audience: string;
  /** The audience of presentations that come by the response endpoint of OpenID wallets; absent where none may. */
  readonly walletAudience?: string;
  /** Empty in disclosure mode. */
  readonly transactionData: readonly string[];
  /** In disclosure mode only: the policy, which has no predicates, encoded as transaction data are. It is never sent. */
  readonly disclosure?: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly state: 'pending' | 'answered';
  /** Presentations that passed all checks but the last ones, including some whose last checks still run. */
  readonly failedAttempts: number;
  readonly answer?: RequestAnswer;
}

export interface RequestStore {
  /** Stores a request in one conditional write; false where the id exists. */
  create(request: StoredRequest): Promise<boolean>;
  /** A strongly consistent read. Requests past their retention may be deleted. */
  find(id: string): Promise<StoredRequest | undefined>;
  /**
   * One conditional write; the condition is `pending` and `now < expiresAt`. Of any number of concurrent callers on any
   * number of replicas, one gets 'consumed'. `retainUntil` replaces the time after which the store may delete the request.
   * The same write reduces `failedAttempts` by `countedAttempts`: the attempt that consumes the request has not failed.
   */
  consume(
    id: string,
    answer: RequestAnswer,
    times: { readonly now: number; readonly retainUntil: number },
    countedAttempts: 0 | 1,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'>;
  /** Increases failedAttempts by one; false where the request does not exist, is answered, or has reached `limit`. */
  countFailedAttempt(id: string, limit: number): Promise<boolean>;
  /** Reduces failedAttempts of a pending request by one, for an attempt that was counted and has not failed. */
  uncountAttempt(id: string): Promise<void>;
  /** Returns whether the request existed and belonged to the owner. */
  delete(id: string, ownerId: string): Promise<boolean>;
}
