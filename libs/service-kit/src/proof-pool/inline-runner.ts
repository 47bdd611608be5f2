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
 * Runs proofs on the calling thread: for a process that handles one request at a time, such as a Lambda instance, where
 * worker threads would only cost memory and start-up time. Precomputes its tables when it is created.
 */
export class InlineRunner implements ProofRunner {
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
