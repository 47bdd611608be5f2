import { sha256 } from '@zk-income/credential';

/** Crockford's base 32: no I, L, O and U, so that no two symbols look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;

/** 100 random bits. */
const SECRET_SYMBOLS = 20;
/** 20 bits: a wrong symbol is noticed except with probability 10^-6. */
const CHECK_SYMBOLS = 4;
const GROUP = 4;

const DOMAIN = 'zk-income recovery code v1';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function checkOf(secret: string): string {
  const hash = sha256(utf8(`${DOMAIN}\0${secret}`));
  return Array.from({ length: CHECK_SYMBOLS }, (_, i) => ALPHABET[hash[i]! % ALPHABET.length]).join('');
}

const grouped = (symbols: string): string => symbols.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');

/**
 * Makes a recovery code: 20 random symbols and 4 that detect typing errors, such as `7K2M-9QTX-…`. It is never chosen by a
 * person, because only a random code can withstand a search.
 */
export function createRecoveryCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_SYMBOLS));
  // 256 is a multiple of 32, so that each symbol has the same probability.
  const secret = [...bytes].map((byte) => ALPHABET[byte % (1 << BITS)]).join('');
  return grouped(`${secret}${checkOf(secret)}`);
}

/**
 * Reads a code as people type it: in any case, with any spaces and hyphens, O for 0, and I or L for 1.
 *
 * @returns the canonical form; undefined where it is no code, or a symbol is wrong
 */
export function readRecoveryCode(text: string): string | undefined {
  const symbols = text
    .toUpperCase()
    .replace(/[\s\-‐-―−]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (symbols.length !== SECRET_SYMBOLS + CHECK_SYMBOLS) return undefined;
  if ([...symbols].some((symbol) => !ALPHABET.includes(symbol))) return undefined;
  const secret = symbols.slice(0, SECRET_SYMBOLS);
  return symbols.slice(SECRET_SYMBOLS) === checkOf(secret) ? grouped(symbols) : undefined;
}
