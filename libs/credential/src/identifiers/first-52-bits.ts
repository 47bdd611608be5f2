import { sha256 } from '../encoding/hash.js';
import { utf8 } from '../encoding/text.js';

/** The first 52 bits, big-endian, of the SHA-256 of a text in UTF-8: a number that an attribute can have. */
export function first52Bits(text: string): bigint {
  const digest = sha256(utf8(text));
  return new DataView(digest.buffer, digest.byteOffset).getBigUint64(0) >> 12n;
}
