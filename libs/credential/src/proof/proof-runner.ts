import {
  combineBlindings,
  linearCombination,
  proveRange,
  RangeProofError,
  Transcript,
  verifyRange,
} from '@zk-income/crypto';
import { utf8 } from '../encoding/text.js';
import { PROOF_BITS, padToPowerOfTwo } from '../policy/inequalities.js';

/** What a proof is bound to: one verifier, one request, one policy, one set of credentials with their disclosures. */
export interface ProofBinding {
  readonly audience: string;
  readonly nonce: string;
  /** SHA-256 over the ASCII of the transaction_data string. */
  readonly policyHash: Uint8Array;
  /** One per credential, in the policy's order; recomputed from the text, never taken from the holder. */
  readonly sdHashes: readonly Uint8Array[];
}

export interface ProofInequality<Attribute> {
  readonly terms: readonly (Attribute & { readonly coefficient: bigint })[];
  readonly constant: bigint;
}

export interface Committed {
  readonly commitment: Uint8Array;
}

export interface Opened {
  readonly value: bigint;
  readonly blinding: Uint8Array;
}

export interface ProveJob {
  readonly binding: ProofBinding;
  readonly inequalities: readonly ProofInequality<Opened>[];
}

export interface VerifyJob {
  readonly binding: ProofBinding;
  readonly inequalities: readonly ProofInequality<Committed>[];
  readonly proof: Uint8Array;
}

/** How a proof was found: sound, false, or not even a proof, or with a commitment that is no group element. */
export type ProofVerdict = 'valid' | 'invalid' | 'malformed' | 'commitment_invalid';

/** Who does the heavy mathematics: this thread, or a pool of others. Jobs are plain data and can be sent. */
export interface ProofRunner {
  prove(job: ProveJob): Promise<Uint8Array>;
  verify(job: VerifyJob): Promise<ProofVerdict>;
}

/** Every label of the policy proof's transcript, in the order of `protocol.md`. */
function policyTranscript(binding: ProofBinding): Transcript {
  const transcript = new Transcript('zk-income policy proof v1');
  transcript.appendMessage('aud', utf8(binding.audience));
  transcript.appendMessage('nonce', utf8(binding.nonce));
  transcript.appendMessage('policy', binding.policyHash);
  for (const sdHash of binding.sdHashes) transcript.appendMessage('sd_hash', sdHash);
  return transcript;
}

/** Proves that every left side `Σ aᵢ·vᵢ + t` is in [0, 2^64). Throws where one is not: the caller checks before. */
export function runProveJob(job: ProveJob): Uint8Array {
  const openings = job.inequalities.map(({ terms, constant }) => ({
    value: terms.reduce((sum, { coefficient, value }) => sum + coefficient * value, constant),
    blinding: combineBlindings(terms),
  }));
  const padded = padToPowerOfTwo(openings);
  const { proof } = proveRange({
    transcript: policyTranscript(job.binding),
    values: padded.map(({ value }) => value),
    blindings: padded.map(({ blinding }) => blinding),
    bits: PROOF_BITS,
  });
  return proof;
}

/** Computes the derived commitments `D = Σ aᵢ·Cᵢ + t·B` and checks the proof over them. */
export function runVerifyJob(job: VerifyJob): ProofVerdict {
  let derived: Uint8Array[];
  try {
    derived = job.inequalities.map(({ terms, constant }) => linearCombination(terms, constant));
  } catch (error) {
    if (error instanceof RangeProofError) return 'commitment_invalid';
    throw error;
  }
  try {
    verifyRange({
      transcript: policyTranscript(job.binding),
      commitments: padToPowerOfTwo(derived),
      bits: PROOF_BITS,
      proof: job.proof,
    });
    return 'valid';
  } catch (error) {
    if (!(error instanceof RangeProofError)) throw error;
    return error.code === 'VerificationError' ? 'invalid' : 'malformed';
  }
}

/** Checks several proofs; one verdict a job, in order. */
export function runVerifyJobs(jobs: readonly VerifyJob[]): ProofVerdict[] {
  return jobs.map(runVerifyJob);
}

/** Runs each job at once, on the calling thread. */
export const inlineProofRunner: ProofRunner = {
  prove: async (job) => runProveJob(job),
  verify: async (job) => runVerifyJob(job),
};
