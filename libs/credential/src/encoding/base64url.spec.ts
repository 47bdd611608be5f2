import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { base64url } from 'jose';
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

test('writes what others write', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(encodeBase64url(bytes)).toBe(base64url.encode(bytes));
    }),
  );
});

test('takes of any text no other than that of the bytes it means', () => {
  const letters = [...'ABCDXYZabcxyz0189-_+/= \n\0é😀'];
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...letters), maxLength: 9 }), (text) => {
      const bytes = decodeBase64url(text);
      if (bytes) expect(base64url.encode(bytes)).toBe(text);
      else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
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
