const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @returns undefined where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

// Control characters, line and paragraph separators, lone surrogates, and what turns the reading direction.
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text can be shown to a person beside other text: 1 to `most` characters, none of them hidden steering. */
export function isPlainText(text: unknown, most: number): text is string {
  return typeof text === 'string' && text !== '' && [...text].length <= most && !UNSAFE.test(text);
}
