// Blindings are secret, so no branch and no index depends on a letter or on its bits: the ranges of the alphabet are
// told apart by the signs of differences.

/** The character code of six bits: A–Z, a–z, 0–9, `-`, `_`. */
function letterOf(six: number): number {
  let code = six + 65;
  code += ((25 - six) >> 31) & 6;
  code -= ((51 - six) >> 31) & 75;
  code -= ((61 - six) >> 31) & 13;
  code += ((62 - six) >> 31) & 49;
  return code;
}

/** All bits set where first ≤ code ≤ last, otherwise 0. */
const within = (code: number, first: number, last: number): number =>
  ((first - 1 - code) & (code - last - 1)) >> 31;

/** The six bits of a letter by its character code; −1 for any other character. */
function bitsOf(code: number): number {
  let bits = -1;
  bits += within(code, 65, 90) & (code - 64);
  bits += within(code, 97, 122) & (code - 70);
  bits += within(code, 48, 57) & (code + 5);
  bits += within(code, 45, 45) & 63;
  bits += within(code, 95, 95) & 64;
  return bits;
}

const decoder = new TextDecoder();

/** Unpadded base64url (RFC 4648, section 5). Constant-time for a given length. */
export function encodeBase64url(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let written = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    // Past the end of an array, reads give 0 and writes are ignored.
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    codes[written++] = letterOf(group >> 18);
    codes[written++] = letterOf((group >> 12) & 63);
    codes[written++] = letterOf((group >> 6) & 63);
    codes[written++] = letterOf(group & 63);
  }
  return decoder.decode(codes);
}

/**
 * Decodes unpadded base64url (RFC 4648, section 5). Constant-time for a given length and validity.
 *
 * @returns undefined for anything but the canonical text of some bytes. Padding, other alphabets, white space and
 * non-zero trailing bits are rejected, so that no two texts decode to the same bytes.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let written = 0;
  let bits = 0;
  let held = 0;
  let invalid = 0;
  for (let i = 0; i < text.length; i++) {
    const six = bitsOf(text.charCodeAt(i));
    invalid |= six;
    bits = ((bits << 6) | (six & 63)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[written++] = bits >> held;
  }
  return invalid >= 0 && (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
