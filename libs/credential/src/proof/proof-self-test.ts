import { commit, randomScalar } from '@zk-income/crypto';
import { type ProveJob, runProveJob, runVerifyJobs } from './proof-runner.js';

const VALUE = 5_400_000n;

/**
 * Makes one proof of its own and checks it: makes the tables of one inequality on the calling thread, before somebody
 * waits for them, and shows that the mathematics works here.
 *
 * @throws Error where it does not
 */
export function proofSelfTest(): void {
  const blinding = randomScalar();
  const binding: ProveJob['binding'] = {
    audience: 'a trial',
    nonce: 'a trial',
    policyHash: new Uint8Array(32),
    sdHashes: [new Uint8Array(32)],
  };
  const terms = [{ coefficient: 1n, value: VALUE, blinding }];
  const proof = runProveJob({ binding, inequalities: [{ terms, constant: -VALUE }] });
  const committed = [{ coefficient: 1n, commitment: commit(VALUE, blinding) }];
  const job = (constant: bigint) => ({ binding, inequalities: [{ terms: committed, constant }], proof });
  const verdicts = runVerifyJobs([job(-VALUE), job(-VALUE - 1n)]).join();
  if (verdicts !== 'valid,invalid') throw new Error('This machine computes proofs wrongly.');
}
