export { GIVE_UP_SECONDS, RETRY_DELAYS } from './back-off.js';
export {
  DELIVERY_STATES,
  type DeliveryRecord,
  deliveryPrefix,
  QUEUE_SECONDS,
  QUEUE_SHARDS,
  type QueuedDelivery,
  SEND_ERRORS,
  shardOf,
  type WebhookDeliveryStore,
} from './delivery.js';
export {
  type DeliveryOutcome,
  type DeliveryRound,
  type EffectState,
  WebhookDispatcher,
  type WebhookSubjects,
} from './dispatcher.js';
export type { ClientEndpoints, WebhookEndpoint, WebhookEndpointStore } from './endpoint.js';
export {
  type CreatedWebhook,
  type CreateWebhookInput,
  MAX_ENDPOINTS,
  ROTATION_SECONDS,
  WebhookEndpoints,
  type WebhookEndpointView,
  webhookInput,
} from './endpoints.js';
export {
  ISSUING_EVENTS,
  REQUEST_EVENTS,
  WEBHOOK_EVENTS,
  type WebhookEvent,
  type WebhookEventType,
} from './event.js';
export { MAX_LISTED_DELIVERIES, type WebhookDeliveryView, WebhookOutbox } from './outbox.js';
export { HttpsSender, type HttpsSenderOptions, type WebhookSender } from './sender.js';
export { WEBHOOK_KEY_PATTERN, WebhookKeys } from './webhook-keys.js';
