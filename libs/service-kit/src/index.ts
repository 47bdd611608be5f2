export { ApiClientsModule } from './api-clients/api-clients.module.js';
export { PublicRoute } from './api-clients/public-route.js';
export { AuthenticatedClient, AuthenticatedKeyHash, RequireScope } from './api-clients/scope-guard.js';
export {
  type CertificateChain,
  CertificateChains,
  CertificateError,
} from './certificates/certificate-chains.js';
export { EnvCertificateChains } from './certificates/certificate-variable.js';
export { CertificatesModule } from './certificates/certificates.module.js';
export { SigningCertificate } from './certificates/signing-certificate.js';
export { Env, envVariables, flag, integer, list, text } from './config/env.js';
export { ConfigError, loadConfig } from './config/load-config.js';
export { ServiceConfig, StatefulServiceConfig, ValidateWith } from './config/service-config.js';
export { BodyLimit, NoBody } from './http/adapter.js';
export { addressGroup } from './http/client-address.js';
export { Idempotent } from './idempotency/idempotency.interceptor.js';
export { IdempotencyModule } from './idempotency/idempotency.module.js';
export { OperationId, OperationSecret } from './idempotency/operation-id.js';
export { SigningKeysModule } from './keys/signing-keys.module.js';
export { createHttpHandler } from './lambda/http-handler.js';
export { KeyRotationConfig } from './lambda/key-rotation-config.js';
export { createKeyRotationHandler } from './lambda/key-rotation-handler.js';
export { createWebhookHandler } from './lambda/webhook-handler.js';
export { registry as metricsRegistry } from './observability/instruments.js';
export { countVerdict, observeDocument, observeStore } from './observability/observe.js';
export { ApiJsonBody, ApiJsonResponse } from './openapi/api-json.js';
export { ApiProblems, BODY_PROBLEMS } from './openapi/api-problems.js';
export { FORM_MEDIA_TYPE, Form, FormBody, type FormParameters } from './openid/form-body.js';
export { type OpenidErrorBody, openidErrorFor, openidErrorOf } from './openid/openid-error-body.js';
export { ApiOpenidErrors } from './openid/openid-error-responses.js';
export { ServiceError } from './problems/service-error.js';
export { defaultThreads, ProofPool } from './proof-pool/proof-pool.js';
export { ProofsModule } from './proof-pool/proofs.module.js';
export { deriveKey, openSealed, seal } from './sealing/sealing.js';
export { BackgroundTasks } from './service/background-tasks.js';
export { createService } from './service/create-service.js';
export { runService } from './service/run-service.js';
export type { ServiceDefinition } from './service/service-definition.js';
export { nodeSha256 } from './signatures/sha256.js';
export { verifyJwsWithNode } from './signatures/verify-jws.js';
export { EmbeddedScriptModule } from './static-pages/embedded-scripts.module.js';
export { StaticPagesModule } from './static-pages/static-pages.module.js';
export { StoreModule } from './store/store.module.js';
export { ConcurrencyLimiter } from './throttle/concurrency-limiter.js';
export {
  KnownRequests,
  type ThrottledRoute,
  ThrottleRefusals,
} from './throttle/refusal-throttle.interceptor.js';
export { RefusalThrottleModule } from './throttle/refusal-throttle.module.js';
export { Throttle } from './throttle/throttle.js';
export {
  API_CLIENT_STORE,
  CLIENT_BUDGET_STORE,
  CLOCK,
  IDEMPOTENCY_STORE,
  LISTING_STORE,
  PROOF_RUNNER,
  REQUEST_STORE,
  SIGNING_KEYS,
  STORE_CLIENT,
  WEBHOOK_DELIVERY_STORE,
  WEBHOOK_ENDPOINT_STORE,
  WEBHOOK_SENDER,
} from './tokens.js';
export { HasShape } from './validation/input-shape.pipe.js';
export { CreatedWebhookDto, WebhookDeliveryListDto, WebhookListDto } from './webhooks/webhook.dto.js';
export {
  CreateWebhookDocs,
  DeleteWebhookDocs,
  ListDeliveriesDocs,
  ListWebhooksDocs,
  ResendDeliveryDocs,
  RotateWebhookDocs,
} from './webhooks/webhooks.docs.js';
export { WebhooksModule } from './webhooks/webhooks.module.js';
