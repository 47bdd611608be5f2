import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { REFUSAL_LIMITS } from '../tokens.js';
import {
  KnownRequests,
  type RefusalLimits,
  RefusalThrottleInterceptor,
} from './refusal-throttle.interceptor.js';

type RefusalThrottleModuleOptions = Pick<FactoryProvider<RefusalLimits>, 'inject' | 'useFactory'>;

/** Throttles client addresses with many refused presentations, on routes with `@ThrottleRefusals`. */
@Module({
  providers: [KnownRequests, { provide: APP_INTERCEPTOR, useClass: RefusalThrottleInterceptor }],
  exports: [KnownRequests],
})
export class RefusalThrottleModule {
  static forRootAsync({ inject = [], useFactory }: RefusalThrottleModuleOptions): DynamicModule {
    return { module: RefusalThrottleModule, providers: [{ provide: REFUSAL_LIMITS, inject, useFactory }] };
  }
}
