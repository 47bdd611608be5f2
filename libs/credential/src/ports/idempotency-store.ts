export interface IdempotencyRecord {
  readonly fingerprint: Uint8Array;
  readonly state: 'in_progress' | 'completed';
  /** The stored response, encrypted by the caller; present when completed. */
  readonly response?: Uint8Array;
}

export interface IdempotencyStore {
  /**
   * Claims a key in one conditional write. Returns 'claimed' where the key was free, past `expiresAt`, or in progress
   * with an expired lease; otherwise the existing record. Times are seconds since the epoch.
   */
  claim(
    key: string,
    claim: { token: string; fingerprint: Uint8Array; now: number; leaseUntil: number; expiresAt: number },
  ): Promise<'claimed' | IdempotencyRecord>;
  /** Stores the response if the token still owns the claim; false otherwise. */
  complete(key: string, token: string, response: Uint8Array): Promise<boolean>;
  /** Frees the key if the token still owns the claim and it is not completed. */
  release(key: string, token: string): Promise<void>;
}
