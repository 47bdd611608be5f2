import { isBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { RangeProofError } from '../errors.js';
import { Strobe128 } from './strobe.js';

const MERLIN_LABEL = utf8ToBytes('Merlin v1.0');
const DOMAIN_SEPARATOR = 'dom-sep';
const MAX_MESSAGE = 2 ** 32 - 1;
const MAX_CHALLENGE = 2 ** 16;

/** UTF-8 encodings of the first labels: a range proof repeats a dozen short ones. */
const labelCache = new Map<string, Uint8Array>();
const MAX_CACHED_LABELS = 64;
const MAX_CACHED_LABEL_LENGTH = 64;

function encodeLabel(label: string): Uint8Array {
  const cached = labelCache.get(label);
  if (cached !== undefined) return cached;
  const encoded = utf8ToBytes(label);
  if (labelCache.size < MAX_CACHED_LABELS && label.length <= MAX_CACHED_LABEL_LENGTH)
    labelCache.set(label, encoded);
  return encoded;
}

/**
 * A Merlin 1.0 transcript (merlin.cool): the messages of prover and verifier, from which the challenges
 * are derived (Fiat–Shamir). The application creates it with its own label and appends the data to which
 * it binds the proof. Proving and verifying continue the transcript and leave it advanced. To use one
 * state twice, clone it first.
 *
 * @example
 * const transcript = new Transcript('zk-income policy proof v1');
 * transcript.appendMessage('nonce', nonce);
 * const challenge = transcript.challengeBytes('challenge', 64);
 */
export class Transcript {
  private strobe: Strobe128;

  /**
   * @param label separates the transcripts of different applications; a string is encoded as UTF-8
   * @throws RangeProofError('InvalidTranscript') if it is neither a string nor bytes
   */
  constructor(label: string | Uint8Array) {
    this.strobe = Strobe128.withLabel(MERLIN_LABEL);
    this.appendMessage(DOMAIN_SEPARATOR, typeof label === 'string' ? utf8ToBytes(label) : label);
  }

  /**
   * Appends `message` under `label`.
   * @throws RangeProofError('InvalidTranscript') if `label` is not a string or `message` is not bytes
   */
  appendMessage(label: string, message: Uint8Array): void {
    if (!isBytes(message) || message.length > MAX_MESSAGE) throw invalid('a message must be a Uint8Array');
    this.startMessage(label, message.length);
    this.strobe.ad(message);
  }

  /**
   * Appends a number as 8 bytes, little-endian.
   * @throws RangeProofError('InvalidTranscript') unless 0 ≤ value < 2^64
   */
  appendU64(label: string, value: bigint): void {
    if (typeof value !== 'bigint' || value < 0n || value >= 1n << 64n)
      throw invalid('a number must be a bigint from 0 to 2^64 − 1');
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, value, true);
    this.appendMessage(label, bytes);
  }

  /**
   * Derives `length` bytes from all previous messages and challenges. This changes later challenges.
   * @throws RangeProofError('InvalidTranscript') unless 0 ≤ length ≤ 65536
   */
  challengeBytes(label: string, length: number): Uint8Array {
    if (!Number.isInteger(length) || length < 0 || length > MAX_CHALLENGE)
      throw invalid('the length of a challenge must be an integer from 0 to 65536');
    this.startMessage(label, length);
    return this.strobe.prf(length);
  }

  /** An independent copy in the same state. */
  clone(): Transcript {
    const copy = Object.create(Transcript.prototype) as Transcript;
    copy.strobe = this.strobe.clone();
    return copy;
  }

  private startMessage(label: string, length: number): void {
    if (typeof label !== 'string') throw invalid('a label must be a string');
    this.strobe.metaAd(encodeLabel(label));
    this.strobe.continueMetaAdU32(length);
  }
}

const invalid = (rule: string): RangeProofError =>
  new RangeProofError('InvalidTranscript', `Invalid transcript operation: ${rule}.`);

/** @throws RangeProofError('InvalidTranscript') */
export function checkTranscript(transcript: unknown): asserts transcript is Transcript {
  if (!(transcript instanceof Transcript))
    throw new RangeProofError('InvalidTranscript', 'The transcript must be an instance of Transcript.');
}
