import 'reflect-metadata';
import { createStoreClient, DynamoApiClientRegistry, DynamoClientBudgetStore } from '@zk-income/persistence';
import { loadConfig, StatefulServiceConfig } from '@zk-income/service-kit';
import type { ClientStores } from './client-actions.js';

/** Opens the store that the environment variables name. Listing requires permission to scan the table of clients. */
export function openClientStores(): ClientStores {
  const config = loadConfig(StatefulServiceConfig);
  const store = createStoreClient({
    endpoint: config.STORE_ENDPOINT,
    region: config.AWS_REGION,
    tablePrefix: config.TABLE_PREFIX,
  });
  return {
    registry: new DynamoApiClientRegistry(store),
    budgets: new DynamoClientBudgetStore(store),
    plans: config.plans,
    defaultPlan: config.DEFAULT_CLIENT_PLAN,
    close: () => store.close(),
  };
}
