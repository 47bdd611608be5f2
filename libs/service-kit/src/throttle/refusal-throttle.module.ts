import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { REFUSAL_LIMIT } from '../tokens.js';
import { RefusalThrottleInterceptor } from './refusal-throttle.interceptor.js';

export type RefusalThrottleModuleOptions = Pick<FactoryProvider<number>, 'inject' | 'useFactory'>;

/** Throttles addresses with many refused presentations, on routes with `@ThrottleRefusals`. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: RefusalThrottleInterceptor }] })
export class RefusalThrottleModule {
  /** The factory returns the refusals that an address may cause within a minute. */
  static forRootAsync({ inject = [], useFactory }: RefusalThrottleModuleOptions): DynamicModule {
    return { module: RefusalThrottleModule, providers: [{ provide: REFUSAL_LIMIT, inject, useFactory }] };
  }
}
