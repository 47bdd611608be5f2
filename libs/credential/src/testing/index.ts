/** Helpers for the tests of other libs. */
export * from './environment.js';
export * from './memory-stores.js';
export { incomePolicy } from './policies.js';
