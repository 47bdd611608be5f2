import { Logger, type Provider } from '@nestjs/common';
import { type ClientBudgetStore, ClientPlans, RateLimiter } from '@zk-income/api-clients';
import type { Clock } from '@zk-income/credential';
import type { StatefulServiceConfig } from '../config/service-config.js';
import { CLIENT_BUDGET_STORE, CLOCK } from '../tokens.js';

/** What routes with `@RequireScope` need to hold clients to their plans. */
export const limitClients = (
  { plans, DEFAULT_CLIENT_PLAN }: StatefulServiceConfig,
  budgets: ClientBudgetStore,
): Provider[] => [
  { provide: CLIENT_BUDGET_STORE, useValue: budgets },
  {
    provide: ClientPlans,
    useFactory: () => {
      const logger = new Logger('Plans');
      return new ClientPlans(plans, DEFAULT_CLIENT_PLAN, (plan) =>
        logger.warn(`Plan ${plan} is not configured; its clients use the plan ${DEFAULT_CLIENT_PLAN}.`),
      );
    },
  },
  {
    provide: RateLimiter,
    inject: [CLIENT_BUDGET_STORE, ClientPlans, CLOCK],
    useFactory: (store: ClientBudgetStore, clientPlans: ClientPlans, clock: Clock) =>
      new RateLimiter(store, clientPlans, clock),
  },
];
