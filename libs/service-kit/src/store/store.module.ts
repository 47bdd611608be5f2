import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { StatefulServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { STORE_CLIENT } from '../tokens.js';

const STORE_PING = Symbol('StorePing');

interface ClosableStore {
  close(): void;
}

interface StoreModuleOptions<Store extends ClosableStore> {
  readonly open: (config: StatefulServiceConfig) => Store;
  /** The readiness check: rejects if the store is unavailable. */
  readonly ping: (store: Store) => Promise<unknown>;
}

/** Provides the store client as `STORE_CLIENT`, checks its readiness, and closes it at shutdown. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(
    @Inject(STORE_CLIENT) private readonly store: ClosableStore,
    @Inject(STORE_PING) ping: (store: ClosableStore) => Promise<unknown>,
    readiness: Readiness,
  ) {
    readiness.register('store', () => ping(store));
  }

  static forRoot<Store extends ClosableStore>({ open, ping }: StoreModuleOptions<Store>): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [
        { provide: STORE_CLIENT, inject: [StatefulServiceConfig], useFactory: open },
        { provide: STORE_PING, useValue: ping },
      ],
      exports: [STORE_CLIENT],
    };
  }

  onApplicationShutdown(): void {
    this.store.close();
  }
}
