import { Module } from '@nestjs/common';
import {
  type Clock,
  CoreEngine,
  type ListingStore,
  type ProofRunner,
  type RequestStore,
  type SigningKeys,
} from '@zk-income/credential';
import {
  createStoreClient,
  DynamoApiClientStore,
  DynamoClientBudgetStore,
  DynamoIdempotencyStore,
  DynamoListingStore,
  DynamoRequestStore,
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
  ConcurrencyLimiter,
  EmbeddedScriptModule,
  IdempotencyModule,
  LISTING_STORE,
  nodeSha256,
  observeStore,
  PROOF_RUNNER,
  ProofsModule,
  REQUEST_STORE,
  RefusalThrottleModule,
  SIGNING_KEYS,
  SigningKeysModule,
  STORE_CLIENT,
  StaticPagesModule,
  StoreModule,
  verifyJwsWithNode,
  WebhooksModule,
} from '@zk-income/service-kit';
import { REQUEST_EVENTS, WebhookOutbox } from '@zk-income/webhooks';
import { HttpDocumentFetcher } from './http-document-fetcher.js';
import { ApplicantsController } from './listings/applicants.controller.js';
import { Applications } from './listings/applications.js';
import { ListingsController } from './listings/listings.controller.js';
import { OpenidRequestsController } from './openid/openid-requests.controller.js';
import { OpenidResponsesController } from './openid/openid-responses.controller.js';
import { RequestObjects } from './openid/request-objects.js';
import { RequestStatusController } from './openid/request-status.controller.js';
import { WalletChannels } from './openid/wallet-channels.js';
import { WalletResponses } from './openid/wallet-responses.js';
import { PolicyTemplatesController } from './policy-templates.controller.js';
import { RequestsController } from './requests.controller.js';
import { VerifierConfig } from './verifier.config.js';
import { VerifyController } from './verify.controller.js';
import { RequestEvents, RequestSubjects } from './webhooks/request-events.js';
import { WebhooksController } from './webhooks.controller.js';

const TABLES: readonly TableName[] = [
  'ApiClients',
  'ClientBudgets',
  'IdempotencyKeys',
  'Listings',
  'Nonces',
  'WebhookDeliveries',
  'WebhookEndpoints',
];

/** Concurrent verifications, by both ways. Each holds presentations of up to `MAX_PRESENTATION_BYTES` in memory. */
export const MAX_CONCURRENT_VERIFICATIONS = { total: 2_048, perKey: 1_024 } as const;

const createEngine = (
  config: VerifierConfig,
  keys: SigningKeys,
  requests: RequestStore,
  listings: ListingStore,
  proofs: ProofRunner,
  clock: Clock,
  events: RequestEvents,
): CoreEngine =>
  new CoreEngine({
    clock,
    verifier: {
      iss: config.publicUrl,
      audience: config.audience,
      keys,
      requests: events.announcing(requests),
      listings: { listings, receiptRetentionSeconds: config.receiptRetentionSeconds },
      trust: config.TRUSTED_ISSUERS,
      documents: new HttpDocumentFetcher(config.PLAIN_HTTP_HOSTS),
      maxFailedAttempts: config.MAX_FAILED_ATTEMPTS,
      receiptRetentionSeconds: config.receiptRetentionSeconds,
      disclosedRetentionSeconds: config.disclosedRetentionSeconds,
      proofs,
      verifyJws: verifyJwsWithNode,
      sha256: nodeSha256,
    },
  });

@Module({
  providers: [
    {
      provide: REQUEST_STORE,
      inject: [STORE_CLIENT],
      useFactory: (store: StoreClient) => new DynamoRequestStore(store),
    },
  ],
  exports: [REQUEST_STORE],
})
class RequestStoreModule {}

@Module({
  imports: [
    RequestStoreModule,
    WebhooksModule.forRootAsync({
      events: REQUEST_EVENTS,
      imports: [RequestStoreModule],
      stores: {
        inject: [STORE_CLIENT],
        useFactory: (store: StoreClient) => ({
          endpoints: new DynamoWebhookEndpointStore(store, 'verifier'),
          deliveries: new DynamoWebhookDeliveryStore(store, 'verifier'),
        }),
      },
      subjects: { inject: [REQUEST_STORE], useFactory: (store: RequestStore) => new RequestSubjects(store) },
    }),
    StoreModule.forRoot({
      open: (config) => createStoreClient({ ...config.storeLocation, observe: observeStore }),
      ping: (store) => pingStore(store, TABLES),
    }),
    SigningKeysModule.forRoot({ service: 'verifier', openVault: openKeyVault }),
    CertificatesModule.forRoot(VerifierConfig, 'VERIFIER_CERTIFICATE_CHAIN'),
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
    ProofsModule.forRootAsync({
      inject: [VerifierConfig],
      useFactory: ({ PROOF_THREADS: threads }: VerifierConfig) => ({ threads }),
    }),
    RefusalThrottleModule.forRootAsync({
      inject: [VerifierConfig],
      useFactory: (config: VerifierConfig) => ({
        refused: config.MAX_REFUSED_PER_MINUTE,
        unknown: config.MAX_UNKNOWN_REQUESTS_PER_MINUTE,
      }),
    }),
    EmbeddedScriptModule.forRoot({ folder: 'elements', script: 'income-request', name: 'element' }),
    StaticPagesModule.forRoot({
      pages: [
        { route: 'request', name: 'link-pages' },
        { route: 'listing', name: 'link-pages' },
        { route: 'receipts/check', name: 'receipt-check' },
      ],
    }),
  ],
  controllers: [
    PolicyTemplatesController,
    RequestStatusController,
    RequestsController,
    ListingsController,
    ApplicantsController,
    VerifyController,
    WebhooksController,
    OpenidRequestsController,
    OpenidResponsesController,
  ],
  providers: [
    WalletChannels,
    Applications,
    RequestObjects,
    WalletResponses,
    {
      provide: ConcurrencyLimiter,
      useFactory: () => new ConcurrencyLimiter(MAX_CONCURRENT_VERIFICATIONS),
    },
    {
      provide: RequestEvents,
      inject: [WebhookOutbox, REQUEST_STORE, CLOCK, VerifierConfig],
      useFactory: (outbox: WebhookOutbox, store: RequestStore, clock: Clock, config: VerifierConfig) =>
        new RequestEvents(outbox, store, clock, config.WEBHOOK_KEYS.length > 0),
    },
    {
      provide: LISTING_STORE,
      inject: [STORE_CLIENT],
      useFactory: (store: StoreClient) => new DynamoListingStore(store),
    },
    {
      provide: CoreEngine,
      inject: [
        VerifierConfig,
        SIGNING_KEYS,
        REQUEST_STORE,
        LISTING_STORE,
        PROOF_RUNNER,
        CLOCK,
        RequestEvents,
      ],
      useFactory: createEngine,
    },
  ],
})
export class VerifierModule {}
