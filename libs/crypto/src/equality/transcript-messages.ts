import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Transcript } from '../transcript/transcript.js';

// The transcript of the proofs of equality and of difference, as in the file of the same name of the range proof. All
// labels are in this file.

const EQUAL_DOMAIN = utf8ToBytes('equal values v1');
const DIFFERENT_DOMAIN = utf8ToBytes('different values v1');

/** Bytes of randomness that {@link deriveNonces} takes. */
export const NONCE_SEED_BYTES = 32;

function appendCommitments(transcript: Transcript, domain: Uint8Array, commitments: readonly Uint8Array[]) {
  transcript.appendMessage('dom-sep', domain);
  transcript.appendU64('m', BigInt(commitments.length));
  for (const C of commitments) transcript.appendMessage('C', C);
}

/** Appends the statement that commitments are to one value; derives the weights of all but the first, 64 bytes each. */
export function challengeWeights(transcript: Transcript, commitments: readonly Uint8Array[]): Uint8Array {
  appendCommitments(transcript, EQUAL_DOMAIN, commitments);
  return transcript.challengeBytes('w', 64 * (commitments.length - 1));
}

/** Appends the statement that two commitments are to different values. */
export const appendDifferent = (transcript: Transcript, commitments: readonly Uint8Array[]): void =>
  appendCommitments(transcript, DIFFERENT_DOMAIN, commitments);

/** Appends the commitment R to the nonces; derives c, 64 bytes. */
export function challengeC(transcript: Transcript, R: Uint8Array): Uint8Array {
  transcript.appendMessage('R', R);
  return transcript.challengeBytes('c', 64);
}

/** Appends the responses, so that what follows is bound to the whole proof. */
export const appendResponses = (transcript: Transcript, responses: Uint8Array): void =>
  transcript.appendMessage('s', responses);

/**
 * Nonces from the statement so far, the witness, and fresh randomness, 64 bytes each to be reduced mod ℓ. If the random
 * numbers of a platform repeat, two statements or two witnesses still never have a nonce in common. Does not advance the
 * transcript.
 */
export function deriveNonces(
  transcript: Transcript,
  witness: Uint8Array,
  random: Uint8Array,
  count: number,
): Uint8Array {
  const copy = transcript.clone();
  copy.appendMessage('witness', witness);
  copy.appendMessage('random', random);
  return copy.challengeBytes('nonces', 64 * count);
}
