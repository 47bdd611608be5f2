export { budgetAfter } from './budget-after.js';
export { MemoryApiClientRegistry, MemoryApiClientStore, MemoryClientBudgetStore } from './memory-stores.js';
