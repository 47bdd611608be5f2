import { MIN_IDENTIFIER_CHARACTERS } from '../limits.js';
import { fold, isLetterOrNumber, isMark } from './unicode.js';

/**
 * Characters that identifiers are written with and that tell no two of them apart. `+` is not among them: in Sweden and
 * Finland it replaces the hyphen for people born a century earlier.
 */
const SEPARATORS: ReadonlySet<string> = new Set([
  // White_Space
  ...'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
  // Invisible characters that copied text contains: soft hyphen, zero width space, directional marks, word joiner, BOM
  ...'\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff',
  // Hyphens, dashes, minus sign
  ...'-\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d',
  // Full stop, slash and parentheses, also in full width
  ...'./()\uff0e\uff0f\uff08\uff09',
]);

const PLUS: ReadonlySet<string> = new Set(['+', '\uff0b', '\ufe62']);

/** Why a text is not an identifier. */
export type IdentifierFault =
  /** It has a character other than letters, numbers, marks, separators and `+`. */
  | 'character'
  /** A combining mark follows no letter, number or mark. */
  | 'mark'
  | 'too_short'
  /** It has only zeros: a placeholder, which no authority assigns. */
  | 'zeros';

/** What an identifier must be. Completes "Expected …"; repeats nothing of the identifier. */
export const IDENTIFIER_EXPECTED: Readonly<Record<IdentifierFault, string>> = {
  character: 'only letters, digits, combining marks, "+", and the separators space - . / ( )',
  mark: 'combining marks only after a letter, a digit or another mark',
  too_short: `at least ${MIN_IDENTIFIER_CHARACTERS} letters or digits`,
  zeros: 'an identifier; zeros alone are a placeholder',
};

export type NormalizedIdentifier =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: IdentifierFault };

function faultOf(characters: Iterable<string>): IdentifierFault | undefined {
  let markAllowed = false;
  for (const character of characters) {
    const mark = isMark(character);
    if (mark && !markAllowed) return 'mark';
    markAllowed = mark || isLetterOrNumber(character);
    if (!markAllowed && !SEPARATORS.has(character) && !PLUS.has(character)) return 'character';
  }
  return undefined;
}

/**
 * What of a text is significant: equal for every spelling of one identifier, different for different ones.
 *
 * 1. Every character is a letter, number or mark of Unicode 13.0, a separator, or `+`. A mark follows a letter, a
 *    number or a mark.
 * 2. NFKC. Rule 1 holds again.
 * 3. Separators are removed.
 * 4. Full case folding of Unicode 13.0; decimal digits of any script become 0 to 9.
 * 5. NFKC.
 *
 * Rule 1 makes the result independent of the runtime: the normalization of characters that Unicode 13.0 has is the same
 * in all later versions.
 */
export function significantText(text: string): NormalizedIdentifier {
  const compatible = text.normalize('NFKC');
  const fault = faultOf(text) ?? faultOf(compatible);
  if (fault) return { fault };
  const significant = [...compatible].filter((character) => !SEPARATORS.has(character));
  return { text: significant.map(fold).join('').normalize('NFKC') };
}

/** The canonical text of an identifier: its {@link significantText}, unless that is a placeholder. */
export function normalizeIdentifier(identifier: string): NormalizedIdentifier {
  const { text, fault } = significantText(identifier);
  if (fault) return { fault };
  const counted = [...text].filter(isLetterOrNumber);
  if (counted.length < MIN_IDENTIFIER_CHARACTERS) return { fault: 'too_short' };
  if (/^0+$/.test(text)) return { fault: 'zeros' };
  return { text };
}
