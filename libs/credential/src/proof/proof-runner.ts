import { concatBytes } from '@noble/hashes/utils.js';
import {
  combineBlindings,
  commit,
  DIFFERENCE_PROOF_BYTES,
  EQUALITY_PROOF_BYTES,
  linearCombination,
  proofLength,
  proveDifferent,
  proveEqual,
  proveRange,
  type RangeProofClaim,
  RangeProofError,
  randomScalar,
  Transcript,
  verifyBatch,
  verifyDifferent,
  verifyEqual,
} from '@zk-income/crypto';
import { utf8 } from '../encoding/text.js';
import { PROOF_BITS, padToPowerOfTwo } from '../policy/inequalities.js';

/** What a proof is bound to: one verifier, request, policy, and set of credentials with their disclosures. */
export interface ProofBinding {
  readonly audience: string;
  readonly nonce: string;
  /** SHA-256 over the ASCII of the transaction_data string. */
  readonly policyHash: Uint8Array;
  /** The id of the alternative that is shown, of a policy that has alternatives. */
  readonly alternative?: string;
  /** The id of the person whose proof it is, of a policy that has several. */
  readonly person?: string;
  /** One for each credential of the person, in the policy's order. The verifier computes them from the text that it received. */
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

/** What a proof states of committed values. */
export interface ProofStatement<Attribute> {
  readonly inequalities: readonly ProofInequality<Attribute>[];
  /** Commitments to one value: none, or 2 to 16. */
  readonly equal?: readonly Attribute[];
  /** Pairs of commitments to different values. */
  readonly different?: readonly (readonly [Attribute, Attribute])[];
}

export interface ProveJob extends ProofStatement<Opening> {
  readonly binding: ProofBinding;
}

export interface VerifyJob extends ProofStatement<Commitment> {
  readonly binding: ProofBinding;
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

/** What determines the length of a proof. */
interface StatementShape {
  readonly inequalities: readonly { readonly isWide?: boolean }[];
  readonly equal?: readonly unknown[];
  readonly different?: readonly unknown[];
}

/**
 * The bytes of the parts of a policy proof before the range proof: a commitment to the high half of each wide inequality,
 * the proof of equality, and a proof of difference for each pair.
 */
function prefixLengths({ inequalities, equal = [], different = [] }: StatementShape) {
  const wide = inequalities.filter(({ isWide }) => isWide).length;
  return {
    high: POINT_BYTES * wide,
    equality: equal.length > 0 ? EQUALITY_PROOF_BYTES : 0,
    differences: DIFFERENCE_PROOF_BYTES * different.length,
  };
}

/** Bytes of a policy proof. */
export function policyProofLength(statement: StatementShape): number {
  const { high, equality, differences } = prefixLengths(statement);
  const derived = padToPowerOfTwo(
    new Array(statement.inequalities.length + high / POINT_BYTES).fill(0),
  ).length;
  return high + equality + differences + proofLength(PROOF_BITS, derived);
}

/** The transcript of a policy proof: all of its labels, in the order of `docs/protocol.md`. */
function policyTranscript(binding: ProofBinding, highHalves: readonly Uint8Array[]): Transcript {
  const transcript = new Transcript('zk-income policy proof v2');
  transcript.appendMessage('aud', utf8(binding.audience));
  transcript.appendMessage('nonce', utf8(binding.nonce));
  transcript.appendMessage('policy', binding.policyHash);
  if (binding.alternative !== undefined) transcript.appendMessage('alternative', utf8(binding.alternative));
  if (binding.person !== undefined) transcript.appendMessage('person', utf8(binding.person));
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
 * @returns the commitments to high halves, the proofs of equality and of differences, then the range proof
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
    const transcript = policyTranscript(job.binding, highHalves);
    const equality = proveEquality(transcript, job.equal);
    const differences = (job.different ?? []).map((pair) => proveDifference(transcript, pair));
    const padded = padToPowerOfTwo(openings);
    const { proof } = proveRange({
      transcript,
      values: padded.map(({ value }) => value),
      blindings: padded.map(({ blinding }) => blinding),
      bits: PROOF_BITS,
    });
    return concatBytes(...highHalves, equality, ...differences, proof);
  } finally {
    for (const { blinding } of openings) blinding.fill(0);
  }
}

function proveEquality(transcript: Transcript, equal: readonly Opening[] = []): Uint8Array {
  const [first] = equal;
  if (first === undefined) return new Uint8Array(0);
  return proveEqual({
    transcript,
    value: first.value,
    blindings: equal.map(({ blinding }) => blinding),
  });
}

const proveDifference = (transcript: Transcript, pair: readonly [Opening, Opening]): Uint8Array =>
  proveDifferent({
    transcript,
    values: pair.map(({ value }) => value),
    blindings: pair.map(({ blinding }) => blinding),
  });

/** Runs a decoding of points; undefined where one is not a point. Any other error says nothing about the points. */
function decoding<T>(derive: () => T): T | undefined {
  try {
    return derive();
  } catch (error) {
    if (error instanceof RangeProofError && error.code === 'InvalidPoint') return undefined;
    throw error;
  }
}

/** The commitments of a job as the proof has them; undefined where one is not a point. */
const decodedStatement = ({ inequalities, equal = [], different = [] }: VerifyJob) => {
  const decoded = ({ commitment }: Commitment) => linearCombination([{ coefficient: 1n, commitment }], 0n);
  return decoding(() => ({
    derived: inequalities.map(({ terms, constant }) => linearCombination(terms, constant)),
    equal: equal.map(decoded),
    different: different.map((pair) => pair.map(decoded)),
  }));
};

/** Splits derived commitments that are wide: D becomes `D − 2^64·H` and H. Undefined where an H is not a point. */
const splitCommitments = (
  { inequalities }: VerifyJob,
  derived: readonly Uint8Array[],
  highHalves: readonly Uint8Array[],
) =>
  decoding(() => {
    const remaining = [...highHalves];
    return inequalities.flatMap(({ isWide }, i) => {
      const commitment = derived[i]!;
      if (!isWide) return [commitment];
      const high = remaining.shift()!;
      const terms = [
        { coefficient: 1n, commitment },
        { coefficient: -HALF, commitment: high },
      ];
      return [linearCombination(terms, 0n), high];
    });
  });

/** What an error says about a proof. Any other code says nothing about it. */
const VERDICTS: Partial<Record<RangeProofError['code'], ProofVerdict>> = {
  VerificationError: 'invalid',
  FormatError: 'malformed',
  InvalidPoint: 'malformed',
};

function verdictOf(error: unknown): ProofVerdict {
  const verdict = error instanceof RangeProofError ? VERDICTS[error.code] : undefined;
  if (verdict === undefined) throw error;
  return verdict;
}

/** The verdict of a verification that fails; undefined if it does not. */
function rejectionOf(verify: () => void): ProofVerdict | undefined {
  try {
    verify();
    return undefined;
  } catch (error) {
    return verdictOf(error);
  }
}

/**
 * Verifies everything but the range proof. Returns the claim of the range proof, over the derived commitments
 * `D = Σ aᵢ·Cᵢ + t·B`, or a verdict.
 */
function claimOf(job: VerifyJob): RangeProofClaim | ProofVerdict {
  const decoded = decodedStatement(job);
  if (!decoded) return 'commitment_invalid';
  const { high, equality, differences } = prefixLengths(job);
  const highHalves = split(job.proof.slice(0, high));
  const commitments = splitCommitments(job, decoded.derived, highHalves);
  if (!commitments) return 'malformed';
  const transcript = policyTranscript(job.binding, highHalves);
  const end = high + equality;
  const rejection = rejectionOf(() => {
    if (equality > 0)
      verifyEqual({ transcript, commitments: decoded.equal, proof: job.proof.slice(high, end) });
    for (const [i, commitments] of decoded.different.entries()) {
      const start = end + i * DIFFERENCE_PROOF_BYTES;
      const proof = job.proof.slice(start, start + DIFFERENCE_PROOF_BYTES);
      verifyDifferent({ transcript, commitments, proof });
    }
  });
  if (rejection) return rejection;
  return {
    transcript,
    commitments: padToPowerOfTwo(commitments),
    bits: PROOF_BITS,
    proof: job.proof.slice(end + differences),
  };
}

/** Splits bytes into points. What is left over belongs to no point. */
const split = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / POINT_BYTES) }, (_, i) =>
    bytes.slice(POINT_BYTES * i, POINT_BYTES * (i + 1)),
  );

/** Verifies proofs as a batch, which costs less than one by one. Returns one verdict for each job, in order. */
export function runVerifyJobs(jobs: readonly VerifyJob[]): ProofVerdict[] {
  const verdicts: ProofVerdict[] = [];
  const claims = jobs.flatMap((job, index) => {
    const claim = claimOf(job);
    verdicts[index] = typeof claim === 'string' ? claim : 'valid';
    return typeof claim === 'string' ? [] : [{ claim, index }];
  });
  for (const { index, error } of verifyBatch(claims.map(({ claim }) => claim)).rejected) {
    verdicts[claims[index]!.index] = verdictOf(error);
  }
  return verdicts;
}

/** Runs each job immediately, on the calling thread. */
export const inlineProofRunner: ProofRunner = {
  prove: async (job) => runProveJob(job),
  verify: async (job) => runVerifyJobs([job])[0]!,
};
