import { ProtocolError } from '../errors.js';
import { MAX_SOURCE_ID_CHARACTERS } from '../limits.js';
import { IDENTIFIER_EXPECTED, significantText } from './normalize-identifier.js';
import { REGISTERS } from './registers.js';

/** The registers accept nothing but ASCII. */
const asciiUpperCase = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 32));

export type ParsedSourceId =
  /** `<register>:<number>` in canonical form. */
  | { readonly sourceId: string; readonly expected?: undefined }
  /** Completes "Expected …". */
  | { readonly sourceId?: undefined; readonly expected: string };

/**
 * Reads the identifier of a payer, `<register>:<number>`, in any spelling. The first colon separates the two, and both
 * are normalized as ids of people are. Canonical forms are equal exactly where the payers are, as far as one register
 * can tell.
 */
export function parseSourceId(text: string): ParsedSourceId {
  const colon = text.indexOf(':');
  if (colon < 0)
    return { expected: 'a register and a number, such as lei:529900T8BM49AURSDO55 or vat:DE123456789' };
  if ([...text].length > MAX_SOURCE_ID_CHARACTERS) {
    return { expected: `at most ${MAX_SOURCE_ID_CHARACTERS} characters` };
  }
  const name = significantText(text.slice(0, colon)).text ?? '';
  const register = REGISTERS.get(name);
  if (!register)
    return { expected: `one of the registers ${[...REGISTERS.keys()].join(', ')} before the colon` };

  const { text: number, fault } = significantText(text.slice(colon + 1));
  if (fault) return { expected: `${IDENTIFIER_EXPECTED[fault]} after the colon` };
  const canonical = register.lowerCase ? number : asciiUpperCase(number);
  const expected = register.expected(canonical);
  return expected === undefined ? { sourceId: `${name}:${canonical}` } : { expected };
}

/**
 * The canonical form of a registered payer.
 *
 * @throws ProtocolError `source_invalid`
 */
export function canonicalSourceId(text: string): string {
  const { sourceId, expected } = parseSourceId(text);
  if (sourceId === undefined) throw new ProtocolError('source_invalid', `source_id: expected ${expected}.`);
  return sourceId;
}

/**
 * The pairs of credentials, by position, that have one payer. Undefined where a payer is malformed. Holder and verifier ask
 * the same function.
 */
export function pairsOfOneSource(texts: readonly string[]): [number, number][] | undefined {
  const sources = texts.map((text) => parseSourceId(text).sourceId);
  if (sources.includes(undefined)) return undefined;
  return sources.flatMap((source, i) =>
    sources
      .slice(i + 1)
      .flatMap((other, j): [number, number][] => (other === source ? [[i, i + 1 + j]] : [])),
  );
}
