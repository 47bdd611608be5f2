import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The metrics of the process. Labels have low cardinality: route patterns, operations, stages and stable codes, but no
 * ids, addresses, clients or other input.
 */
export const registry = new Registry();

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const registers = [registry];

export const requestSeconds = new Histogram({
  name: 'zk_income_http_request_duration_seconds',
  help: 'Duration of HTTP requests by route and status. The count is the number of requests.',
  labelNames: ['method', 'route', 'status'],
  buckets: SECONDS,
  registers,
});

export const proofSeconds = new Histogram({
  name: 'zk_income_proof_duration_seconds',
  help: 'Duration of one proof or verification, including the time in the queue.',
  labelNames: ['kind', 'outcome'],
  buckets: SECONDS,
  registers,
});

export const signatureSeconds = new Histogram({
  name: 'zk_income_signature_verification_duration_seconds',
  help: 'Duration of the verification of one signature of a JWT or a status list.',
  buckets: SECONDS,
  registers,
});

export const documentSeconds = new Histogram({
  name: 'zk_income_document_fetch_duration_seconds',
  help: 'Duration of fetching one document of an issuer: metadata, keys or a status list. Cached documents do not count.',
  labelNames: ['outcome'],
  buckets: SECONDS,
  registers,
});

export const proofBatchSize = new Histogram({
  name: 'zk_income_proof_batch_size',
  help: 'Number of verifications in one batch of a worker thread.',
  buckets: [1, 2, 4, 8, 16, 32, 64],
  registers,
});

export const storeSeconds = new Histogram({
  name: 'zk_income_store_operation_duration_seconds',
  help: 'Duration of one store operation, including its retries.',
  labelNames: ['operation'],
  buckets: SECONDS,
  registers,
});

export const storeErrors = new Counter({
  name: 'zk_income_store_errors_total',
  help: 'Failed store operations, except conditional writes whose condition failed.',
  labelNames: ['operation'],
  registers,
});

export const verdicts = new Counter({
  name: 'zk_income_verdicts_total',
  help: 'Verdicts by code: verified, disclosed, or the refusal code.',
  labelNames: ['code'],
  registers,
});

export const webhookDeliveries = new Counter({
  name: 'zk_income_webhook_deliveries_total',
  help: 'Webhooks by outcome: delivered, retrying (an attempt failed), failed (the last one did), stopped (the receiver answered 410), dropped (nothing to send) or postponed.',
  labelNames: ['outcome'],
  registers,
});

export const webhookSeconds = new Histogram({
  name: 'zk_income_webhook_attempt_duration_seconds',
  help: 'Duration of one attempt to deliver a webhook, by outcome.',
  labelNames: ['outcome'],
  buckets: SECONDS,
  registers,
});

export const clientRefusals = new Counter({
  name: 'zk_income_client_refusals_total',
  help: 'Requests of API clients rejected by the rate limit or the quota, by code.',
  labelNames: ['code'],
  registers,
});

export const problems = new Counter({
  name: 'zk_income_problems_total',
  help: 'Error responses by code, including those to connections that sent no valid request.',
  labelNames: ['code'],
  registers,
});

export const abortedRequests = new Counter({
  name: 'zk_income_aborted_requests_total',
  help: 'Requests whose client closed the connection before the body was complete.',
  registers,
});

export const closedConnections = new Counter({
  name: 'zk_income_closed_connections_total',
  help: 'Connections that the service closed without a request in progress, by reason.',
  labelNames: ['reason'],
  registers,
});

export const throttledRequests = new Counter({
  name: 'zk_income_throttled_requests_total',
  help: 'Requests rejected because of earlier failures from the same address, by kind.',
  labelNames: ['kind'],
  registers,
});

interface Load {
  readonly waiting: number;
  readonly running: number;
}

interface Pool {
  readonly load: Load;
}

interface Keys {
  readonly described: readonly { readonly stage: string; readonly createdAt?: number | undefined }[];
  readonly failedRefreshes: number;
}

const pools = new Set<Pool>();
let threadBackends: () => readonly string[] = () => [];
let watchedKeys: Keys | undefined;

/** Adds the load of a pool to the gauges. Returns a function that removes it. */
export function watchPool(pool: Pool): () => void {
  pools.add(pool);
  return () => pools.delete(pool);
}

/** Counts the threads by the backend of their range proofs, which `backends` returns for each thread. */
export function watchBackends(backends: () => readonly string[]): void {
  threadBackends = backends;
}

export function watchKeys(keys: Keys): void {
  watchedKeys = keys;
}

const sumOverPools = (select: (load: Load) => number): number =>
  [...pools].reduce((total, { load }) => total + select(load), 0);

new Gauge({
  name: 'zk_income_proof_pool_waiting',
  help: 'Proofs and verifications in the queue.',
  registers,
  collect() {
    this.set(sumOverPools(({ waiting }) => waiting));
  },
});

new Gauge({
  name: 'zk_income_proof_pool_busy_threads',
  help: 'Busy worker threads.',
  registers,
  collect() {
    this.set(sumOverPools(({ running }) => running));
  },
});

new Gauge({
  name: 'zk_income_proof_threads',
  help: 'Threads by the backend of their range proofs: wasm-simd, noble (the fallback), unavailable, or unknown before the first report.',
  labelNames: ['backend'],
  registers,
  collect() {
    this.reset();
    for (const backend of threadBackends()) this.inc({ backend });
  },
});

new Gauge({
  name: 'zk_income_signing_key_age_seconds',
  help: 'Age of the signing key of each stage.',
  labelNames: ['stage'],
  registers,
  collect() {
    this.reset();
    for (const { stage, createdAt } of watchedKeys?.described ?? []) {
      if (createdAt !== undefined && stage !== 'earlier') this.set({ stage }, Date.now() / 1000 - createdAt);
    }
  },
});

new Gauge({
  name: 'zk_income_signing_key_failed_refreshes',
  help: 'Consecutive failures to refresh the signing keys from the vault.',
  registers,
  collect() {
    this.set(watchedKeys?.failedRefreshes ?? 0);
  },
});

collectDefaultMetrics({ register: registry, prefix: 'zk_income_' });
