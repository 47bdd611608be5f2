import type { WebhookDeliveryStore, WebhookEndpointStore, WebhookKeys } from '@zk-income/webhooks';

/** The services that send webhooks. */
export const WEBHOOK_SERVICES = ['issuer', 'verifier'] as const;
export type WebhookService = (typeof WEBHOOK_SERVICES)[number];

/** The webhooks of one service. */
export interface WebhookStores {
  readonly endpoints: WebhookEndpointStore;
  readonly deliveries: WebhookDeliveryStore;
  /** Absent where `WEBHOOK_KEYS` is not set. */
  readonly keys: WebhookKeys | undefined;
  readonly allowLoopback: boolean;
  close(): void;
}
