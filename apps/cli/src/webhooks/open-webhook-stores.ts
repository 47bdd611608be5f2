import 'reflect-metadata';
import {
  createStoreClient,
  DynamoWebhookDeliveryStore,
  DynamoWebhookEndpointStore,
} from '@zk-income/persistence';
import { loadConfig, StatefulServiceConfig } from '@zk-income/service-kit';
import { WebhookKeys } from '@zk-income/webhooks';
import type { WebhookService, WebhookStores } from './webhook-stores.js';

/** Opens the store that the environment variables name. */
export function openWebhookStores(service: WebhookService): WebhookStores {
  const config = loadConfig(StatefulServiceConfig);
  const store = createStoreClient({
    endpoint: config.STORE_ENDPOINT,
    region: config.AWS_REGION,
    tablePrefix: config.TABLE_PREFIX,
  });
  return {
    endpoints: new DynamoWebhookEndpointStore(store, service),
    deliveries: new DynamoWebhookDeliveryStore(store, service),
    keys: config.WEBHOOK_KEYS.length === 0 ? undefined : new WebhookKeys(config.WEBHOOK_KEYS),
    allowLoopback: config.WEBHOOK_LOOPBACK,
    close: () => store.close(),
  };
}
