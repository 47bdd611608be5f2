import { Module } from '@nestjs/common';
import { type Clock, CoreEngine, type SigningKeys } from '@zk-income/credential';
import {
  createStoreClient,
  DynamoApiClientStore,
  DynamoClientBudgetStore,
  DynamoIdempotencyStore,
  DynamoIssuedCredentialStore,
  DynamoOfferStore,
  DynamoStatusListStore,
  DynamoWebhookDeliveryStore,
  DynamoWebhookEndpointStore,
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
  RefusalThrottleModule,
  SIGNING_KEYS,
  SigningCertificate,
  SigningKeysModule,
  STORE_CLIENT,
  StaticPagesModule,
  StoreModule,
  WebhooksModule,
} from '@zk-income/service-kit';
import { ISSUING_EVENTS, WebhookOutbox } from '@zk-income/webhooks';
import { CertifiedKeys } from './certified-keys.js';
import { CredentialsController } from './credentials.controller.js';
import { IssuerConfig } from './issuer.config.js';
import { OffersController } from './offers.controller.js';
import { MetadataController } from './openid/metadata.controller.js';
import { Nonces } from './openid/nonces.js';
import { WalletsController } from './openid/wallets.controller.js';
import { StatusListTokens } from './status-list-tokens.js';
import { StatusListsController } from './status-lists.controller.js';
import { type IssuedStores, IssuedSubjects, IssuingEvents } from './webhooks/issuing-events.js';
import { WebhooksController } from './webhooks.controller.js';
import { WellKnownController } from './well-known.controller.js';

const TABLES: readonly TableName[] = [
  'ApiClients',
  'ClientBudgets',
  'IdempotencyKeys',
  'IssuedCredentials',
  'Offers',
  'StatusLists',
  'WebhookDeliveries',
  'WebhookEndpoints',
];

const createEngine = (
  config: IssuerConfig,
  keys: SigningKeys,
  store: StoreClient,
  clock: Clock,
  certificate: SigningCertificate,
  stores: IssuedStores,
  events: IssuingEvents,
): CoreEngine =>
  new CoreEngine({
    clock,
    issuer: {
      iss: config.publicUrl,
      keys: new CertifiedKeys(keys, certificate),
      credentials: events.announcingCredentials(stores.credentials),
      statusLists: new DynamoStatusListStore(store),
      offers: events.announcingOffers(stores.offers),
      attributes: config.ISSUER_ATTRIBUTES,
      contracts: config.ISSUER_CONTRACTS,
      statusListTtlSeconds: config.STATUS_LIST_TTL_SECONDS,
      openStatusLists: config.STATUS_LISTS_OPEN,
    },
  });

/** The stores whose changes are announced. */
const ISSUED_STORES = Symbol('IssuedStores');

@Module({
  providers: [
    {
      provide: ISSUED_STORES,
      inject: [STORE_CLIENT],
      useFactory: (store: StoreClient): IssuedStores => ({
        credentials: new DynamoIssuedCredentialStore(store),
        offers: new DynamoOfferStore(store),
      }),
    },
  ],
  exports: [ISSUED_STORES],
})
class IssuedStoresModule {}

@Module({
  imports: [
    IssuedStoresModule,
    WebhooksModule.forRootAsync({
      events: ISSUING_EVENTS,
      imports: [IssuedStoresModule],
      stores: {
        inject: [STORE_CLIENT],
        useFactory: (store: StoreClient) => ({
          endpoints: new DynamoWebhookEndpointStore(store, 'issuer'),
          deliveries: new DynamoWebhookDeliveryStore(store, 'issuer'),
        }),
      },
      subjects: {
        inject: [ISSUED_STORES],
        useFactory: (stores: IssuedStores) => new IssuedSubjects(stores),
      },
    }),
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
    RefusalThrottleModule.forRootAsync({
      inject: [IssuerConfig],
      useFactory: (config: IssuerConfig) => ({
        refused: config.MAX_REFUSED_PER_MINUTE,
        unknown: config.MAX_UNKNOWN_REQUESTS_PER_MINUTE,
      }),
    }),
    StaticPagesModule.forRoot({ pages: [{ route: 'offer', name: 'link-pages' }] }),
  ],
  controllers: [
    CredentialsController,
    OffersController,
    WebhooksController,
    WalletsController,
    MetadataController,
    WellKnownController,
    StatusListsController,
  ],
  providers: [
    StatusListTokens,
    Nonces,
    {
      provide: IssuingEvents,
      inject: [WebhookOutbox, CLOCK, IssuerConfig],
      useFactory: (outbox: WebhookOutbox, clock: Clock, { WEBHOOK_KEYS: keys }: IssuerConfig) =>
        new IssuingEvents(outbox, clock, keys.length > 0),
    },
    {
      provide: CoreEngine,
      inject: [
        IssuerConfig,
        SIGNING_KEYS,
        STORE_CLIENT,
        CLOCK,
        SigningCertificate,
        ISSUED_STORES,
        IssuingEvents,
      ],
      useFactory: createEngine,
    },
  ],
})
export class IssuerModule {}
