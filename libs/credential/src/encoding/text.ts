const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @returns undefined where the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

// Control characters, line and paragraph separators, lone surrogates, and bidirectional formatting characters.
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text is safe to display next to other text: 1 to `maxCharacters`, without control or bidirectional ones. */
export function isPlainText(text: unknown, maxCharacters: number): text is string {
  return typeof text === 'string' && text !== '' && [...text].length <= maxCharacters && !UNSAFE.test(text);
}
