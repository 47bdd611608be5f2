import type { CredentialStatus, StatusReference } from './issued-credential-store.js';

export interface StatusListEntry {
  readonly index: number;
  readonly status: CredentialStatus;
}

/** Which lists there are. Read often, written only when a list is opened. */
export interface StatusLists {
  /** The lists that indices are drawn from. */
  readonly open: readonly number[];
  /** How many lists were ever opened: 0 to count − 1. */
  readonly count: number;
  /** 1 at first, and one more with each change. */
  readonly version: number;
}

export interface StatusListStore {
  /** Takes an index for good; false when somebody has it already. Entries of taken indices are valid. */
  reserve(reference: StatusReference): Promise<boolean>;
  /** Sets one entry unless a higher version was written to it before; then does nothing. */
  set(reference: StatusReference, status: CredentialStatus, version: number): Promise<void>;
  /** All entries of a list that were ever set, in any order. */
  entries(list: number): Promise<StatusListEntry[]>;
  /** Which lists there are; undefined before the first write. */
  lists(): Promise<StatusLists | undefined>;
  /** Writes them if the version stored is the one before, in one conditional write; false where it is not. */
  writeLists(lists: StatusLists): Promise<boolean>;
}
