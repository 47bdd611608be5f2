export { describeApiClientRegistry } from './contract/api-client-registry.js';
export { describeApiClientStore } from './contract/api-client-store.js';
export { describeClientBudgetStore } from './contract/client-budget-store.js';
export { MemoryApiClientRegistry, MemoryApiClientStore, MemoryClientBudgetStore } from './memory-stores.js';
