export interface IdempotencyRecord {
  readonly fingerprint: Uint8Array;
  readonly state: 'in_progress' | 'completed';
  /** The stored response, encrypted by the caller; present when completed. */
  readonly response?: Uint8Array;
  /**
   * Names the claim of a record in progress as it was read. A renewal changes it, so a lease that does not change
   * belongs to a process that died. Absent where the claim must not be taken over.
   */
  readonly lease?: string;
  /** Whether the process that claimed the key gave it up: the claim can be taken over at once. */
  readonly isAbandoned?: boolean;
}

/** A call that claims a key. Times are seconds since the epoch. */
export interface IdempotencyClaim {
  /** Random; identifies the call. */
  readonly token: string;
  /** Random; identifies what the first call does, for this one and for a call that takes over. */
  readonly operation: string;
  readonly fingerprint: Uint8Array;
  readonly now: number;
  readonly expiresAt: number;
}

export interface IdempotencyStore {
  /**
   * Claims a key in one conditional write. Returns 'claimed' where the key was free or past `expiresAt`; otherwise the
   * existing record.
   */
  claim(key: string, claim: IdempotencyClaim): Promise<'claimed' | IdempotencyRecord>;
  /**
   * Takes a claim over in one conditional write, unless it was renewed, taken over, completed or released after its
   * `lease` was read. Returns the operation of the first claim; undefined where nothing was written.
   */
  takeOver(key: string, lease: string, claim: IdempotencyClaim): Promise<string | undefined>;
  /** Shows that the process that owns the claim is alive. Does nothing if the token does not own the claim. */
  renew(key: string, token: string): Promise<void>;
  /** Stores the response if the token still owns the claim; false otherwise. */
  complete(key: string, token: string, response: Uint8Array): Promise<boolean>;
  /** Frees the key if the token still owns the claim and it is not completed: nothing was done. */
  release(key: string, token: string): Promise<void>;
  /** Gives the claim up if the token still owns it and it is not completed: the next call continues the operation. */
  abandon(key: string, token: string): Promise<void>;
}
