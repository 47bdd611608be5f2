import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type BackendName, backendInUse } from '@zk-income/credential';
import { ServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { watchBackends } from '../observability/instruments.js';
import { StartError } from '../service/start-error.js';

/** The backend of a thread; `unavailable` if it could not be loaded, `unknown` before the thread has reported. */
export type ThreadBackend = BackendName | 'unavailable' | 'unknown';

/** Threads that run proofs, apart from the main thread. */
export interface ProofThreads {
  readonly backends: readonly ThreadBackend[];
  /** Runs the self-test of the proofs on every thread, so that each reports its backend. */
  selfTest(): Promise<void>;
}

const FALLBACK =
  'This platform has no WebAssembly SIMD, so the range proofs would run on the fallback backend, which is about thirty times slower and not constant-time. Use a runtime with WebAssembly SIMD, or set ALLOW_FALLBACK_BACKEND=true.';
const UNAVAILABLE =
  'The WebAssembly backend of the range proofs could not be loaded, probably for lack of memory: each thread needs 16 MiB. Free some memory, then start again.';

/**
 * The backends of the range proofs in all threads of the process. The service does not start on the fallback backend
 * unless the configuration allows it, and is not ready while a thread has another backend than allowed, or none.
 */
@Injectable()
export class ProofBackends implements OnApplicationBootstrap {
  private readonly main: BackendName;
  private readonly pools: ProofThreads[] = [];
  private haveReported = false;

  /** @throws StartError if the main thread's backend is not allowed or could not be loaded */
  constructor(
    private readonly config: ServiceConfig,
    readiness: Readiness,
  ) {
    this.main = loadMainBackend();
    if (!this.isAllowed(this.main)) throw new StartError(FALLBACK);
    watchBackends(() => this.all);
    readiness.register('range proofs', () => this.check());
  }

  /** Adds the threads of a pool. */
  watch(threads: ProofThreads): void {
    this.pools.push(threads);
  }

  /** Of the main thread, then of all others. */
  get all(): readonly ThreadBackend[] {
    return [this.main, ...this.pools.flatMap(({ backends }) => backends)];
  }

  onApplicationBootstrap(): void {
    const log = (threads: string) =>
      new Logger('Proofs').log(`Proof backend of ${threads}: ${this.summary}.`);
    log('the main thread');
    if (this.pools.length > 0)
      void this.selfTest().then(
        () => log(`all ${this.all.length} threads`),
        () => undefined,
      );
  }

  /** The different backends in use, of which there is normally one. */
  get summary(): string {
    return [...new Set(this.all)].filter((backend) => backend !== 'unknown').join(', ');
  }

  private isAllowed(backend: ThreadBackend): boolean {
    return backend === 'wasm-simd' || (backend === 'noble' && this.config.ALLOW_FALLBACK_BACKEND);
  }

  /** Rejects unless the backend of every thread that has reported is allowed, and every thread has once reported. */
  private async check(): Promise<void> {
    if (!this.haveReported) await this.selfTest();
    // A thread that was replaced reports with its next job. One that had no memory may have some now.
    else if (this.all.some((backend) => backend === 'unavailable'))
      void this.selfTest().catch(() => undefined);
    if (!this.all.every((backend) => backend === 'unknown' || this.isAllowed(backend)))
      throw new Error(`Proof backends: ${this.summary}.`);
  }

  private async selfTest(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.selfTest()));
    if (this.all.includes('unknown')) throw new Error('A thread has not reported its proof backend.');
    this.haveReported = true;
  }
}

function loadMainBackend(): BackendName {
  try {
    return backendInUse();
  } catch {
    throw new StartError(UNAVAILABLE);
  }
}
