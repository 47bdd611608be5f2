import { createHmac, sign } from 'node:crypto';
import type { EndpointSecrets } from './webhook-keys.js';

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * The headers of an attempt (Standard Webhooks 1.0.0): for each of the secrets a signature `v1` (HMAC-SHA256) and a signature
 * `v1a` (ed25519) over `id.timestamp.body`.
 */
export function signWebhook(
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
  secrets: readonly EndpointSecrets[],
): WebhookHeaders {
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = [
    ...secrets.map(({ hmac }) => `v1,${createHmac('sha256', hmac).update(signed).digest('base64')}`),
    ...secrets.map(({ ed25519 }) => `v1a,${sign(null, signed, ed25519).toString('base64')}`),
  ];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
