/** Helpers for the tests of other libs. */

export { expandTemplate } from '../templates/expand-template.js';
export { dyingAt } from './dying-store.js';
export * from './environment.js';
export * from './memory-stores.js';
export { incomePolicy } from './policies.js';
