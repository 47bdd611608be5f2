import type { PlanLimits } from '../plans/plan.js';

export const SCOPES = ['issue', 'revoke', 'request'] as const;
export type Scope = (typeof SCOPES)[number];

/** A program that may call a service, by one of its bearer keys. The key is known only by its hash. */
export interface ApiClient {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** `<register>:<number>` of the payer for whom the client issues; absent for a client that never issues. */
  readonly sourceId?: string;
  /** The name of a plan, or limits of the client's own; absent for a client on the configured default. */
  readonly plan?: string | PlanLimits;
  /** Seconds since the epoch, as all times here. Absent for a key from before these were kept. */
  readonly createdAt?: number;
  /** When this key took the place of another of the client. */
  readonly rotatedAt?: number;
  /** From when the key is good for nothing, because another took its place. */
  readonly expiresAt?: number;
  /** Since when the client may do nothing. */
  readonly disabledAt?: number;
}

export interface ApiClientStore {
  /** Stores a client under SHA-256 (base64url) of its bearer key. Throws when that hash is taken. */
  create(keyHash: string, client: ApiClient): Promise<void>;
  /** Also a client that is disabled, or whose key has expired: the caller looks at the times. */
  findByKeyHash(keyHash: string): Promise<ApiClient | undefined>;
}
