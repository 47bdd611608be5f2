import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Transcript } from '../transcript/transcript.js';
import type { BitSize } from './parameters.js';
import type { CrossTerms, RangeProof } from './proof.js';

// The transcript of the range proof in the order of the protocol: `append…` appends messages of the prover,
// `challenge…` appends messages and derives the verifier's challenge from them, 64 bytes to be reduced mod ℓ.
// Prover and verifier both use these functions. All labels of the protocol are in this file; they are those
// of dalek's `bulletproofs` 5.0.

const RANGE_PROOF_DOMAIN = utf8ToBytes('rangeproof v1');
const INNER_PRODUCT_DOMAIN = utf8ToBytes('ipp v1');
const challenge = (transcript: Transcript, label: string) => transcript.challengeBytes(label, 64);

/** Appends the domain separator and the statement: the value of each commitment V is in [0, 2^bits). */
export function appendStatement(
  transcript: Transcript,
  bits: BitSize,
  commitments: readonly Uint8Array[],
): void {
  transcript.appendMessage('dom-sep', RANGE_PROOF_DOMAIN);
  transcript.appendU64('n', BigInt(bits));
  transcript.appendU64('m', BigInt(commitments.length));
  for (const V of commitments) transcript.appendMessage('V', V);
}

/** Appends the commitments A to the bits and S to their blinding vectors; derives y and z. */
export function challengeYZ(
  transcript: Transcript,
  { A, S }: Pick<RangeProof, 'A' | 'S'>,
): { y: Uint8Array; z: Uint8Array } {
  transcript.appendMessage('A', A);
  transcript.appendMessage('S', S);
  return { y: challenge(transcript, 'y'), z: challenge(transcript, 'z') };
}

/** Appends the commitments T1 and T2 to t₁ and t₂ of t(X) = t₀ + t₁·X + t₂·X²; derives x. */
export function challengeX(transcript: Transcript, { T1, T2 }: Pick<RangeProof, 'T1' | 'T2'>): Uint8Array {
  transcript.appendMessage('T_1', T1);
  transcript.appendMessage('T_2', T2);
  return challenge(transcript, 'x');
}

/** Appends t(x), its blinding and the blinding of A + x·S; derives w. */
export function challengeW(
  transcript: Transcript,
  { tX, tXBlinding, eBlinding }: Pick<RangeProof, 'tX' | 'tXBlinding' | 'eBlinding'>,
): Uint8Array {
  transcript.appendMessage('t_x', tX);
  transcript.appendMessage('t_x_blinding', tXBlinding);
  transcript.appendMessage('e_blinding', eBlinding);
  return challenge(transcript, 'w');
}

/** Appends the domain separator of the inner-product argument over vectors of `length` elements. */
export function appendInnerProductDomain(transcript: Transcript, length: number): void {
  transcript.appendMessage('dom-sep', INNER_PRODUCT_DOMAIN);
  transcript.appendU64('n', BigInt(length));
}

/** Appends L and R of one round of the inner-product argument; derives u. */
export function challengeU(transcript: Transcript, { L, R }: CrossTerms): Uint8Array {
  transcript.appendMessage('L', L);
  transcript.appendMessage('R', R);
  return challenge(transcript, 'u');
}
