import { availableParallelism } from 'node:os';
import { ProofRunner, ProofVerdict, ProtocolError, ProveJob, VerifyJob } from '@zk-income/credential';
import { Piscina } from 'piscina';
import { proofBatchSize, watchPool } from '../observability/instruments.js';
import { observeProof } from '../observability/observe.js';

export interface ProofPoolOptions {
  /** Worker threads; one for each core but that of the event loop unless given. */
  readonly threads?: number;
  /** Verifications and proofs that may wait; beyond that callers are turned away. 1,024 unless given. */
  readonly maxWaiting?: number;
  /** Verifications that one worker takes at a time; 64 unless given. */
  readonly maxBatch?: number;
  /** What the threads run; the proof worker unless given. */
  readonly worker?: URL;
}

/** With fewer threads batches are larger, and the event loop, which has more to do than the proofs, keeps a core. */
export const defaultThreads = (): number => Math.max(1, availableParallelism() - 1);

/** Verifications that together cost a fifth more each than as many as one likes. */
const GOOD_BATCH = 16;

/** What a worker is sent. */
export type ProofTask =
  | { readonly kind: 'prove'; readonly job: ProveJob }
  | { readonly kind: 'verify'; readonly jobs: readonly VerifyJob[] };

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

type WaitingVerification = Waiting<VerifyJob, ProofVerdict>;

/** Seen by operators: what waits, what runs, and how large the batches were. */
export interface ProofPoolLoad {
  readonly waiting: number;
  readonly running: number;
  readonly threads: number;
}

/**
 * Does proofs on other threads, so that none runs on the event loop. A free worker takes whatever verifications
 * wait, as one batch: when idle that is one, at once; under load it is many, which are cheaper together.
 */
export class ProofPool implements ProofRunner {
  private pool: Piscina<ProofTask, unknown>;
  private readonly worker: URL;
  private closing = false;
  private readonly threads: number;
  private readonly maxWaiting: number;
  private readonly maxBatch: number;
  private readonly verifications: WaitingVerification[] = [];
  private readonly proofs: Waiting<ProveJob, Uint8Array>[] = [];
  private running = 0;
  private dispatching = false;
  private readonly unwatch: () => void;

  constructor(options: ProofPoolOptions = {}) {
    this.threads = options.threads ?? defaultThreads();
    this.maxWaiting = options.maxWaiting ?? 1024;
    this.maxBatch = options.maxBatch ?? 64;
    this.worker = options.worker ?? new URL('./proof-worker.js', import.meta.url);
    this.pool = this.startWorkers();
    this.unwatch = watchPool(this);
  }

  /** @throws ProtocolError `overloaded` when too many wait */
  prove(job: ProveJob): Promise<Uint8Array> {
    return observeProof('prove', () => this.enqueue(this.proofs, job));
  }

  /** @throws ProtocolError `overloaded` when too many wait */
  verify(job: VerifyJob): Promise<ProofVerdict> {
    return observeProof('verify', () => this.enqueue(this.verifications, job));
  }

  get load(): ProofPoolLoad {
    const waiting = this.verifications.length + this.proofs.length;
    return { waiting, running: this.running, threads: this.threads };
  }

  /** Ends the workers; what still runs is awaited. */
  close(): Promise<void> {
    this.closing = true;
    this.unwatch();
    return this.pool.close();
  }

  private startWorkers(): Piscina<ProofTask, unknown> {
    const pool = new Piscina<ProofTask, unknown>({
      filename: this.worker.href,
      minThreads: this.threads,
      maxThreads: this.threads,
    });
    // Task failures reach their callers; a worker that dies idle is replaced by the pool.
    pool.on('error', () => {});
    pool.on('workerDestroy', () => setImmediate(() => this.replaceIfDead(pool)));
    return pool;
  }

  /** A pool whose workers have died while starting starts no others: what waits in it would wait for good. */
  private replaceIfDead(pool: Piscina<ProofTask, unknown>): void {
    if (this.closing || pool !== this.pool || pool.threads.length > 0) return;
    this.pool = this.startWorkers();
    // Rejects what it held; each of those loses its answer, or is tried again alone.
    pool.destroy().catch(() => {});
  }

  private enqueue<Job, Result>(queue: Waiting<Job, Result>[], job: Job): Promise<Result> {
    // Those of this turn may still have a worker coming.
    if (this.load.waiting >= this.maxWaiting) this.dispatch();
    if (this.load.waiting >= this.maxWaiting) return Promise.reject(new ProtocolError('overloaded'));
    return new Promise((resolve, reject) => {
      queue.push({ job, resolve, reject });
      this.dispatchSoon();
    });
  }

  /**
   * At the end of this turn of the event loop, so that requests which came in together go out together; at once
   * where enough wait, so that no worker idles through a long turn.
   */
  private dispatchSoon(): void {
    if (this.verifications.length >= GOOD_BATCH) {
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

  private async runProof({ job, resolve, reject }: Waiting<ProveJob, Uint8Array>): Promise<void> {
    try {
      resolve((await this.pool.run({ kind: 'prove', job })) as Uint8Array);
    } catch (error) {
      reject(error);
    }
  }

  private async runBatch(batch: readonly WaitingVerification[]): Promise<void> {
    proofBatchSize.observe(batch.length);
    try {
      const jobs = batch.map(({ job }) => job);
      const verdicts = (await this.pool.run({ kind: 'verify', jobs })) as ProofVerdict[];
      for (const [i, { resolve }] of batch.entries()) resolve(verdicts[i]!);
    } catch (error) {
      if (batch.length === 1) {
        batch[0]!.reject(error);
        return;
      }
      // A worker died, or one job broke it. Each alone: whichever it was loses its own answer and no other.
      for (const one of batch) await this.runBatch([one]);
    }
  }
}
