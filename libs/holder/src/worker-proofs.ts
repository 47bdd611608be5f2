import type { ProofVerdict } from '@zk-income/credential';
import type { WalletProofRunner } from './types.js';
import { WalletError } from './wallet-error.js';
import type { WorkerReply, WorkerRequest, WorkerResult } from './worker/messages.js';

/** What is used of a `Worker`. */
export interface ProofWorker {
  postMessage(request: WorkerRequest): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: WorkerReply }) => void): void;
  addEventListener(
    type: 'error' | 'messageerror',
    listener: (event: { readonly message?: string }) => void,
  ): void;
}

export interface WorkerProofRunner extends WalletProofRunner {
  /** Loads the worker before it is needed. */
  start(): void;
  /** Ends the worker. */
  close(): void;
}

/** `WorkerRequest` without the id, of either kind. */
type Job = { [Kind in WorkerRequest as Kind['kind']]: Omit<Kind, 'id'> }[WorkerRequest['kind']];

interface Running {
  readonly id: number;
  resolve(result: WorkerResult): void;
  reject(error: WalletError): void;
}

/** One worker at a time, and one job in it: to stop a proof, the worker is ended. */
class WorkerProofs implements WorkerProofRunner {
  private worker: ProofWorker | undefined;
  private running: Running | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private nextId = 1;

  constructor(private readonly createWorker: () => ProofWorker) {}

  readonly prove: WalletProofRunner['prove'] = async (job, { signal } = {}) =>
    (await this.enqueue({ kind: 'prove', job }, signal)) as Uint8Array;

  readonly verify: WalletProofRunner['verify'] = async (job) =>
    (await this.enqueue({ kind: 'verify', job })) as ProofVerdict;

  start(): void {
    this.worker ??= this.create();
  }

  close(): void {
    this.end(new WalletError('aborted'));
  }

  private enqueue(job: Job, signal?: AbortSignal): Promise<WorkerResult> {
    const result = this.last.then(() => this.run(job, signal));
    this.last = result.catch(() => undefined);
    return result;
  }

  private async run(job: Job, signal: AbortSignal | undefined): Promise<WorkerResult> {
    if (signal?.aborted) throw new WalletError('aborted');
    const abort = () => this.end(new WalletError('aborted'));
    signal?.addEventListener('abort', abort);
    try {
      return await new Promise<WorkerResult>((resolve, reject) => {
        const id = this.nextId++;
        this.running = { id, resolve, reject };
        this.start();
        this.worker!.postMessage({ ...job, id } as WorkerRequest);
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private create(): ProofWorker {
    const worker = this.createWorker();
    const fail = (message = 'it could not be loaded') => {
      if (this.worker !== worker) return;
      this.end(new WalletError('proof_failed', { detail: `The worker for proofs has failed: ${message}` }));
    };
    worker.addEventListener('message', ({ data }) => this.receive(worker, data));
    worker.addEventListener('error', ({ message }) => fail(message));
    worker.addEventListener('messageerror', () => fail('it sent something else than a reply'));
    return worker;
  }

  private receive(worker: ProofWorker, reply: WorkerReply): void {
    const { running } = this;
    if (worker !== this.worker || running?.id !== reply.id) return;
    this.running = undefined;
    if ('error' in reply) running.reject(new WalletError('proof_failed', { detail: reply.error }));
    else running.resolve(reply.result);
  }

  /** The next job gets another worker. */
  private end(error: WalletError): void {
    const { worker, running } = this;
    this.worker = undefined;
    this.running = undefined;
    worker?.terminate();
    running?.reject(error);
  }
}

/**
 * Creates proofs in a Web Worker, so that the page stays responsive. The worker runs `serveProofs` of
 * `@zk-income/holder/worker`. Where it fails, `prove` rejects with `proof_failed`, and the next job starts another worker.
 *
 * @param createWorker such as `() => new Worker(url, { type: 'module' })`
 */
export const workerProofs = (createWorker: () => ProofWorker): WorkerProofRunner =>
  new WorkerProofs(createWorker);
