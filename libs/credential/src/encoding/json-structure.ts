/** The most values of a JSON text, counting every member and element, and the most levels of nesting. */
export interface JsonStructureLimits {
  readonly values: number;
  readonly levels: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/**
 * Which limit a JSON text in UTF-8 exceeds, without parsing it: a parser allocates every value first, which costs up to a
 * hundred times more. For bytes that are not JSON the result has no meaning, but they are scanned as fast.
 */
export function exceededStructure(
  bytes: Uint8Array,
  { values: maxValues, levels: maxLevels }: JsonStructureLimits,
): keyof JsonStructureLimits | undefined {
  let values = 1;
  let level = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i = endOfString(bytes, i + 1);
    } else if (byte === COMMA) {
      values += 1;
    } else if (OPENING.includes(byte)) {
      values += 1;
      level += 1;
    } else if (CLOSING.includes(byte)) {
      level -= 1;
    }
    if (level > maxLevels) return 'levels';
    if (values > maxValues) return 'values';
  }
  return undefined;
}

/** The position of the quote that ends a string. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
