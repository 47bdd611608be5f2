import { describe } from '@jest/globals';
import { describeApiClientRegistry } from './contract/api-client-registry.js';
import { describeApiClientStore } from './contract/api-client-store.js';
import { describeClientBudgetStore } from './contract/client-budget-store.js';
import { MemoryApiClientRegistry, MemoryApiClientStore, MemoryClientBudgetStore } from './memory-stores.js';

describe('in memory', () => {
  const store = new MemoryApiClientStore();
  const registry = new MemoryApiClientRegistry(store);
  const budgets = new MemoryClientBudgetStore();

  describeApiClientStore(() => store);
  describeApiClientRegistry(() => ({ registry, store }));
  describeClientBudgetStore(() => budgets);
});
