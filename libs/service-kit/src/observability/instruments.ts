import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What a process measures of itself. Labels have few values: patterns of routes, operations, stages and stable
 * codes; never an id, an address, a client or anything that somebody sent.
 */
export const registry = new Registry();

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const registers = [registry];

export const requestSeconds = new Histogram({
  name: 'zk_income_http_request_duration_seconds',
  help: 'Time to answer a request, by route and status; its count is the request rate',
  labelNames: ['method', 'route', 'status'],
  buckets: SECONDS,
  registers,
});

export const proofSeconds = new Histogram({
  name: 'zk_income_proof_duration_seconds',
  help: 'Time of one verification or proof, waiting included',
  labelNames: ['kind', 'outcome'],
  buckets: SECONDS,
  registers,
});

export const proofBatchSize = new Histogram({
  name: 'zk_income_proof_batch_size',
  help: 'Verifications that a worker took at once',
  buckets: [1, 2, 4, 8, 16, 32, 64],
  registers,
});

export const storeSeconds = new Histogram({
  name: 'zk_income_store_operation_duration_seconds',
  help: 'Time of one call to the store, all its tries included',
  labelNames: ['operation'],
  buckets: SECONDS,
  registers,
});

export const storeErrors = new Counter({
  name: 'zk_income_store_errors_total',
  help: 'Calls that the store did not answer or refused; conditions that do not hold are no errors',
  labelNames: ['operation'],
  registers,
});

export const verdicts = new Counter({
  name: 'zk_income_verdicts_total',
  help: 'Presentations by what was found: verified, or the code of the refusal',
  labelNames: ['code'],
  registers,
});

export const clientRefusals = new Counter({
  name: 'zk_income_client_refusals_total',
  help: 'Requests of API clients beyond their plans, by the code of the refusal',
  labelNames: ['code'],
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
let watchedKeys: Keys | undefined;

/** Measures a pool for as long as it lives; returns what ends that. */
export function watchPool(pool: Pool): () => void {
  pools.add(pool);
  return () => pools.delete(pool);
}

export function watchKeys(keys: Keys): void {
  watchedKeys = keys;
}

const sum = (of: (load: Load) => number): number =>
  [...pools].reduce((total, { load }) => total + of(load), 0);

new Gauge({
  name: 'zk_income_proof_pool_waiting',
  help: 'Verifications and proofs that wait for a thread',
  registers,
  collect() {
    this.set(sum(({ waiting }) => waiting));
  },
});

new Gauge({
  name: 'zk_income_proof_pool_busy_threads',
  help: 'Threads that work',
  registers,
  collect() {
    this.set(sum(({ running }) => running));
  },
});

new Gauge({
  name: 'zk_income_signing_key_age_seconds',
  help: 'Since when the key of a stage is there',
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
  help: 'Times in a row that the vault of the keys could not be asked',
  registers,
  collect() {
    this.set(watchedKeys?.failedRefreshes ?? 0);
  },
});

collectDefaultMetrics({ register: registry, prefix: 'zk_income_' });
