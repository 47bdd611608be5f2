/** Limits of a JSON text that are checked before it is parsed. */
export interface JsonStructureLimits {
  /** The most values, counting every member and element. */
  readonly values: number;
  /** The most levels of nesting. */
  readonly levels: number;
  /** The most characters of a number: those of a double have at most 25, and long ones are expensive to convert. */
  readonly digits: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const [OTHER, SPACE, STRING, COMMA, COLON, OPENING, CLOSING] = [0, 1, 2, 3, 4, 5, 6] as const;
/** The kind of token that a byte is or begins. */
const KINDS = new Uint8Array(256).fill(OTHER);
KINDS.fill(SPACE, 0, 0x21);
KINDS[QUOTE] = STRING;
KINDS[0x2c] = COMMA;
KINDS[0x3a] = COLON;
for (const bracket of '[{') KINDS[bracket.charCodeAt(0)] = OPENING;
for (const bracket of ']}') KINDS[bracket.charCodeAt(0)] = CLOSING;

/**
 * Which limit a JSON text in UTF-8 exceeds, without parsing it: a parser allocates every value first, which costs up to a
 * hundred times more. For bytes that are not JSON the result has no meaning, but they are scanned as fast.
 */
export function exceededStructure(
  bytes: Uint8Array,
  { values: maxValues, levels: maxLevels, digits: maxDigits }: JsonStructureLimits,
): keyof JsonStructureLimits | undefined {
  let values = 1;
  let level = 0;
  let digits = 0;
  for (let i = 0; i < bytes.length; i++) {
    const kind = KINDS[bytes[i]!];
    if (kind === OTHER) {
      if (++digits > maxDigits) return 'digits';
      continue;
    }
    digits = 0;
    if (kind === STRING) {
      i = endOfString(bytes, i + 1);
    } else if (kind === COMMA) {
      if (++values > maxValues) return 'values';
    } else if (kind === OPENING) {
      if (++level > maxLevels) return 'levels';
      if (++values > maxValues) return 'values';
    } else if (kind === CLOSING) {
      level -= 1;
    }
  }
  // A text that is one value only has no comma and no bracket.
  return values > maxValues ? 'values' : undefined;
}

/** The position of the quote that ends a string. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
