import {
  linearCombination,
  proofLength,
  proveRange,
  type RangeProofClaim,
  RangeProofError,
  randomScalar,
  selectBackend,
  Transcript,
  verifyBatch,
  verifyRange,
} from '@zk-income/crypto';
import { PROOF_CHANGES } from './proof-bytes.js';
import type { Random } from './random.js';

// Single range proofs, without the protocol around them, in both backends.

/** A claim whose transcript is described, so that it can be created again. */
export interface PlainClaim {
  readonly label: string;
  readonly messages: readonly string[];
  readonly commitments: readonly Uint8Array[];
  readonly bits: number;
  readonly proof: Uint8Array;
}

export interface ProofKind {
  readonly name: string;
  readonly mutate: (claim: PlainClaim, random: Random, claims: readonly PlainClaim[]) => PlainClaim;
}

const utf8 = new TextEncoder();

function transcriptOf({ label, messages }: Pick<PlainClaim, 'label' | 'messages'>): Transcript {
  const transcript = new Transcript(label);
  for (const message of messages) transcript.appendMessage('message', utf8.encode(message));
  return transcript;
}

const claimOf = (claim: PlainClaim): RangeProofClaim => ({
  transcript: transcriptOf(claim),
  commitments: claim.commitments,
  bits: claim.bits,
  proof: claim.proof,
});

const SIZES: readonly [bits: number, m: number][] = [
  [8, 1],
  [8, 2],
  [16, 1],
  [8, 4],
  [32, 1],
  [16, 2],
  [64, 1],
];

/** Honest claims of several sizes, two of each. */
export function makeClaims(random: Random): PlainClaim[] {
  selectBackend('wasm-simd');
  return [...SIZES, ...SIZES].map(([bits, m], i) => {
    const values = Array.from({ length: m }, () => BigInt(random.below(256)));
    const statement = { label: 'fuzz', messages: ['nonce', `policy ${i}`], bits };
    const blindings = values.map(() => randomScalar());
    const proven = proveRange({ transcript: transcriptOf(statement), values, blindings, bits });
    return { ...statement, ...proven };
  });
}

const changeCommitments = (claim: PlainClaim, random: Random, claims: readonly PlainClaim[]): PlainClaim => {
  const { commitments } = claim;
  const at = random.below(commitments.length);
  const foreign = random.pick(random.pick(claims).commitments);
  const shifted = (coefficient: bigint, constant: bigint) =>
    linearCombination([{ coefficient, commitment: commitments[at]! }], constant);
  const set = (value: Uint8Array) => commitments.map((one, i) => (i === at ? value : one));
  return {
    ...claim,
    commitments: random.pick([
      () => set(foreign),
      () => set(new Uint8Array(32)),
      () => set(random.bytes(32)),
      () => set(new Uint8Array(32).fill(255)),
      () => set(shifted(-1n, 0n)),
      () => set(shifted(1n, BigInt(1 + random.below(9)))),
      () => set(shifted(2n, 0n)),
      () => set(commitments[at]!.slice(1)),
      () => random.shuffle(commitments),
      () => [...commitments].reverse(),
      () => [...commitments, ...commitments],
      () => commitments.slice(1),
      () => [],
    ])(),
  };
};

const changeTranscript = (claim: PlainClaim, random: Random): PlainClaim => {
  const { messages } = claim;
  return random.pick([
    { ...claim, label: `${claim.label} ` },
    { ...claim, label: '' },
    { ...claim, messages: messages.slice(1) },
    { ...claim, messages: [...messages, ''] },
    { ...claim, messages: [...messages].reverse() },
    { ...claim, messages: [messages.join('')] },
    { ...claim, messages: messages.map((message) => `${message}${random.below(3)}`) },
  ]);
};

export const PROOF_KINDS: readonly ProofKind[] = [
  ...PROOF_CHANGES.map(
    ([name, change]): ProofKind => ({
      name: `single proofs: ${name}`,
      mutate: (claim, random, claims) => ({
        ...claim,
        proof: change(
          claim.proof.slice(),
          random,
          claims.map(({ proof }) => proof),
        ),
      }),
    }),
  ),
  { name: 'single proofs: commitments changed', mutate: changeCommitments },
  { name: 'single proofs: other transcripts', mutate: changeTranscript },
  {
    name: 'single proofs: other bit sizes',
    mutate: (claim, random) => ({ ...claim, bits: random.pick([8, 16, 32, 64, 0, 7, 128, -8, 8.5]) }),
  },
  {
    name: 'single proofs: of another claim',
    mutate: (claim, random, claims) => ({
      ...claim,
      proof: random.pick(claims.filter(({ proof }) => proof.length === claim.proof.length)).proof,
    }),
  },
];

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const isSame = (a: PlainClaim, b: PlainClaim) =>
  a.bits === b.bits &&
  a.label === b.label &&
  a.messages.join('\0') === b.messages.join('\0') &&
  same(a.proof, b.proof) &&
  a.commitments.length === b.commitments.length &&
  a.commitments.every((one, i) => same(one, b.commitments[i]!));

function codeOf(verify: () => unknown): string {
  try {
    verify();
    return 'valid';
  } catch (error) {
    if (error instanceof RangeProofError) return error.code;
    throw error;
  }
}

/** Verifies a mutant in every way. @returns its code; throws if the ways disagree, or if it is accepted wrongly */
export function verifyMutant(mutant: PlainClaim, honest: PlainClaim): string {
  selectBackend('noble');
  const reference = codeOf(() => verifyRange(claimOf(mutant)));
  selectBackend('wasm-simd');
  const alone = codeOf(() => verifyRange(claimOf(mutant)));
  const { rejected } = verifyBatch([honest, mutant, honest].map(claimOf));
  const inBatch = rejected.map(({ index, error }) => `${index} ${error.code}`).join();
  const expected = alone === 'valid' ? '' : `1 ${alone}`;
  if (reference !== alone || inBatch !== expected)
    throw new Error(
      `Disagreement: noble ${reference}, wasm-simd ${alone}, in a batch ${inBatch || 'valid'}.`,
    );
  if ((alone === 'valid') !== isSame(mutant, honest))
    throw new Error(
      alone === 'valid' ? 'A changed proof is accepted.' : `An unchanged proof is refused: ${alone}.`,
    );
  if (alone === 'valid' && mutant.proof.length !== proofLength(mutant.bits, mutant.commitments.length))
    throw new Error('A proof of a wrong length is accepted.');
  return alone;
}
