import { expect, test } from '@jest/globals';
import { sha256 } from '@noble/hashes/sha2.js';
import { nodeSha256 } from './sha256.js';

test('returns the same hash as @noble/hashes, in a separate buffer', () => {
  for (const length of [0, 1, 55, 56, 64, 3000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i);
    const hash = nodeSha256(bytes);
    expect(hash).toEqual(sha256(bytes));
    expect(hash.buffer.byteLength).toBe(32);
  }
});
