import { describe, expect, test } from '@jest/globals';
import { crc32c } from './crc32c.js';
import { logRecords } from './log.js';
import { FormatError } from './reader.js';
import { uncompressSnappy } from './snappy.js';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('CRC-32C', () => {
  test.each([
    ['the check value', ascii('123456789'), 0xe3069283],
    ['32 zeros (RFC 3720, B.4)', new Uint8Array(32), 0x8a9136aa],
    ['32 ones (RFC 3720, B.4)', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31 (RFC 3720, B.4)', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ])('of %s', (_of, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

describe('Snappy', () => {
  test.each([
    ['nothing', [0], ''],
    ['a literal', [3, 8, 97, 98, 99], 'abc'],
    ['a literal with a length of its own', [3, 0xf0, 2, 97, 98, 99], 'abc'],
    ['a copy that overlaps what it writes', [9, 4, 97, 98, 0x0d, 2], 'ababababa'],
    ['a copy with a two-byte offset', [6, 8, 97, 98, 99, 0x0a, 3, 0], 'abcabc'],
    ['a copy with a four-byte offset', [6, 8, 97, 98, 99, 0x0b, 3, 0, 0, 0], 'abcabc'],
  ])('uncompresses %s', (_what, compressed, text) => {
    expect(new TextDecoder().decode(uncompressSnappy(Uint8Array.from(compressed)))).toBe(text);
  });

  test.each([
    ['a literal that is cut', [3, 8, 97]],
    ['a literal longer than the block', [2, 8, 97, 98, 99]],
    ['less than the block says', [4, 8, 97, 98, 99]],
    ['a copy from before the start', [6, 0, 97, 0x0a, 2, 0]],
    ['a copy from nowhere', [6, 0, 97, 0x0a, 0, 0]],
    ['a copy past the end', [2, 0, 97, 0x0a, 1, 0]],
    ['an absurd length', [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['a length without end', new Array(12).fill(0xff)],
  ])('refuses %s', (_what, compressed) => {
    expect(() => uncompressSnappy(Uint8Array.from(compressed))).toThrow(FormatError);
  });
});

describe('the log', () => {
  const all = (bytes: Uint8Array) => [...logRecords(bytes)];

  test('may be empty, end in a part of a header, or in zeros', () => {
    expect(all(new Uint8Array())).toEqual([]);
    expect(all(Uint8Array.of(1, 2, 3))).toEqual([]);
    expect(all(new Uint8Array(40_000))).toEqual([]);
  });

  test('may end in the beginning of a record', () => {
    expect(all(Uint8Array.of(1, 2, 3, 4, 200, 0, 1, 7, 7))).toEqual([]);
  });

  test('may end in a record whose last page never reached the disk', () => {
    const bytes = new Uint8Array(5000);
    bytes.set([1, 2, 3, 4, 0x81, 0x13, 1]);
    bytes.fill(7, 7, 4096);
    expect(all(bytes)).toEqual([]);
    expect(() => all(bytes.fill(7, 4096, 4097))).toThrow(FormatError);
  });

  test.each([
    ['a type that does not exist', Uint8Array.of(1, 2, 3, 4, 200, 0, 9, 7, 7)],
    ['a record longer than its block', Uint8Array.of(1, 2, 3, 4, 255, 255, 1, 7, 7)],
    ['a whole record with a wrong checksum', Uint8Array.of(1, 2, 3, 4, 2, 0, 1, 7, 7)],
    ['one whose last byte happens to be zero', Uint8Array.of(1, 2, 3, 4, 2, 0, 1, 7, 0)],
  ])('may not end in %s', (_what, bytes) => {
    expect(() => all(bytes)).toThrow(FormatError);
  });
});
