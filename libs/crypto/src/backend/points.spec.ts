import { describe, expect, test } from '@jest/globals';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { pedersenGenerators } from '../generators/pedersen.js';
import { backends } from '../testing/backends.js';
import { EncodingError } from './backend.js';

const { B, BBlinding } = pedersenGenerators();

describe.each(backends)('points of the $name backend', (backend) => {
  test('decode and encode are inverse, and isIdentity recognizes only the identity', () => {
    backend.withScope((group) => {
      const list = [B, new Uint8Array(32), BBlinding];
      expect(group.encodePoints(group.decodePoints(concatBytes(...list)))).toEqual(concatBytes(...list));
      const isIdentity = list.map((encoding) => group.isIdentity(group.decodePoints(encoding)));
      expect(isIdentity).toEqual([false, true, false]);
      expect(group.decodePoints(new Uint8Array(0)).length).toBe(0);
    });
  });

  test.each([
    ['p', numberToBytesLE(2n ** 255n - 19n, 32)],
    ['a negative field element', numberToBytesLE(1n, 32)],
    ['B with the top bit set', B.map((byte, i) => (i === 31 ? byte | 0x80 : byte))],
    [
      'a field element that is not a square',
      hexToBytes('26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371'),
    ],
    ['negative x·y', hexToBytes('3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e')],
    ['y = 0', hexToBytes(`ec${'ff'.repeat(30)}7f`)],
    ['all ones', new Uint8Array(32).fill(255)],
  ])('decodePoints rejects %s and reports its index', (_, invalid) => {
    const decode = (...list: Uint8Array[]) => backend.withScope((g) => g.decodePoints(concatBytes(...list)));
    for (const index of [0, 1, 2, 3, 4])
      expect(() => decode(...[B, B, B, B, B].with(index, invalid))).toThrow(
        new EncodingError('point', index),
      );
    expect(() => decode(B, invalid, invalid)).toThrow(new EncodingError('point', 1));
  });
});
