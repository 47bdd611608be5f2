export { MemoryIdempotencyStore } from './memory-idempotency-store.js';
export * from './openapi-checks.js';
export * from './test-service.js';
