import type { PlanLimits } from './plan.js';

export const SCOPES = ['issue', 'revoke', 'request'] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * A program that may call a service, as one of its bearer keys describes it. The key itself is stored only as a hash.
 * Times are seconds since the epoch.
 */
export interface ApiClient {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** `<register>:<number>` of the payer for whom the client issues, canonical; absent for a client that never issues. */
  readonly sourceId?: string;
  /** The name of a plan, or the client's own limits; absent for a client on the configured default plan. */
  readonly plan?: string | PlanLimits;
  /** Absent for a key created before this was recorded. */
  readonly createdAt?: number;
  /** When this key replaced another key of the client. */
  readonly rotatedAt?: number;
  /** When the key expires, because another one replaced it. */
  readonly expiresAt?: number;
  /** When the client was disabled. */
  readonly disabledAt?: number;
}

/** What the services need: look-up by key. */
export interface ApiClientStore {
  /** Stores a client under SHA-256 (base64url) of its bearer key. Rejects if that hash exists. */
  create(keyHash: string, client: ApiClient): Promise<void>;
  /** Also finds disabled clients and expired keys: the caller checks the times. */
  findByKeyHash(keyHash: string): Promise<ApiClient | undefined>;
}

export const isExpired = ({ expiresAt }: ApiClient, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

export const isDisabled = ({ disabledAt }: ApiClient): boolean => disabledAt !== undefined;
