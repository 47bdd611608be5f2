import { describe, expect, test } from '@jest/globals';
import { crc32c } from './crc32c.js';
import { logRecords } from './log.js';
import { FormatError } from './reader.js';
import { decompressSnappy } from './snappy.js';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('CRC-32C', () => {
  test.each([
    ['the check value', ascii('123456789'), 0xe3069283],
    ['32 zeros (RFC 3720, B.4)', new Uint8Array(32), 0x8a9136aa],
    ['32 ones (RFC 3720, B.4)', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31 (RFC 3720, B.4)', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ])('of %s', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

describe('Snappy', () => {
  test.each([
    ['an empty block', [0], ''],
    ['a literal', [3, 8, 97, 98, 99], 'abc'],
    ['a literal with a separate length byte', [3, 0xf0, 2, 97, 98, 99], 'abc'],
    ['a copy whose source overlaps its destination', [9, 4, 97, 98, 0x0d, 2], 'ababababa'],
    ['a copy with a two-byte offset', [6, 8, 97, 98, 99, 0x0a, 3, 0], 'abcabc'],
    ['a copy with a four-byte offset', [6, 8, 97, 98, 99, 0x0b, 3, 0, 0, 0], 'abcabc'],
  ])('decompresses %s', (_, compressed, text) => {
    expect(new TextDecoder().decode(decompressSnappy(Uint8Array.from(compressed)))).toBe(text);
  });

  test.each([
    ['a truncated literal', [3, 8, 97]],
    ['a literal longer than the block', [2, 8, 97, 98, 99]],
    ['a block shorter than its header says', [4, 8, 97, 98, 99]],
    ['a copy from before the start of the block', [6, 0, 97, 0x0a, 2, 0]],
    ['a copy with offset zero', [6, 0, 97, 0x0a, 0, 0]],
    ['a copy past the end of the block', [2, 0, 97, 0x0a, 1, 0]],
    ['a length over the limit', [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['an endless varint', new Array(12).fill(0xff)],
  ])('rejects %s', (_, compressed) => {
    expect(() => decompressSnappy(Uint8Array.from(compressed))).toThrow(FormatError);
  });
});

describe('logRecords', () => {
  const all = (bytes: Uint8Array) => [...logRecords(bytes)];

  test('accepts an empty log, a partial header at the end, and zeros at the end', () => {
    expect(all(new Uint8Array())).toEqual([]);
    expect(all(Uint8Array.of(1, 2, 3))).toEqual([]);
    expect(all(new Uint8Array(40_000))).toEqual([]);
  });

  test('accepts a truncated last record', () => {
    expect(all(Uint8Array.of(1, 2, 3, 4, 200, 0, 1, 7, 7))).toEqual([]);
  });

  test('accepts a last record whose last page was not written to disk', () => {
    const bytes = new Uint8Array(5000);
    bytes.set([1, 2, 3, 4, 0x81, 0x13, 1]);
    bytes.fill(7, 7, 4096);
    expect(all(bytes)).toEqual([]);
    expect(() => all(bytes.fill(7, 4096, 4097))).toThrow(FormatError);
  });

  test.each([
    ['an unknown type', Uint8Array.of(1, 2, 3, 4, 200, 0, 9, 7, 7)],
    ['a record longer than its block', Uint8Array.of(1, 2, 3, 4, 255, 255, 1, 7, 7)],
    ['a complete record with an invalid checksum', Uint8Array.of(1, 2, 3, 4, 2, 0, 1, 7, 7)],
    [
      'a complete record with an invalid checksum that ends in zero',
      Uint8Array.of(1, 2, 3, 4, 2, 0, 1, 7, 0),
    ],
  ])('rejects a log that ends in %s', (_, bytes) => {
    expect(() => all(bytes)).toThrow(FormatError);
  });
});
