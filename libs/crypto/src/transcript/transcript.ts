import { utf8ToBytes } from '@noble/hashes/utils.js';
import { viewOf } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { Strobe128 } from './strobe.js';

const MERLIN_LABEL = utf8ToBytes('Merlin v1.0');
const DOMAIN_SEPARATOR = 'dom-sep';
const MAX_MESSAGE = 2 ** 32 - 1;
const MAX_CHALLENGE = 2 ** 16;
const MAX_LABEL = 2 ** 16;

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
  readonly #strobe: Strobe128;

  /**
   * @param label separates the transcripts of different applications; a string is encoded as UTF-8
   * @throws RangeProofError('InvalidTranscript') if it is neither a string nor bytes
   */
  constructor(label: string | Uint8Array) {
    // Only `clone` passes a state, which callers cannot create.
    if ((label as unknown) instanceof Strobe128) {
      this.#strobe = label as unknown as Strobe128;
      return;
    }
    this.#strobe = Strobe128.withLabel(MERLIN_LABEL);
    this.appendMessage(DOMAIN_SEPARATOR, typeof label === 'string' ? utf8ToBytes(label) : label);
  }

  /** Whether a value was created by the constructor. (`instanceof` also accepts objects without a state.) */
  static isTranscript(value: unknown): value is Transcript {
    return typeof value === 'object' && value !== null && #strobe in value;
  }

  /**
   * Appends `message` under `label`.
   * @throws RangeProofError('InvalidTranscript') if `label` is not a string of at most 65,536
   *   characters or `message` is not bytes
   */
  appendMessage(label: string, message: Uint8Array): void {
    const bytes = viewOf(message);
    if (bytes === undefined || bytes.length > MAX_MESSAGE) throw invalid('a message must be a Uint8Array');
    this.#startMessage(label, bytes.length);
    this.#strobe.ad(bytes);
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
    this.#startMessage(label, length);
    return this.#strobe.prf(length);
  }

  /** An independent copy in the same state. */
  clone(): Transcript {
    return new Transcript(this.#strobe.clone() as never);
  }

  #startMessage(label: string, length: number): void {
    if (typeof label !== 'string' || label.length > MAX_LABEL)
      throw invalid('a label must be a string of at most 65536 characters');
    this.#strobe.metaAd(encodeLabel(label));
    this.#strobe.continueMetaAdU32(length);
  }
}

const invalid = (rule: string): RangeProofError =>
  new RangeProofError('InvalidTranscript', `Invalid transcript operation: ${rule}.`);

/** @throws RangeProofError('InvalidTranscript') */
export function checkTranscript(transcript: unknown): asserts transcript is Transcript {
  if (!Transcript.isTranscript(transcript))
    throw new RangeProofError('InvalidTranscript', 'The transcript must be an instance of Transcript.');
}
