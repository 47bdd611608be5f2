/** How a request was answered: kept with it, for its owner only. */
export interface RequestAnswer {
  /** Seconds since the epoch. */
  readonly answeredAt: number;
  readonly receipt: string;
  readonly presentationHash: string;
  readonly predicates: readonly string[];
}

export interface StoredRequest {
  readonly id: string;
  readonly ownerId: string;
  readonly nonce: string;
  readonly audience: string;
  readonly transactionData: readonly string[];
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly state: 'pending' | 'answered';
  /** Presentations that passed all but the last check and failed it. */
  readonly failedAttempts: number;
  readonly answer?: RequestAnswer;
}

export interface RequestStore {
  create(request: StoredRequest): Promise<void>;
  /** A strongly consistent read. Requests past their retention may be gone. */
  find(id: string): Promise<StoredRequest | undefined>;
  /**
   * One conditional write: pending, and `now < expiresAt`. Of any number of callers, at any number of
   * replicas, one gets 'consumed'. `retainUntil` replaces the time at which the store may forget the request.
   */
  consume(
    id: string,
    answer: RequestAnswer,
    now: number,
    retainUntil: number,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'>;
  /** Raises failedAttempts by one, unless the request is gone, answered or has `limit` already: then false. */
  countFailedAttempt(id: string, limit: number): Promise<boolean>;
  /** True when the request existed and belonged to the owner. */
  delete(id: string, ownerId: string): Promise<boolean>;
}
