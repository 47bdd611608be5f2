import { concatBytes } from '@noble/hashes/utils.js';
import {
  combineBlindings,
  commit,
  linearCombination,
  proofLength,
  proveRange,
  type RangeProofClaim,
  RangeProofError,
  randomScalar,
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
  /** Whether the left side is proved to be in [0, 2^128) by two derived commitments. */
  readonly isWide?: boolean;
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
  /** As `runProveJob` returns it. One of another length than {@link policyProofLength} is malformed. */
  readonly proof: Uint8Array;
}

/** `invalid`: the proof is false. `malformed`: it cannot be decoded. `commitment_invalid`: a `Cᵢ` is not a group element. */
export type ProofVerdict = 'valid' | 'invalid' | 'malformed' | 'commitment_invalid';

/** Runs proof jobs, on this thread or on a pool. Jobs are plain data that can be sent to another thread. */
export interface ProofRunner {
  prove(job: ProveJob): Promise<Uint8Array>;
  verify(job: VerifyJob): Promise<ProofVerdict>;
}

const HALF = 1n << BigInt(PROOF_BITS);
const POINT_BYTES = 32;

/** Bytes of a policy proof: a commitment to the high half of each wide inequality, then the range proof. */
export function policyProofLength(inequalities: readonly { readonly isWide?: boolean }[]): number {
  const wide = inequalities.filter(({ isWide }) => isWide).length;
  const derived = padToPowerOfTwo(new Array(inequalities.length + wide).fill(0)).length;
  return POINT_BYTES * wide + proofLength(PROOF_BITS, derived);
}

/** The transcript of a policy proof: all of its labels, in the order of `docs/protocol.md`. */
function policyTranscript(binding: ProofBinding, highHalves: readonly Uint8Array[]): Transcript {
  const transcript = new Transcript('zk-income policy proof v2');
  transcript.appendMessage('aud', utf8(binding.audience));
  transcript.appendMessage('nonce', utf8(binding.nonce));
  transcript.appendMessage('policy', binding.policyHash);
  for (const sdHash of binding.sdHashes) transcript.appendMessage('sd_hash', sdHash);
  for (const point of highHalves) transcript.appendMessage('high', point);
  return transcript;
}

/**
 * Splits the left side D of a wide inequality: a fresh commitment H to its high 64 bits, and the openings of
 * `D − 2^64·H` and of H.
 */
function splitOpening(value: bigint, blinding: Uint8Array): { point: Uint8Array; openings: Opening[] } {
  const high = { value: value / HALF, blinding: randomScalar() };
  const low = combineBlindings([
    { coefficient: 1n, blinding },
    { coefficient: -HALF, blinding: high.blinding },
  ]);
  blinding.fill(0);
  const openings = [{ value: value - HALF * high.value, blinding: low }, high];
  return { point: commit(high.value, high.blinding), openings };
}

/**
 * Proves that every left side `Σ aᵢ·vᵢ + t` is in [0, 2^64), or in [0, 2^128) where it is wide. Throws otherwise, so the
 * caller checks it first. Overwrites the blindings that it computes; those of the job belong to the caller.
 *
 * @returns the commitments to high halves, then the range proof
 */
export function runProveJob(job: ProveJob): Uint8Array {
  const highHalves: Uint8Array[] = [];
  const openings = job.inequalities.flatMap(({ terms, constant, isWide }): Opening[] => {
    const value = terms.reduce((sum, { coefficient, value }) => sum + coefficient * value, constant);
    const blinding = combineBlindings(terms);
    if (!isWide) return [{ value, blinding }];
    const split = splitOpening(value, blinding);
    highHalves.push(split.point);
    return split.openings;
  });
  try {
    const padded = padToPowerOfTwo(openings);
    const { proof } = proveRange({
      transcript: policyTranscript(job.binding, highHalves),
      values: padded.map(({ value }) => value),
      blindings: padded.map(({ blinding }) => blinding),
      bits: PROOF_BITS,
    });
    return concatBytes(...highHalves, proof);
  } finally {
    for (const { blinding } of openings) blinding.fill(0);
  }
}

/** Runs a decoding of points; undefined where one is not a point. Any other error says nothing about the points. */
function decoding<T>(derive: () => T): T | undefined {
  try {
    return derive();
  } catch (error) {
    if (error instanceof RangeProofError && error.code === 'InvalidPoint') return undefined;
    throw error;
  }
}

/**
 * The claim of a job, over the derived commitments `D = Σ aᵢ·Cᵢ + t·B`, of which a wide one becomes `D − 2^64·H` and H.
 * A verdict where a `Cᵢ` or an H is not a point.
 */
function claimOf(job: VerifyJob): RangeProofClaim | 'commitment_invalid' | 'malformed' {
  const derived = decoding(() =>
    job.inequalities.map(({ terms, constant }) => linearCombination(terms, constant)),
  );
  if (!derived) return 'commitment_invalid';
  const highHalves: Uint8Array[] = [];
  const commitments = decoding(() =>
    job.inequalities.flatMap(({ isWide }, i) => {
      const commitment = derived[i]!;
      if (!isWide) return [commitment];
      const start = POINT_BYTES * highHalves.length;
      const high = job.proof.slice(start, start + POINT_BYTES);
      highHalves.push(high);
      const low = linearCombination(
        [
          { coefficient: 1n, commitment },
          { coefficient: -HALF, commitment: high },
        ],
        0n,
      );
      return [low, high];
    }),
  );
  if (!commitments) return 'malformed';
  return {
    transcript: policyTranscript(job.binding, highHalves),
    commitments: padToPowerOfTwo(commitments),
    bits: PROOF_BITS,
    proof: job.proof.slice(POINT_BYTES * highHalves.length),
  };
}

/** Verifies proofs as a batch, which costs less than one by one. Returns one verdict for each job, in order. */
export function runVerifyJobs(jobs: readonly VerifyJob[]): ProofVerdict[] {
  const verdicts: ProofVerdict[] = [];
  const claims = jobs.flatMap((job, index) => {
    const claim = claimOf(job);
    verdicts[index] = typeof claim === 'string' ? claim : 'valid';
    return typeof claim === 'string' ? [] : [{ claim, index }];
  });
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
