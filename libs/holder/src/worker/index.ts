import { proofSelfTest, runProveJob, runVerifyJobs } from '@zk-income/credential';
import type { WorkerReply, WorkerRequest, WorkerResult } from './messages.js';

/** What a worker sees of its page. */
export interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { readonly data: WorkerRequest }) => void): void;
  postMessage(reply: WorkerReply): void;
}

const run = (request: WorkerRequest): WorkerResult =>
  request.kind === 'prove' ? runProveJob(request.job) : runVerifyJobs([request.job])[0]!;

/**
 * Runs the proof jobs of a page in this worker. Before the first one, a self-test proves and verifies a known statement.
 *
 * @example
 * // proof-worker.js, for `workerProofs(() => new Worker(new URL('proof-worker.js', import.meta.url), { type: 'module' }))`
 * import { serveProofs } from '@zk-income/holder/worker';
 * serveProofs();
 */
export function serveProofs(
  scope: WorkerScope = globalThis as unknown as WorkerScope,
  selfTest: () => unknown = proofSelfTest,
): void {
  let isTested = false;
  scope.addEventListener('message', ({ data: request }) => {
    const { id } = request;
    try {
      if (!isTested) selfTest();
      isTested = true;
      scope.postMessage({ id, result: run(request) });
    } catch (error) {
      scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}
