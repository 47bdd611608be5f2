import type { WebhookEventType } from './event.js';

/** One generation of the secrets of an endpoint. The secrets follow from it and from a key that the store does not have. */
export interface SecretGeneration {
  /** Random. */
  readonly name: string;
  /** Names the key of the service. */
  readonly keyId: string;
  /** When the service stops signing with it, in seconds since the epoch; absent for the newest. */
  readonly until?: number;
}

/** A URL of a client that gets its events. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEventType[];
  /** Seconds since the epoch. */
  readonly createdAt: number;
  /** The newest first. */
  readonly generations: readonly SecretGeneration[];
  /** When the receiver answered 410. */
  readonly stoppedAt?: number;
}

/** All endpoints of one client at one service. */
export interface ClientEndpoints {
  readonly ownerId: string;
  /** Increases by one with each write; the first is 1. */
  readonly version: number;
  readonly endpoints: readonly WebhookEndpoint[];
}

export interface WebhookEndpointStore {
  /** A strongly consistent read; undefined for a client that never had an endpoint. */
  find(ownerId: string): Promise<ClientEndpoints | undefined>;
  /**
   * Replaces the endpoints of a client in one conditional write; false unless the stored version is exactly one lower, or for
   * version 1 no version is stored.
   */
  replace(endpoints: ClientEndpoints): Promise<boolean>;
}
