import { availableParallelism } from 'node:os';
import { ProofRunner, ProofVerdict, ProtocolError, ProveJob, VerifyJob } from '@zk-income/credential';
import { Piscina } from 'piscina';
import { proofBatchSize, watchPool } from '../observability/instruments.js';
import { observeProof } from '../observability/observe.js';
import type { ProofThreads, ThreadBackend } from '../proof-backend/proof-backends.js';

export interface ProofPoolOptions {
  /** Worker threads; by default the number of cores minus one. */
  readonly threads?: number;
  /** Maximum length of the queue, 1,024 by default. Calls over it are rejected. */
  readonly maxQueued?: number;
  /** Maximum number of verifications in a batch; 64 by default. */
  readonly maxBatch?: number;
  /** The module that the threads run, by default `proof-worker.js`. */
  readonly worker?: URL;
}

/** Leaves one core to the event loop, which needs more CPU than the proofs. Fewer threads also mean larger batches. */
export const defaultThreads = (): number => Math.max(1, availableParallelism() - 1);

/** Beyond this size, a larger batch saves less than 20 % per verification. */
const EFFICIENT_BATCH = 16;

/** A message to a worker. */
export type ProofTask =
  | { readonly kind: 'prove'; readonly job: ProveJob }
  | { readonly kind: 'verify'; readonly jobs: readonly VerifyJob[] }
  | { readonly kind: 'self-test' };

/** The response of a worker. Without `value`, its backend is not available. */
export interface ProofTaskResult {
  readonly threadId: number;
  readonly backend: ThreadBackend;
  readonly value?: Uint8Array | readonly ProofVerdict[] | undefined;
}

interface QueuedJob<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

type QueuedVerification = QueuedJob<VerifyJob, ProofVerdict>;

/** The load of a pool, for metrics. */
interface ProofPoolLoad {
  readonly waiting: number;
  readonly running: number;
  readonly threads: number;
}

/**
 * Runs proofs on worker threads, off the event loop. A free worker takes all queued verifications as one batch: a single
 * one without delay when idle, and many under load, when the cost per verification is lower.
 */
export class ProofPool implements ProofRunner, ProofThreads {
  private pool: Piscina<ProofTask, ProofTaskResult>;
  private reported = new Map<number, ThreadBackend>();
  private readonly worker: URL;
  private closing = false;
  private readonly threads: number;
  private readonly maxQueued: number;
  private readonly maxBatch: number;
  private readonly verifications: QueuedVerification[] = [];
  private readonly proofs: QueuedJob<ProveJob, Uint8Array>[] = [];
  private running = 0;
  private dispatching = false;
  private readonly unwatch: () => void;

  constructor(options: ProofPoolOptions = {}) {
    this.threads = options.threads ?? defaultThreads();
    this.maxQueued = options.maxQueued ?? 1024;
    this.maxBatch = options.maxBatch ?? 64;
    this.worker = options.worker ?? new URL('./proof-worker.js', import.meta.url);
    this.pool = this.startWorkers();
    this.unwatch = watchPool(this);
  }

  /** @throws ProtocolError `overloaded` if the queue is full */
  prove(job: ProveJob): Promise<Uint8Array> {
    return observeProof('prove', () => this.enqueue(this.proofs, job));
  }

  /** @throws ProtocolError `overloaded` if the queue is full */
  verify(job: VerifyJob): Promise<ProofVerdict> {
    return observeProof('verify', () => this.enqueue(this.verifications, job));
  }

  get load(): ProofPoolLoad {
    const waiting = this.verifications.length + this.proofs.length;
    return { waiting, running: this.running, threads: this.threads };
  }

  /** Stops the workers after their current tasks. */
  close(): Promise<void> {
    this.closing = true;
    this.unwatch();
    return this.pool.close();
  }

  get backends(): readonly ThreadBackend[] {
    const live = this.pool.threads.map(({ threadId }) => this.reported.get(threadId));
    return Array.from({ length: this.threads }, (_, i) => live[i] ?? 'unknown');
  }

  async selfTest(): Promise<void> {
    // As many at once as there are threads, so that each idle thread gets one.
    const tests = Array.from({ length: this.threads }, () => this.runTask({ kind: 'self-test' }));
    await Promise.all(tests);
  }

  private startWorkers(): Piscina<ProofTask, ProofTaskResult> {
    const pool = new Piscina<ProofTask, ProofTaskResult>({
      filename: this.worker.href,
      minThreads: this.threads,
      maxThreads: this.threads,
    });
    // Task errors reach their callers through `run`; Piscina replaces workers that die while idle.
    pool.on('error', () => {});
    pool.on('workerDestroy', () => setImmediate(() => this.replaceIfDead(pool)));
    return pool;
  }

  /** Replaces the whole pool, because Piscina does not replace workers that died during start-up. */
  private replaceIfDead(pool: Piscina<ProofTask, unknown>): void {
    if (this.closing || pool !== this.pool || pool.threads.length > 0) return;
    this.pool = this.startWorkers();
    // Rejects the tasks of the old pool; `runBatch` retries those of a batch one by one.
    pool.destroy().catch(() => {});
  }

  private enqueue<Job, Result>(queue: QueuedJob<Job, Result>[], job: Job): Promise<Result> {
    // Jobs queued in this turn of the event loop may still be dispatched to a free worker.
    if (this.load.waiting >= this.maxQueued) this.dispatch();
    if (this.load.waiting >= this.maxQueued) return Promise.reject(new ProtocolError('overloaded'));
    return new Promise((resolve, reject) => {
      queue.push({ job, resolve, reject });
      this.dispatchSoon();
    });
  }

  /**
   * Dispatches at the end of this turn of the event loop, so that requests that arrive together form one batch. If
   * enough are queued, dispatches immediately, so that no worker is idle during a long turn.
   */
  private dispatchSoon(): void {
    if (this.verifications.length >= EFFICIENT_BATCH) {
      this.dispatch();
    } else if (!this.dispatching) {
      this.dispatching = true;
      setImmediate(() => {
        this.dispatching = false;
        this.dispatch();
      });
    }
  }

  private dispatch(): void {
    while (this.running < this.threads) {
      const batch = this.verifications.splice(0, this.maxBatch);
      const proof = batch.length === 0 ? this.proofs.shift() : undefined;
      if (batch.length === 0 && !proof) return;
      this.running++;
      const work = proof ? this.runProof(proof) : this.runBatch(batch);
      void work.finally(() => {
        this.running--;
        this.dispatchSoon();
      });
    }
  }

  private async runTask(task: ProofTask): Promise<ProofTaskResult['value']> {
    const { threadId, backend, value } = await this.pool.run(task);
    this.reported.set(threadId, backend);
    if (backend === 'unavailable' && task.kind !== 'self-test') throw new ProtocolError('overloaded');
    return value;
  }

  private async runProof({ job, resolve, reject }: QueuedJob<ProveJob, Uint8Array>): Promise<void> {
    try {
      resolve((await this.runTask({ kind: 'prove', job })) as Uint8Array);
    } catch (error) {
      reject(error);
    }
  }

  private async runBatch(batch: readonly QueuedVerification[]): Promise<void> {
    proofBatchSize.observe(batch.length);
    try {
      const jobs = batch.map(({ job }) => job);
      const verdicts = (await this.runTask({ kind: 'verify', jobs })) as ProofVerdict[];
      for (const [i, { resolve }] of batch.entries()) resolve(verdicts[i]!);
    } catch (error) {
      if (batch.length === 1) {
        batch[0]!.reject(error);
        return;
      }
      // One job may have crashed the worker. Retry each job alone, so that only that job fails.
      for (const one of batch) await this.runBatch([one]);
    }
  }
}
