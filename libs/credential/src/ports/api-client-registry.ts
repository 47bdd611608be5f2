import type { PlanLimits } from '../plans/plan.js';
import type { ApiClient } from './api-client-store.js';

/** A bearer key of a client, by its hash. */
export interface RegisteredKey extends ApiClient {
  readonly keyHash: string;
}

/** What may change of a key that is registered; null takes a member away. */
export interface KeyChanges {
  readonly expiresAt?: number;
  readonly disabledAt?: number | null;
  readonly plan?: string | PlanLimits | null;
}

/**
 * The clients for whoever looks after them. It reads the whole table, for which no service has the right: services
 * have `ApiClientStore`.
 */
export interface ApiClientRegistry {
  /** Every key of every client, those that are good for nothing included. */
  list(): Promise<readonly RegisteredKey[]>;
  /** Takes an id for ever, in one conditional write; false when it was taken before. */
  claimId(id: string): Promise<boolean>;
  /** Throws when the hash is taken. */
  create(keyHash: string, client: ApiClient): Promise<void>;
  /** Changes a key that is there and, with `unlessDisabled`, not disabled; false otherwise. */
  change(keyHash: string, changes: KeyChanges, unlessDisabled?: boolean): Promise<boolean>;
  remove(keyHash: string): Promise<void>;
}
