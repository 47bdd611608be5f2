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
  /** Stores a batch in one conditional write; false where the id exists. */
  create(batch: IssuedBatch): Promise<boolean>;
  /** A strongly consistent read. */
  find(id: string): Promise<IssuedBatch | undefined>;
  /**
   * Sets the status and increases the version in one conditional write. The condition: the batch has the version
   * `fromVersion`, and it is not revoked or stays revoked. Returns the batch after the write; undefined where nothing
   * was written.
   */
  setStatus(id: string, fromVersion: number, status: CredentialStatus): Promise<IssuedBatch | undefined>;
}
