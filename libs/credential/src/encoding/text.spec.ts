import { expect, test } from '@jest/globals';
import { decodeUtf8, isPlainText, utf8 } from './text.js';

test('decodes UTF-8 and rejects other bytes', () => {
  expect(decodeUtf8(utf8('Zoë €'))).toBe('Zoë €');
  expect(decodeUtf8(Uint8Array.of(0xc3))).toBeUndefined();
  expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
});

test('counts characters, not UTF-16 units', () => {
  expect(isPlainText('🏠'.repeat(140), 140)).toBe(true);
  expect(isPlainText('🏠'.repeat(141), 140)).toBe(false);
});

test.each([
  ['letters of any script', 'Miete für 家 ودائع'],
  ['a joined emoji', '👩‍👧'],
])('accepts %s', (_, text) => {
  expect(isPlainText(text, 140)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['a line feed', 'a\nb'],
  ['a NUL', 'a\0b'],
  ['an escape', '\u001b[31m'],
  ['a C1 control', '\u0085'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a right-to-left override', 'a\u202eb'],
  ['an isolate', 'a\u2066b'],
  ['the end of an isolate', 'a\u2069b'],
  ['a left-to-right mark', 'a\u200eb'],
  ['a right-to-left mark', 'a\u200fb'],
  ['an Arabic letter mark', 'a\u061cb'],
  ['a lone surrogate', 'a\ud800'],
  ['a number', 5],
])('rejects %s', (_, text) => {
  expect(isPlainText(text, 140)).toBe(false);
});
