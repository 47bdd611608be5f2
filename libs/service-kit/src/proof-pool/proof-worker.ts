import { threadId } from 'node:worker_threads';
import {
  backendInUse,
  isBackendUnavailable,
  ProofVerdict,
  proofSelfTest,
  runProveJob,
  runVerifyJobs,
} from '@zk-income/credential';
import { ProofTask, ProofTaskResult } from './proof-pool.js';

/** Entry point of a worker thread. Reports the backend of the thread with each result. */
export default function runTask(task: ProofTask): ProofTaskResult {
  try {
    return { threadId, value: perform(task), backend: backendInUse() };
  } catch (error) {
    if (isBackendUnavailable(error)) return { threadId, backend: 'unavailable' };
    throw error;
  }
}

function perform(task: ProofTask): Uint8Array | ProofVerdict[] | undefined {
  switch (task.kind) {
    case 'prove':
      return runProveJob(task.job);
    case 'verify':
      return runVerifyJobs(task.jobs);
    case 'self-test':
      proofSelfTest();
      return undefined;
    default:
      throw new TypeError(`Unexpected task: ${task satisfies never}`);
  }
}
