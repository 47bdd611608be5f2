import type { CredentialStatus, StatusReference } from './issued-credential-store.js';

export interface StatusListEntry {
  readonly index: number;
  readonly status: CredentialStatus;
}

export interface StatusListStore {
  /** Takes an index for good; false when somebody has it already. Entries of taken indices are valid. */
  reserve(reference: StatusReference): Promise<boolean>;
  /** Sets one entry unless a higher version was written to it before; then does nothing. */
  set(reference: StatusReference, status: CredentialStatus, version: number): Promise<void>;
  /** All entries of a list that were ever set, in any order. */
  entries(list: number): Promise<StatusListEntry[]>;
}
