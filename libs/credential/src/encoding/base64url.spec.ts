import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { base64url } from 'jose';
import { decodeBase64url, encodeBase64url } from './base64url.js';

test('decodes what it encodes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = encodeBase64url(bytes);
      expect(text).not.toContain('=');
      expect(decodeBase64url(text)).toEqual(bytes);
    }),
  );
});

test('agrees with Node’s encoder', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(encodeBase64url(bytes)).toBe(base64url.encode(bytes));
    }),
  );
});

test('decodes only the canonical text of some bytes', () => {
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
  ['an impossible length', 'AAAAA'],
  ['the alphabet of plain base64', 'ab+/'],
  ['white space inside', 'AA AA'],
  ['a line feed at the end', 'AAAA\n'],
  ['a letter outside of ASCII', 'AAAé'],
  ['a NUL', 'AA\0A'],
])('rejects %s', (_, text) => {
  expect(decodeBase64url(text)).toBeUndefined();
});

test('decodes the empty string to no bytes', () => {
  expect(decodeBase64url('')).toEqual(new Uint8Array());
});

test('accepts one text for 32 bytes: only last characters with zero trailing bits', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const taken = [...alphabet].filter((last) => decodeBase64url('A'.repeat(42) + last) !== undefined);
  expect(taken).toHaveLength(16);
});
