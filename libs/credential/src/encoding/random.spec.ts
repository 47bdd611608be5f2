import { expect, test } from '@jest/globals';
import { decodeBase64url } from './base64url.js';
import { randomBase64url, randomBelow } from './random.js';

test('returns the requested number of bytes, different each time', () => {
  expect(decodeBase64url(randomBase64url(64))).toHaveLength(64);
  expect(randomBase64url(32)).not.toBe(randomBase64url(32));
});

test('returns every number below the bound and no other', () => {
  const seen = new Set(Array.from({ length: 500 }, () => randomBelow(5)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('rejects words that would favour small numbers', () => {
  const words = [2 ** 32 - 1, 2 ** 32 - 2, 7];
  const original = crypto.getRandomValues;
  crypto.getRandomValues = ((array: Uint32Array) => array.fill(words.shift()!)) as typeof original;
  try {
    // 2^32 = 3·1431655765 + 1, so only the last word is rejected.
    expect(randomBelow(3)).toBe((2 ** 32 - 2) % 3);
    expect(words).toEqual([7]);
  } finally {
    crypto.getRandomValues = original;
  }
});
