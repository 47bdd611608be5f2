import type { CredentialStatus, StatusReference } from './issued-credential-store.js';

export interface StatusListEntry {
  readonly index: number;
  readonly status: CredentialStatus;
}

/** The existing lists. Read often, written only when a list is opened. */
export interface StatusLists {
  /** The lists in which indices are reserved. */
  readonly open: readonly number[];
  /** Number of lists that were ever opened; they are numbered 0 to count − 1. */
  readonly count: number;
  /** 1 after the first write, increased by one with each further write. */
  readonly version: number;
}

/** A change of a batch's status that may not be complete in the status lists. */
export interface AnnouncedChange {
  /** Random. */
  readonly id: number;
  readonly batchId: string;
  /** The version of the batch that the change replaces. */
  readonly fromVersion: number;
  /** Seconds since the epoch. */
  readonly announcedAt: number;
}

export interface StatusListStore {
  /** Reserves an index permanently; false where it is already reserved. The status of a reserved index is `valid`. */
  reserve(reference: StatusReference): Promise<boolean>;
  /** Sets one entry. Does nothing where the entry has a higher version. */
  set(reference: StatusReference, status: CredentialStatus, version: number): Promise<void>;
  /** All entries of a list that were ever set, in any order. */
  entries(list: number): Promise<StatusListEntry[]>;
  announce(change: AnnouncedChange): Promise<void>;
  /** All announced changes, of all lists, in any order. A strongly consistent read. */
  announced(): Promise<AnnouncedChange[]>;
  /** Removes an announcement. Does nothing where it is already removed. */
  retract(id: number): Promise<void>;
  /** The existing lists; undefined before the first write. */
  lists(): Promise<StatusLists | undefined>;
  /** Writes the lists in one conditional write; false unless the stored version is exactly one lower. */
  writeLists(lists: StatusLists): Promise<boolean>;
}
