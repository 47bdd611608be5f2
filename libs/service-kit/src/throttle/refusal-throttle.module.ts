import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { REFUSAL_LIMIT } from '../tokens.js';
import { RefusalThrottleInterceptor } from './refusal-throttle.interceptor.js';

type RefusalThrottleModuleOptions = Pick<FactoryProvider<number>, 'inject' | 'useFactory'>;

/** Throttles client addresses with many refused presentations, on routes with `@ThrottleRefusals`. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: RefusalThrottleInterceptor }] })
export class RefusalThrottleModule {
  /** The factory returns the number of refused presentations allowed per address and minute. */
  static forRootAsync({ inject = [], useFactory }: RefusalThrottleModuleOptions): DynamicModule {
    return { module: RefusalThrottleModule, providers: [{ provide: REFUSAL_LIMIT, inject, useFactory }] };
  }
}
