import {
  inlineProofRunner,
  type ProofRunner,
  type ProofVerdict,
  type ProveJob,
  proofSelfTest,
  type VerifyJob,
} from '@zk-income/credential';
import { observeProof } from '../observability/observe.js';

/**
 * Does proofs on the thread that asks for them: for a process that works on one request at a time, where a pool would
 * cost threads, their memory and their start, and spare nobody anything. Makes its tables when it is made.
 */
export class OwnThread implements ProofRunner {
  constructor() {
    proofSelfTest();
  }

  prove(job: ProveJob): Promise<Uint8Array> {
    return observeProof('prove', () => inlineProofRunner.prove(job));
  }

  verify(job: VerifyJob): Promise<ProofVerdict> {
    return observeProof('verify', () => inlineProofRunner.verify(job));
  }
}
