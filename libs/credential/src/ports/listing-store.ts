import type { WalletOptions } from '../requests/wallet-options.js';

/** What a verifier stores of a listing. Each applicant gets a request of their own, which is stored as others are. */
export interface StoredListing {
  readonly id: string;
  readonly ownerId: string;
  /** Names the API key with which the owner made the listing. */
  readonly ownerKey: string;
  /** `deleting`: the listing is gone for every party. The next call of its owner completes the deletion. */
  readonly state: 'open' | 'closed' | 'deleting';
  readonly title: string;
  /** SHA-256 of the secret in its link, base64url. */
  readonly secretHash: string;
  /** The policy, encoded as transaction data are. */
  readonly policy: string;
  readonly wallet: WalletOptions;
  readonly legalBasis?: string;
  /** Times are seconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly requestExpiresIn: number;
  readonly maxRequests: number;
  /** Requests that were admitted. It is never too low, and includes those of calls that were interrupted. */
  readonly admitted: number;
  /** After this time, the store may delete the listing. */
  readonly retainUntil: number;
}

/** A request of a listing. It is recorded before the request is made, which may not happen. */
export interface ListedRequest {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}

export interface ListingStore {
  /** Stores a listing in one conditional write; false where the id exists. */
  create(listing: StoredListing): Promise<boolean>;
  /** A strongly consistent read. Listings past their retention may be deleted. */
  find(id: string): Promise<StoredListing | undefined>;
  /** Records that a request of a listing may be made. */
  announce(id: string, request: ListedRequest, retainUntil: number): Promise<void>;
  /** The announced requests of a listing: a strongly consistent read, in no order. */
  announced(id: string): Promise<readonly ListedRequest[]>;
  retract(id: string, requestId: string): Promise<void>;
  /**
   * Counts one request in one conditional write; the condition is `open`, `now < expiresAt` and `admitted < maxRequests`. Of any
   * number of concurrent callers on any number of replicas, no more than `maxRequests` get true.
   */
  admit(id: string, now: number): Promise<boolean>;
  /** Closes an open listing in one conditional write; false where it is not open. */
  close(id: string): Promise<boolean>;
  /** Sets the state `deleting` in one conditional write; false where the listing does not exist. */
  beginDeletion(id: string): Promise<boolean>;
  /** Deletes the listing, but no announcement. */
  delete(id: string): Promise<void>;
}
