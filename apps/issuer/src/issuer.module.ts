import { Module } from '@nestjs/common';
import { type Clock, CoreEngine, type SigningKeys } from '@zk-income/credential';
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
  ApiClientsModule,
  CertificatesModule,
  CLOCK,
  IdempotencyModule,
  observeStore,
  SIGNING_KEYS,
  SigningKeysModule,
  STORE_CLIENT,
  StoreModule,
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

const createEngine = (
  config: IssuerConfig,
  keys: SigningKeys,
  store: StoreClient,
  clock: Clock,
): CoreEngine =>
  new CoreEngine({
    clock,
    issuer: {
      iss: config.publicUrl,
      keys,
      credentials: new DynamoIssuedCredentialStore(store),
      statusLists: new DynamoStatusListStore(store),
      attributes: config.ISSUER_ATTRIBUTES,
      contracts: config.ISSUER_CONTRACTS,
      statusListTtlSeconds: config.STATUS_LIST_TTL_SECONDS,
      openStatusLists: config.STATUS_LISTS_OPEN,
    },
  });

@Module({
  imports: [
    StoreModule.forRoot({
      open: (config) => createStoreClient({ ...config.storeLocation, observe: observeStore }),
      ping: (store) => pingStore(store, TABLES),
    }),
    SigningKeysModule.forRoot({ service: 'issuer', openVault: openKeyVault }),
    CertificatesModule.forRoot(IssuerConfig, 'ISSUER_CERTIFICATE_CHAIN'),
    ApiClientsModule.forRootAsync({
      inject: [STORE_CLIENT],
      useFactory: (store: StoreClient) => ({
        clients: new DynamoApiClientStore(store),
        budgets: new DynamoClientBudgetStore(store),
      }),
    }),
    IdempotencyModule.forRootAsync({
      inject: [STORE_CLIENT],
      useFactory: (store: StoreClient) => new DynamoIdempotencyStore(store),
    }),
  ],
  controllers: [CredentialsController, WellKnownController, StatusListsController],
  providers: [
    StatusListTokens,
    {
      provide: CoreEngine,
      inject: [IssuerConfig, SIGNING_KEYS, STORE_CLIENT, CLOCK],
      useFactory: createEngine,
    },
  ],
})
export class IssuerModule {}
