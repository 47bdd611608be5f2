import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64url, encodeBase64url } from './base64url.js';

test('gives back every sequence of bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = encodeBase64url(bytes);
      expect(text).not.toContain('=');
      expect(decodeBase64url(text)).toEqual(bytes);
    }),
  );
});

test.each([
  ['padding', 'AA=='],
  ['non-zero trailing bits in one byte', 'AB'],
  ['non-zero trailing bits in two bytes', 'AAB'],
  ['a length that no bytes have', 'AAAAA'],
  ['the alphabet of plain base64', 'ab+/'],
  ['white space inside', 'AA AA'],
  ['a line feed at the end', 'AAAA\n'],
  ['a letter outside of ASCII', 'AAAé'],
  ['a NUL', 'AA\0A'],
])('refuses %s', (_, text) => {
  expect(decodeBase64url(text)).toBeUndefined();
});

test('takes the empty text for no bytes', () => {
  expect(decodeBase64url('')).toEqual(new Uint8Array());
});

test('has one text for 32 bytes: of all last characters, only those with zero trailing bits are taken', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const taken = [...alphabet].filter((last) => decodeBase64url('A'.repeat(42) + last) !== undefined);
  expect(taken).toHaveLength(16);
});
