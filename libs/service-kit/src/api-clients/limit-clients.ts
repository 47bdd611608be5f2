import type { Provider } from '@nestjs/common';
import type { ClientBudgetStore } from '@zk-income/credential';
import type { StatefulServiceConfig } from '../config/service-config.js';
import { CLIENT_BUDGET_STORE } from '../tokens.js';
import { ClientLimiter } from './client-limiter.js';
import { ClientPlans } from './client-plans.js';

/** What routes with `@RequireScope` need to hold clients to their plans. */
export const limitClients = (
  { plans, DEFAULT_CLIENT_PLAN }: StatefulServiceConfig,
  budgets: ClientBudgetStore,
): Provider[] => [
  { provide: CLIENT_BUDGET_STORE, useValue: budgets },
  { provide: ClientPlans, useValue: new ClientPlans(plans, DEFAULT_CLIENT_PLAN) },
  ClientLimiter,
];
