import {
  combineBlindings,
  linearCombination,
  proveRange,
  type RangeProofClaim,
  RangeProofError,
  Transcript,
  verifyBatch,
} from '@zk-income/crypto';
import { utf8 } from '../encoding/text.js';
import { PROOF_BITS, padToPowerOfTwo } from '../policy/inequalities.js';

/** What a proof is bound to: one verifier, request, policy, and set of credentials with their disclosures. */
export interface ProofBinding {
  readonly audience: string;
  readonly nonce: string;
  /** SHA-256 over the ASCII of the transaction_data string. */
  readonly policyHash: Uint8Array;
  /** One for each credential, in the policy's order. The verifier computes them from the text that it received. */
  readonly sdHashes: readonly Uint8Array[];
}

export interface ProofInequality<Attribute> {
  readonly terms: readonly (Attribute & { readonly coefficient: bigint })[];
  readonly constant: bigint;
}

/** A committed value, as the verifier sees it. */
export interface Commitment {
  readonly commitment: Uint8Array;
}

/** A committed value, as the holder knows it. */
export interface Opening {
  readonly value: bigint;
  readonly blinding: Uint8Array;
}

export interface ProveJob {
  readonly binding: ProofBinding;
  readonly inequalities: readonly ProofInequality<Opening>[];
}

export interface VerifyJob {
  readonly binding: ProofBinding;
  readonly inequalities: readonly ProofInequality<Commitment>[];
  readonly proof: Uint8Array;
}

/** `invalid`: the proof is false. `malformed`: it cannot be decoded. `commitment_invalid`: a `Cᵢ` is not a group element. */
export type ProofVerdict = 'valid' | 'invalid' | 'malformed' | 'commitment_invalid';

/** Runs proof jobs, on this thread or on a pool. Jobs are plain data that can be sent to another thread. */
export interface ProofRunner {
  prove(job: ProveJob): Promise<Uint8Array>;
  verify(job: VerifyJob): Promise<ProofVerdict>;
}

/** The transcript of a policy proof: all of its labels, in the order of `docs/protocol.md`. */
function policyTranscript(binding: ProofBinding): Transcript {
  const transcript = new Transcript('zk-income policy proof v1');
  transcript.appendMessage('aud', utf8(binding.audience));
  transcript.appendMessage('nonce', utf8(binding.nonce));
  transcript.appendMessage('policy', binding.policyHash);
  for (const sdHash of binding.sdHashes) transcript.appendMessage('sd_hash', sdHash);
  return transcript;
}

/**
 * Proves that every left side `Σ aᵢ·vᵢ + t` is in [0, 2^64). Throws otherwise, so the caller checks it first.
 * Overwrites the blindings that it computes; those of the job belong to the caller.
 */
export function runProveJob(job: ProveJob): Uint8Array {
  const openings = job.inequalities.map(({ terms, constant }) => ({
    value: terms.reduce((sum, { coefficient, value }) => sum + coefficient * value, constant),
    blinding: combineBlindings(terms),
  }));
  try {
    const padded = padToPowerOfTwo(openings);
    const { proof } = proveRange({
      transcript: policyTranscript(job.binding),
      values: padded.map(({ value }) => value),
      blindings: padded.map(({ blinding }) => blinding),
      bits: PROOF_BITS,
    });
    return proof;
  } finally {
    for (const { blinding } of openings) blinding.fill(0);
  }
}

/** The claim of a job, over the derived commitments `D = Σ aᵢ·Cᵢ + t·B`; undefined where a `Cᵢ` is not a point. */
function claimOf(job: VerifyJob): RangeProofClaim | undefined {
  try {
    const derived = job.inequalities.map(({ terms, constant }) => linearCombination(terms, constant));
    return {
      transcript: policyTranscript(job.binding),
      commitments: padToPowerOfTwo(derived),
      bits: PROOF_BITS,
      proof: job.proof,
    };
  } catch (error) {
    // Any other error, such as a lack of memory, says nothing about the commitments.
    if (error instanceof RangeProofError && error.code === 'InvalidPoint') return undefined;
    throw error;
  }
}

/** Verifies proofs as a batch, which costs less than one by one. Returns one verdict for each job, in order. */
export function runVerifyJobs(jobs: readonly VerifyJob[]): ProofVerdict[] {
  const verdicts: ProofVerdict[] = jobs.map(() => 'commitment_invalid');
  const claims = jobs.flatMap((job, index) => {
    const claim = claimOf(job);
    return claim ? [{ claim, index }] : [];
  });
  for (const { index } of claims) verdicts[index] = 'valid';
  for (const { index, error } of verifyBatch(claims.map(({ claim }) => claim)).rejected) {
    verdicts[claims[index]!.index] = error.code === 'VerificationError' ? 'invalid' : 'malformed';
  }
  return verdicts;
}

/** Runs each job immediately, on the calling thread. */
export const inlineProofRunner: ProofRunner = {
  prove: async (job) => runProveJob(job),
  verify: async (job) => runVerifyJobs([job])[0]!,
};
