import { ProofVerdict, runProveJob, runVerifyJobs } from '@zk-income/credential';
import { ProofTask } from './proof-pool.js';

/** Entry point of a worker thread. */
export default function runTask(task: ProofTask): Uint8Array | ProofVerdict[] {
  return task.kind === 'prove' ? runProveJob(task.job) : runVerifyJobs(task.jobs);
}
