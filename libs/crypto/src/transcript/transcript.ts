import { isBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { RangeProofError } from '../errors.js';
import { Strobe128 } from './strobe.js';

const MERLIN_LABEL = utf8ToBytes('Merlin v1.0');
const DOMAIN_SEPARATOR = 'dom-sep';
const MAX_MESSAGE = 2 ** 32 - 1;
const MAX_CHALLENGE = 2 ** 16;

/** The first labels that were met, as UTF-8: a dialogue repeats a dozen short ones. */
const knownLabels = new Map<string, Uint8Array>();
const KNOWN_LABELS = 64;
const KNOWN_LABEL_LENGTH = 64;

function encodeLabel(label: string): Uint8Array {
  const known = knownLabels.get(label);
  if (known !== undefined) return known;
  const encoded = utf8ToBytes(label);
  if (knownLabels.size < KNOWN_LABELS && label.length <= KNOWN_LABEL_LENGTH) knownLabels.set(label, encoded);
  return encoded;
}

/**
 * A Merlin 1.0 transcript (merlin.cool): what prover and verifier have said so far, from which the
 * challenges are drawn. The caller makes it with a label of its own and appends what a proof shall
 * be bound to; proving and verifying go on from there and leave it advanced. To use one state twice,
 * clone it first.
 *
 * @example
 * const transcript = new Transcript('zk-income policy proof v1');
 * transcript.appendMessage('nonce', nonce);
 * const challenge = transcript.challengeBytes('challenge', 64);
 */
export class Transcript {
  private strobe: Strobe128;

  /**
   * @param label separates one application's transcripts from another's; text is taken as UTF-8
   * @throws RangeProofError('InvalidTranscript') if it is neither text nor bytes
   */
  constructor(label: string | Uint8Array) {
    this.strobe = Strobe128.withLabel(MERLIN_LABEL);
    this.appendMessage(DOMAIN_SEPARATOR, typeof label === 'string' ? utf8ToBytes(label) : label);
  }

  /**
   * Appends `message` under `label`.
   * @throws RangeProofError('InvalidTranscript') if `label` is not text or `message` not bytes
   */
  appendMessage(label: string, message: Uint8Array): void {
    if (!isBytes(message) || message.length > MAX_MESSAGE) throw invalid('a message is bytes');
    this.startMessage(label, message.length);
    this.strobe.ad(message);
  }

  /**
   * Appends a number as 8 bytes, little-endian.
   * @throws RangeProofError('InvalidTranscript') unless 0 ≤ value < 2^64
   */
  appendU64(label: string, value: bigint): void {
    if (typeof value !== 'bigint' || value < 0n || value >= 1n << 64n)
      throw invalid('a number is a bigint from 0 to 2^64 − 1');
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, value, true);
    this.appendMessage(label, bytes);
  }

  /**
   * `length` bytes that depend on everything appended and drawn before; drawing changes what follows.
   * @throws RangeProofError('InvalidTranscript') unless 0 ≤ length ≤ 65536
   */
  challengeBytes(label: string, length: number): Uint8Array {
    if (!Number.isInteger(length) || length < 0 || length > MAX_CHALLENGE)
      throw invalid('the length of a challenge is a whole number from 0 to 65536');
    this.startMessage(label, length);
    return this.strobe.prf(length);
  }

  /** A transcript in the same state that goes on by itself. */
  clone(): Transcript {
    const copy = Object.create(Transcript.prototype) as Transcript;
    copy.strobe = this.strobe.clone();
    return copy;
  }

  private startMessage(label: string, length: number): void {
    if (typeof label !== 'string') throw invalid('a label is text');
    this.strobe.metaAd(encodeLabel(label));
    this.strobe.continueMetaAdU32(length);
  }
}

const invalid = (rule: string): RangeProofError =>
  new RangeProofError('InvalidTranscript', `In a transcript, ${rule}.`);

/** @throws RangeProofError('InvalidTranscript') */
export function checkTranscript(transcript: unknown): asserts transcript is Transcript {
  if (!(transcript instanceof Transcript))
    throw new RangeProofError('InvalidTranscript', 'A proof is about a Transcript.');
}
