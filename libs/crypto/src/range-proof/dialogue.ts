import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Transcript } from '../transcript/transcript.js';
import type { BitSize } from './parameters.js';
import type { CrossTerms, RangeProof } from './proof.js';

// What prover and verifier say to each other, move by move: each function appends what the prover
// sends and returns the verifier's challenge to it, 64 bytes that count mod ℓ. The labels of the
// protocol stand here and nowhere else; they are those of dalek's `bulletproofs` 5.0.

const RANGE_PROOF = utf8ToBytes('rangeproof v1');
const INNER_PRODUCT = utf8ToBytes('ipp v1');
const challenge = (transcript: Transcript, label: string) => transcript.challengeBytes(label, 64);

/** The statement: every committed value is in [0, 2^bits). */
export function stateRange(transcript: Transcript, bits: BitSize, commitments: readonly Uint8Array[]): void {
  transcript.appendMessage('dom-sep', RANGE_PROOF);
  transcript.appendU64('n', BigInt(bits));
  transcript.appendU64('m', BigInt(commitments.length));
  for (const V of commitments) transcript.appendMessage('V', V);
}

/** The commitments to the bits and to their masks, answered by y and z. */
export function commitToBits(
  transcript: Transcript,
  { A, S }: Pick<RangeProof, 'A' | 'S'>,
): { y: Uint8Array; z: Uint8Array } {
  transcript.appendMessage('A', A);
  transcript.appendMessage('S', S);
  return { y: challenge(transcript, 'y'), z: challenge(transcript, 'z') };
}

/** The commitments to t₁ and t₂ of t(X) = t₀ + t₁·X + t₂·X², answered by x. */
export function commitToPolynomial(
  transcript: Transcript,
  { T1, T2 }: Pick<RangeProof, 'T1' | 'T2'>,
): Uint8Array {
  transcript.appendMessage('T_1', T1);
  transcript.appendMessage('T_2', T2);
  return challenge(transcript, 'x');
}

/** The openings at x, answered by w; then the inner-product argument of `length` elements begins. */
export function openPolynomial(
  transcript: Transcript,
  { tX, tXBlinding, eBlinding }: Pick<RangeProof, 'tX' | 'tXBlinding' | 'eBlinding'>,
  length: number,
): Uint8Array {
  transcript.appendMessage('t_x', tX);
  transcript.appendMessage('t_x_blinding', tXBlinding);
  transcript.appendMessage('e_blinding', eBlinding);
  const w = challenge(transcript, 'w');
  transcript.appendMessage('dom-sep', INNER_PRODUCT);
  transcript.appendU64('n', BigInt(length));
  return w;
}

/** One round of the inner-product argument, answered by u. */
export function sendCrossTerms(transcript: Transcript, { L, R }: CrossTerms): Uint8Array {
  transcript.appendMessage('L', L);
  transcript.appendMessage('R', R);
  return challenge(transcript, 'u');
}
