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

/** What is stored of the links of a request that OpenID wallets answer. The links contain a secret, which is not stored. */
export interface RequestLinks {
  /** SHA-256 of the secret, base64url. */
  readonly secretHash: string;
  /** A public name of the request under which its state may be read. Nothing but the store connects it with the id. */
  readonly statusId: string;
  /** What a response repeats. */
  readonly state: string;
  readonly responseMode: 'direct_post' | 'direct_post.jwt';
  /** For `direct_post.jwt`: the private key of the responses, encrypted under a key that follows from the secret. */
  readonly sealedResponseKey?: Uint8Array;
  /** Whether the request also names the formats as drafts of the standard did. */
  readonly formats?: 'standard_and_legacy';
  /** For answers on the device that asks: where the wallet sends the person, with a response code. */
  readonly redirectUri?: string;
}

/** What a wallet reports instead of an answer. It has the link of the request, so it could be anyone. */
export interface WalletError {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly error: string;
  readonly description?: string;
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
  /** On what basis the owner asks, in the owner's words. */
  readonly legalBasis?: string;
  /** The id of the listing that made the request. */
  readonly listingId?: string;
  readonly state: 'pending' | 'answered';
  /** Presentations that passed all checks but the last ones, including some whose last checks still run. */
  readonly failedAttempts: number;
  readonly answer?: RequestAnswer;
  /** Only of a request that OpenID wallets answer by its links. */
  readonly links?: RequestLinks;
  /**
   * Hashes of the codes with one of which the owner binds the answer to the session that asked. Absent once it is bound, and
   * where `links` has no `redirectUri`.
   */
  readonly responseCodes?: readonly string[];
  /** Wrong response codes that the owner has sent. */
  readonly wrongCodes?: number;
  /** The latest errors that wallets reported, and how many there were. */
  readonly walletErrors?: { readonly count: number; readonly latest: readonly WalletError[] };
}

/** The times of an answer, in seconds since the epoch. */
export interface AnswerTimes {
  readonly now: number;
  /** Replaces the time after which the store may delete the request. */
  readonly retainUntil: number;
}

export interface RequestStore {
  /**
   * Stores a request in one conditional write; false where the id exists. The name of its state is stored before it, so that
   * a request which exists can be found by it.
   */
  create(request: StoredRequest): Promise<boolean>;
  /** A strongly consistent read. Requests past their retention may be deleted. */
  find(id: string): Promise<StoredRequest | undefined>;
  /** The id of the request whose state has this public name. The request may not exist. */
  findIdByStatusId(statusId: string): Promise<string | undefined>;
  /**
   * One conditional write; the condition is `pending` and `now < expiresAt`. Of any number of concurrent callers on any
   * number of replicas, one gets 'consumed'. The same write reduces `failedAttempts` by `countedAttempts`: the attempt that
   * consumes the request has not failed.
   *
   * @param responseCode the hash of a code without which the answer stays unbound
   */
  consume(
    id: string,
    answer: RequestAnswer,
    times: AnswerTimes,
    countedAttempts: 0 | 1,
    responseCode?: string,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'>;
  /** Adds the hash of a code to an unbound answer; false where it is bound, or has `limit` codes. */
  addResponseCode(id: string, responseCode: string, limit: number): Promise<boolean>;
  /**
   * Binds an unbound answer in one conditional write, after which no code is left. False where none of its codes has this
   * hash.
   */
  redeem(id: string, responseCode: string, times: Pick<AnswerTimes, 'retainUntil'>): Promise<boolean>;
  /** Increases wrongCodes of an unbound answer by one; false without such an answer, or at `limit`. */
  countWrongCode(id: string, limit: number): Promise<boolean>;
  /** Replaces the errors of a pending request if `count` is still the one before; false otherwise. */
  recordWalletErrors(id: string, errors: NonNullable<StoredRequest['walletErrors']>): Promise<boolean>;
  /** Increases failedAttempts by one; false where the request does not exist, is answered, or has reached `limit`. */
  countFailedAttempt(id: string, limit: number): Promise<boolean>;
  /** Reduces failedAttempts of a pending request by one, for an attempt that was counted and has not failed. */
  uncountAttempt(id: string): Promise<void>;
  /** Deletes a request and the name of its state. Returns whether the request existed and belonged to the owner. */
  delete(id: string, ownerId: string): Promise<boolean>;
}
