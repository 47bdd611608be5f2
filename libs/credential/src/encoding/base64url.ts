const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
/** The six bits of a letter by its character code; −1 for any other character. */
const BITS = new Int8Array(128).fill(-1);
for (const [bits, code] of CODES.entries()) BITS[code] = bits;

const decoder = new TextDecoder();

/** Unpadded base64url (RFC 4648, section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let written = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    // Past the end of an array, reads give 0 and writes are ignored.
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    codes[written++] = CODES[group >> 18]!;
    codes[written++] = CODES[(group >> 12) & 63]!;
    codes[written++] = CODES[(group >> 6) & 63]!;
    codes[written++] = CODES[group & 63]!;
  }
  return decoder.decode(codes);
}

/**
 * Decodes unpadded base64url (RFC 4648, section 5).
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
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const six = code < 128 ? BITS[code]! : -1;
    if (six < 0) return undefined;
    bits = ((bits << 6) | six) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[written++] = bits >> held;
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
