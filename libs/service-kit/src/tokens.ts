/** Injection tokens of providers that have no class. */
export const API_CLIENT_STORE = Symbol('ApiClientStore');
export const CLIENT_BUDGET_STORE = Symbol('ClientBudgetStore');
export const IDEMPOTENCY_STORE = Symbol('IdempotencyStore');
export const LISTING_STORE = Symbol('ListingStore');
export const REQUEST_STORE = Symbol('RequestStore');
export const PROOF_RUNNER = Symbol('ProofRunner');
export const SIGNING_KEYS = Symbol('SigningKeys');
export const CLOCK = Symbol('Clock');
export const REFUSAL_LIMITS = Symbol('RefusalLimits');
export const STORE_CLIENT = Symbol('StoreClient');
export const WEBHOOK_ENDPOINT_STORE = Symbol('WebhookEndpointStore');
export const WEBHOOK_DELIVERY_STORE = Symbol('WebhookDeliveryStore');
export const WEBHOOK_SENDER = Symbol('WebhookSender');
export const WEBHOOK_SUBJECTS = Symbol('WebhookSubjects');
