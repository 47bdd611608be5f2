export const CREDENTIAL_STATUSES = ['valid', 'suspended', 'revoked'] as const;
export type CredentialStatus = (typeof CREDENTIAL_STATUSES)[number];

export interface StatusReference {
  readonly list: number;
  readonly index: number;
}

/** What an issuer keeps of one batch of copies: no income, no opening, no name. */
export interface IssuedBatch {
  readonly id: string;
  readonly clientId: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** One per copy, in the order of the copies. */
  readonly statusReferences: readonly StatusReference[];
  readonly status: CredentialStatus;
  /** Grows by one with each change of status, so that a late writer of list entries can be told from the newest. */
  readonly version: number;
}

export interface IssuedCredentialStore {
  create(batch: IssuedBatch): Promise<void>;
  find(id: string): Promise<IssuedBatch | undefined>;
  /**
   * Sets the status and raises the version, in one conditional write that also demands the client and
   * that the batch is not revoked (setting `revoked` again is allowed and raises the version too).
   * Returns the batch as it is now, or why nothing was written.
   */
  changeStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | 'unknown' | 'revoked'>;
}
