export * from './api-clients/limit-clients.js';
export * from './api-clients/scope-guard.js';
export * from './config/env.js';
export * from './config/load-config.js';
export * from './config/service-config.js';
export * from './health/health.controller.js';
export * from './health/readiness.js';
export { BodyLimit, ServiceAdapter } from './http/adapter.js';
export * from './idempotency/idempotency.interceptor.js';
export * from './keys/jwks.controller.js';
export * from './keys/open-signing-keys.js';
export * from './lambda/http-handler.js';
export * from './lambda/key-rotation-config.js';
export * from './lambda/key-rotation-handler.js';
export { ServiceLogger } from './logging/service-logger.js';
export { registry as metricsRegistry } from './observability/instruments.js';
export { countVerdict, observeStore } from './observability/observe.js';
export * from './openapi/api-answer.js';
export * from './openapi/api-problems.js';
export type { ApiDescription } from './openapi/document.js';
export {
  describeCode,
  HTTP_ERRORS,
  type HttpErrorCode,
  type ProblemCode,
  problemType,
} from './problems/catalogue.js';
export { type FieldError, ServiceError } from './problems/service-error.js';
export * from './proof-pool/own-thread.js';
export * from './proof-pool/proof-pool.js';
export * from './service/close-on-shutdown.js';
export * from './service/create-service.js';
export * from './service/run-service.js';
export { setup } from './service/setup.js';
export { StartError } from './service/start-error.js';
export { isSignedByOnServer } from './signatures/is-signed-by.js';
export { sha256OnServer } from './signatures/sha256.js';
export { Places } from './throttle/places.js';
export * from './throttle/refusal-throttle.js';
export * from './tokens.js';
