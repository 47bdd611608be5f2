import type { DynamicModule } from '@nestjs/common';
import { CoreEngine, type SigningKeys, systemClock } from '@zk-income/credential';
import {
  createStoreClient,
  DynamoApiClientStore,
  DynamoClientBudgetStore,
  DynamoIdempotencyStore,
  DynamoIssuedCredentialStore,
  DynamoStatusListStore,
  openKeyVault,
  pingStore,
  type StoreClient,
  type TableName,
} from '@zk-income/persistence';
import {
  API_CLIENT_STORE,
  CLOCK,
  closeOnShutdown,
  HealthController,
  IDEMPOTENCY_STORE,
  JwksController,
  limitClients,
  observeStore,
  openSigningKeys,
  READINESS_CHECKS,
  SIGNING_KEYS,
  STORE_CLIENT,
} from '@zk-income/service-kit';
import { CredentialsController } from './credentials.controller.js';
import { IssuerConfig } from './issuer.config.js';
import { StatusListTokens } from './status-list-tokens.js';
import { StatusListsController } from './status-lists.controller.js';
import { WellKnownController } from './well-known.controller.js';

const TABLES: readonly TableName[] = [
  'ApiClients',
  'ClientBudgets',
  'IdempotencyKeys',
  'IssuedCredentials',
  'StatusLists',
];

const makeEngine = (config: IssuerConfig, keys: SigningKeys, store: StoreClient): CoreEngine =>
  new CoreEngine({
    issuer: {
      iss: config.publicUrl,
      keys,
      credentials: new DynamoIssuedCredentialStore(store),
      statusLists: new DynamoStatusListStore(store),
      attributes: config.ISSUER_ATTRIBUTES,
      statusListTtlSeconds: config.STATUS_LIST_TTL_SECONDS,
      openStatusLists: config.STATUS_LISTS_OPEN,
    },
  });

class IssuerModule {}

/** The issuer's parts, with its key and its store. Throws `KeyVaultError` where the key cannot be used. */
export async function registerIssuerModule(config: IssuerConfig): Promise<DynamicModule> {
  const keys = await openSigningKeys(openKeyVault('issuer', config), config);
  const store = createStoreClient({
    endpoint: config.STORE_ENDPOINT,
    region: config.AWS_REGION,
    tablePrefix: config.TABLE_PREFIX,
    observe: observeStore,
  });
  const checks = [
    { name: 'store', check: () => pingStore(store, TABLES) },
    { name: 'keys', check: () => keys.current() },
  ];
  return {
    module: IssuerModule,
    controllers: [
      CredentialsController,
      WellKnownController,
      JwksController,
      StatusListsController,
      HealthController,
    ],
    providers: [
      StatusListTokens,
      { provide: IssuerConfig, useValue: config },
      { provide: CLOCK, useValue: systemClock },
      { provide: SIGNING_KEYS, useValue: keys },
      { provide: CoreEngine, useFactory: () => makeEngine(config, keys, store) },
      { provide: API_CLIENT_STORE, useValue: new DynamoApiClientStore(store) },
      ...limitClients(config, new DynamoClientBudgetStore(store)),
      { provide: IDEMPOTENCY_STORE, useValue: new DynamoIdempotencyStore(store) },
      { provide: READINESS_CHECKS, useValue: checks },
      { provide: STORE_CLIENT, useValue: store },
      closeOnShutdown(STORE_CLIENT),
    ],
  };
}
