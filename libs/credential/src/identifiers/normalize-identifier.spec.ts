import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { COUNTRIES } from '../countries.js';
import { type NormalizedIdentifier, normalizeIdentifier } from './normalize-identifier.js';

const textOf = (text: string): string => {
  const { text: normalized, fault } = normalizeIdentifier(text);
  return fault ?? normalized;
};

/** SHA-256 of the results for the planes 0 to 3, each followed by NUL. The same on Unicode 14.0, 16.0 and 17.0. */
const DIGEST = '13a9f454ea0c88a4d64e9bcabf3c791a8de05bf9faa9623c9a498c99fd5c22e6';

test('has the same result for every character on every version of Unicode', () => {
  const hash = createHash('sha256');
  const notIdempotent: string[] = [];
  for (let point = 0; point < 0x4_0000; point++) {
    const { text, fault }: NormalizedIdentifier = normalizeIdentifier(`ab12${String.fromCodePoint(point)}`);
    hash.update(`${fault ?? text}\0`);
    if (text !== undefined && textOf(text) !== text) notIdempotent.push(point.toString(16));
  }
  expect(notIdempotent).toEqual([]);
  expect(hash.digest('hex')).toBe(DIGEST);
});

test('accepts no character of the further planes', () => {
  for (const point of [0x4_0000, 0xe_0041, 0xe_0100, 0xf_0000, 0x10_fffd]) {
    expect(textOf(`ab12${String.fromCodePoint(point)}`)).toBe('character');
  }
});

test.each([
  ['assigned in Unicode 13.0, the last version whose characters are accepted', '\u{1fbf9}', 'ab129'],
  ['assigned in Unicode 14.0', '\u2c2f', 'character'],
  ['assigned in Unicode 15.0', '\u{11f02}', 'character'],
  ['assigned in Unicode 16.0', '\ua7cb', 'character'],
  ['not assigned', '\u0378', 'character'],
])('a character %s', (_, character, expected) => {
  expect(textOf(`ab12${character}`)).toBe(expected);
});

test('folds by Unicode 13.0, where U+0264 has no upper-case partner', () => {
  expect(textOf('ab12\u0264')).toBe('ab12\u0264');
});

test('composes letters that separators held apart', () => {
  expect(textOf('1234\u1100-\u1161')).toBe(textOf('1234가'));
});

test('knows the 249 codes of ISO 3166-1, and XK', () => {
  expect([COUNTRIES.length, new Set(COUNTRIES).size]).toEqual([250, 250]);
  expect(COUNTRIES.every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
});
