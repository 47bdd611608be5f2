import { describeWebhookDeliveryStore } from './contract/webhook-delivery-store.js';
import { describeWebhookEndpointStore } from './contract/webhook-endpoint-store.js';
import { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from './memory-stores.js';

const [endpoints, deliveries] = [new MemoryWebhookEndpointStore(), new MemoryWebhookDeliveryStore()];

describeWebhookEndpointStore(() => endpoints);
describeWebhookDeliveryStore(() => deliveries);
