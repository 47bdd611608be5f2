export interface IdempotencyRecord {
  readonly fingerprint: Uint8Array;
  readonly state: 'in_progress' | 'completed';
  /** What the caller kept for a retry; present when completed. Opaque here: it is encrypted. */
  readonly response?: Uint8Array;
}

export interface IdempotencyStore {
  /**
   * Claims a key in one conditional write. 'claimed' when it was free, past `expiresAt`, or its first
   * holder never finished and the lease has run out; else what is there. Times are seconds since the epoch.
   */
  claim(
    key: string,
    claim: { token: string; fingerprint: Uint8Array; now: number; leaseUntil: number; expiresAt: number },
  ): Promise<'claimed' | IdempotencyRecord>;
  /** Keeps the response, if the claim is still this token's; false otherwise. */
  complete(key: string, token: string, response: Uint8Array): Promise<boolean>;
  /** Frees the key, if the claim is still this token's and not completed. */
  release(key: string, token: string): Promise<void>;
}
