import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { IdempotencyStore } from '@zk-income/credential';
import { IDEMPOTENCY_STORE } from '../tokens.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

export type IdempotencyModuleOptions = Pick<FactoryProvider<IdempotencyStore>, 'inject' | 'useFactory'>;

/** Makes routes with `@Idempotent` safe to retry. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }] })
export class IdempotencyModule {
  static forRootAsync({ inject = [], useFactory }: IdempotencyModuleOptions): DynamicModule {
    return {
      module: IdempotencyModule,
      providers: [{ provide: IDEMPOTENCY_STORE, inject, useFactory }],
    };
  }
}
