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
    config: StatefulServiceConfig,
    readiness: Readiness,
  ) {
    readiness.register('store', () => ping(store), adviceFor(config));
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

/** Names the variables that select the store. */
function adviceFor({ STORE_ENDPOINT, TABLE_PREFIX }: StatefulServiceConfig): string {
  const tables = TABLE_PREFIX === '' ? '' : ` with the table prefix ${TABLE_PREFIX} (TABLE_PREFIX)`;
  return STORE_ENDPOINT === undefined
    ? `STORE_ENDPOINT is not set, so the store is DynamoDB${tables}: set AWS_REGION and provide AWS credentials, or set STORE_ENDPOINT to the URL of another store.`
    : `The store is ${STORE_ENDPOINT} (STORE_ENDPOINT)${tables}: start it and create its tables, or set STORE_ENDPOINT to another URL.`;
}
