import type { ApiClient } from './api-client.js';
import type { PlanLimits } from './plan.js';

/** One bearer key of a client, by its hash. */
export interface RegisteredKey extends ApiClient {
  readonly keyHash: string;
}

/** Changes to a registered key; null removes a member. */
export interface KeyChanges {
  readonly expiresAt?: number;
  readonly disabledAt?: number | null;
  readonly plan?: string | PlanLimits | null;
  readonly sourceId?: string;
}

/**
 * What the administration of clients needs. It reads the whole table, which no service is permitted to do: services
 * use `ApiClientStore`.
 */
export interface ApiClientRegistry {
  /** Every key of every client, expired and disabled ones included. */
  list(): Promise<readonly RegisteredKey[]>;
  /** Reserves an id for ever, in one conditional write; false if it was reserved before. */
  claimId(id: string): Promise<boolean>;
  /** Rejects if the hash exists. */
  create(keyHash: string, client: ApiClient): Promise<void>;
  /** Changes an existing key; with `unlessDisabled` only if it is not disabled. False if nothing was changed. */
  change(keyHash: string, changes: KeyChanges, unlessDisabled?: boolean): Promise<boolean>;
  remove(keyHash: string): Promise<void>;
}
