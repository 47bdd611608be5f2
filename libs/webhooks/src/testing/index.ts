export { describeWebhookDeliveryStore } from './contract/webhook-delivery-store.js';
export { describeWebhookEndpointStore } from './contract/webhook-endpoint-store.js';
export { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from './memory-stores.js';
