import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { systemClock } from '@zk-income/credential';
import { ServiceConfig, StatefulServiceConfig } from '../config/service-config.js';
import { HealthController } from '../health/health.controller.js';
import { Readiness } from '../health/readiness.js';
import { ProblemFilter } from '../problems/problem-filter.js';
import { ProofBackends } from '../proof-backend/proof-backends.js';
import { CLOCK } from '../tokens.js';
import { InputShapePipe } from '../validation/input-shape.pipe.js';
import { BackgroundTasks } from './background-tasks.js';

/** The injection tokens of a configuration: its class and the configuration classes that it extends. */
const configTokens = (config: ServiceConfig): Type[] => [
  ...new Set<Type>([
    config.constructor as Type,
    ServiceConfig,
    ...(config instanceof StatefulServiceConfig ? [StatefulServiceConfig] : []),
  ]),
];

/** The base of every service: configuration, clock, health routes, problem details and input validation. */
@Module({
  controllers: [HealthController],
  providers: [
    Readiness,
    BackgroundTasks,
    ProofBackends,
    { provide: CLOCK, useValue: systemClock },
    { provide: APP_PIPE, useClass: InputShapePipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [Readiness, BackgroundTasks, ProofBackends, CLOCK],
})
export class ServiceModule {
  static forRoot(config: ServiceConfig): DynamicModule {
    const tokens = configTokens(config);
    return {
      module: ServiceModule,
      global: true,
      providers: tokens.map((provide) => ({ provide, useValue: config })),
      exports: tokens,
    };
  }
}
