export { MemoryIdempotencyStore } from './memory-idempotency-store.js';
export { codesOf, faultsOf, fetchDocument, openInputSchemas, operationsOf } from './openapi-checks.js';
export { createTestService, testClients } from './test-service.js';
export { until } from './until.js';
