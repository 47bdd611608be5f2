import { type BackendName, backendInUse, commit, RangeProofError, randomScalar } from '@zk-income/crypto';
import { type ProveJob, runProveJob, runVerifyJobs } from './proof-runner.js';

const VALUE = 5_400_000n;

/**
 * Creates a proof and verifies it, against the right bound and a wrong one. This tests that the arithmetic works on
 * this thread, and computes the tables of one inequality before the first request needs them.
 *
 * @returns the backend of this thread: `noble` where the platform has no WebAssembly SIMD
 * @throws Error where a verdict is wrong, RangeProofError `EngineUnavailable` where the backend could not be loaded
 */
export function proofSelfTest(): BackendName {
  const blinding = randomScalar();
  const binding: ProveJob['binding'] = {
    audience: 'self-test',
    nonce: 'self-test',
    policyHash: new Uint8Array(32),
    sdHashes: [new Uint8Array(32)],
  };
  const terms = [{ coefficient: 1n, value: VALUE, blinding }];
  const proof = runProveJob({ binding, inequalities: [{ terms, constant: -VALUE }] });
  const commitments = [{ coefficient: 1n, commitment: commit(VALUE, blinding) }];
  const job = (constant: bigint) => ({ binding, inequalities: [{ terms: commitments, constant }], proof });
  const verdicts = runVerifyJobs([job(-VALUE), job(-VALUE - 1n)]).join();
  if (verdicts !== 'valid,invalid')
    throw new Error('The self-test of the range proofs failed on this machine.');
  return backendInUse();
}

/** Whether an operation failed because the backend could not be loaded: nothing is wrong with its input. */
export const isBackendUnavailable = (error: unknown): boolean =>
  error instanceof RangeProofError && error.code === 'EngineUnavailable';
