import { type DynamicModule, type FactoryProvider, Logger, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  type ApiClientStore,
  type ClientBudgetStore,
  ClientPlans,
  RateLimiter,
} from '@zk-income/api-clients';
import type { Clock } from '@zk-income/credential';
import { StatefulServiceConfig } from '../config/service-config.js';
import { API_CLIENT_STORE, CLIENT_BUDGET_STORE, CLOCK } from '../tokens.js';
import { ScopeGuard } from './scope-guard.js';

const STORES = Symbol('ApiClientStores');

interface ApiClientStores {
  readonly clients: ApiClientStore;
  readonly budgets: ClientBudgetStore;
}

type ApiClientsModuleOptions = Pick<FactoryProvider<ApiClientStores>, 'inject' | 'useFactory'>;

/** Authenticates API clients on routes with `@RequireScope`, and enforces their rate limits and quotas. */
@Module({ providers: [{ provide: APP_GUARD, useClass: ScopeGuard }] })
export class ApiClientsModule {
  static forRootAsync({ inject = [], useFactory }: ApiClientsModuleOptions): DynamicModule {
    return {
      module: ApiClientsModule,
      exports: [API_CLIENT_STORE, RateLimiter],
      providers: [
        { provide: STORES, inject, useFactory },
        {
          provide: API_CLIENT_STORE,
          inject: [STORES],
          useFactory: ({ clients }: ApiClientStores) => clients,
        },
        {
          provide: CLIENT_BUDGET_STORE,
          inject: [STORES],
          useFactory: ({ budgets }: ApiClientStores) => budgets,
        },
        { provide: ClientPlans, inject: [StatefulServiceConfig], useFactory: createClientPlans },
        {
          provide: RateLimiter,
          inject: [CLIENT_BUDGET_STORE, ClientPlans, CLOCK],
          useFactory: (store: ClientBudgetStore, plans: ClientPlans, clock: Clock) =>
            new RateLimiter(store, plans, clock),
        },
      ],
    };
  }
}

function createClientPlans({ plans, DEFAULT_CLIENT_PLAN: defaultPlan }: StatefulServiceConfig): ClientPlans {
  const logger = new Logger('Plans');
  return new ClientPlans(plans, defaultPlan, (plan) =>
    logger.warn(`Plan ${plan} is not configured in CLIENT_PLANS; its clients use the plan ${defaultPlan}.`),
  );
}
