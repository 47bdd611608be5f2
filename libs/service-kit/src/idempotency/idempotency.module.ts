import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { IdempotencyStore } from '@zk-income/credential';
import { IDEMPOTENCY_STORE } from '../tokens.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

type IdempotencyModuleOptions = Pick<FactoryProvider<IdempotencyStore>, 'inject' | 'useFactory'>;

/** Stores the responses of routes with `@Idempotent`, encrypted, so that clients can retry safely. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }] })
export class IdempotencyModule {
  static forRootAsync({ inject = [], useFactory }: IdempotencyModuleOptions): DynamicModule {
    return {
      module: IdempotencyModule,
      providers: [{ provide: IDEMPOTENCY_STORE, inject, useFactory }],
    };
  }
}
