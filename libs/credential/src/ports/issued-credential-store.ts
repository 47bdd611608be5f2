export const CREDENTIAL_STATUSES = ['valid', 'suspended', 'revoked'] as const;
export type CredentialStatus = (typeof CREDENTIAL_STATUSES)[number];

export interface StatusReference {
  readonly list: number;
  readonly index: number;
}

/** What an issuer stores of a batch of credential instances: no income, no opening, no name. */
export interface IssuedBatch {
  readonly id: string;
  readonly clientId: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** One for each instance, in the order of the batch. */
  readonly statusReferences: readonly StatusReference[];
  readonly status: CredentialStatus;
  /** Increases by one with each change of status, so that a late write of list entries does not replace a newer one. */
  readonly version: number;
}

export interface IssuedCredentialStore {
  create(batch: IssuedBatch): Promise<void>;
  find(id: string): Promise<IssuedBatch | undefined>;
  /**
   * Sets the status and increases the version in one conditional write. The condition: the batch belongs to the client
   * and is not revoked (`revoked` may be set again, which increases the version too). Returns the batch after the
   * write, or the reason why nothing was written.
   */
  changeStatus(
    id: string,
    clientId: string,
    status: CredentialStatus,
  ): Promise<IssuedBatch | 'unknown' | 'revoked'>;
}
