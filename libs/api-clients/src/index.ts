export {
  type ApiClient,
  type ApiClientStore,
  isDisabled,
  isExpired,
  SCOPES,
  type Scope,
} from './api-client.js';
export type { ApiClientRegistry, KeyChanges, RegisteredKey } from './api-client-registry.js';
export { bearerKeyBytes, bearerKeyHash, bearerKeyOf, newBearerKey } from './bearer-key.js';
export {
  type ClientBudget,
  countedMonth,
  emissionInterval,
  limitTat,
  microsToFill,
  monthOf,
  monthStart,
  remainingRequests,
} from './budget.js';
export {
  ClientAdministration,
  ClientAdministrationError,
  type ClientRecord,
} from './client-administration.js';
export type { ClientBudgetStore } from './client-budget-store.js';
export { ClientPlans, limitsOfPlan } from './client-plans.js';
export { createApiClient } from './create-api-client.js';
export {
  BUILT_IN_PLANS,
  isPlanLimits,
  isPlanName,
  PLAN_LIMITS_EXPECTED,
  type PlanLimits,
  type Plans,
} from './plan.js';
export {
  exhaustedPolicies,
  rateLimitHeaders,
  retryAfterSeconds,
} from './rate-limit-headers.js';
export { type RateLimitDecision, RateLimiter } from './rate-limiter.js';
