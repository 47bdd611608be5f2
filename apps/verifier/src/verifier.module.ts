import type { DynamicModule } from '@nestjs/common';
import {
  CoreEngine,
  type ProofRunner,
  type RequestStore,
  type SigningKeys,
  systemClock,
} from '@zk-income/credential';
import {
  createStoreClient,
  DynamoApiClientStore,
  DynamoClientBudgetStore,
  DynamoIdempotencyStore,
  DynamoRequestStore,
  openKeyVault,
  pingStore,
  type TableName,
} from '@zk-income/persistence';
import {
  API_CLIENT_STORE,
  CLOCK,
  closeOnShutdown,
  HealthController,
  IDEMPOTENCY_STORE,
  isSignedByOnServer,
  JwksController,
  limitClients,
  OwnThread,
  observeStore,
  openSigningKeys,
  PROOF_RUNNER,
  ProofPool,
  READINESS_CHECKS,
  REFUSAL_LIMIT,
  REQUEST_STORE,
  SIGNING_KEYS,
  STORE_CLIENT,
  sha256OnServer,
} from '@zk-income/service-kit';
import { HttpDocumentFetcher } from './http-document-fetcher.js';
import { RequestsController } from './requests.controller.js';
import { VerifierConfig } from './verifier.config.js';
import { VerifyController } from './verify.controller.js';

const TABLES: readonly TableName[] = ['ApiClients', 'ClientBudgets', 'IdempotencyKeys', 'Nonces'];
const DAY_SECONDS = 86_400;

const makeEngine = (
  config: VerifierConfig,
  keys: SigningKeys,
  requests: RequestStore,
  proofs: ProofRunner,
): CoreEngine =>
  new CoreEngine({
    verifier: {
      iss: config.publicUrl,
      audience: config.audience,
      keys,
      requests,
      trust: config.TRUSTED_ISSUERS,
      documents: new HttpDocumentFetcher(config.PLAIN_HTTP_HOSTS),
      maxFailedAttempts: config.MAX_FAILED_ATTEMPTS,
      receiptRetentionSeconds: config.RECEIPT_RETENTION_DAYS * DAY_SECONDS,
      proofs,
      verifyJws: isSignedByOnServer,
      sha256: sha256OnServer,
    },
  });

const makeProofRunner = ({ PROOF_THREADS: threads }: VerifierConfig): ProofRunner =>
  threads === 0 ? new OwnThread() : new ProofPool({ threads });

class VerifierModule {}

/** The verifier's parts, with its key and its store. Throws `KeyVaultError` where the key cannot be used. */
export async function registerVerifierModule(config: VerifierConfig): Promise<DynamicModule> {
  const keys = await openSigningKeys(openKeyVault('verifier', config), config);
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
    module: VerifierModule,
    controllers: [RequestsController, VerifyController, JwksController, HealthController],
    providers: [
      { provide: CLOCK, useValue: systemClock },
      { provide: SIGNING_KEYS, useValue: keys },
      { provide: PROOF_RUNNER, useFactory: () => makeProofRunner(config) },
      {
        provide: CoreEngine,
        inject: [REQUEST_STORE, PROOF_RUNNER],
        useFactory: (requests: RequestStore, proofs: ProofRunner) =>
          makeEngine(config, keys, requests, proofs),
      },
      { provide: REQUEST_STORE, useValue: new DynamoRequestStore(store) },
      { provide: API_CLIENT_STORE, useValue: new DynamoApiClientStore(store) },
      ...limitClients(config, new DynamoClientBudgetStore(store)),
      { provide: IDEMPOTENCY_STORE, useValue: new DynamoIdempotencyStore(store) },
      { provide: READINESS_CHECKS, useValue: checks },
      { provide: REFUSAL_LIMIT, useValue: config.MAX_REFUSED_PER_MINUTE },
      { provide: STORE_CLIENT, useValue: store },
      closeOnShutdown(STORE_CLIENT),
      closeOnShutdown(PROOF_RUNNER),
    ],
  };
}
