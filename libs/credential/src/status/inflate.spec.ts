import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { inflate } from './inflate.js';

test('decompresses deflated data', async () => {
  expect(await inflate(deflateSync(Buffer.from('abc')), 3)).toEqual(new Uint8Array(Buffer.from('abc')));
  expect(await inflate(deflateSync(Buffer.alloc(0)), 0)).toEqual(new Uint8Array());
});

test('stops at the maximum size', async () => {
  const bomb = deflateSync(Buffer.alloc(4 * 2 ** 20));
  expect(bomb.length).toBeLessThan(5000);
  expect(await inflate(bomb, 2 ** 20)).toBeUndefined();
  expect(await inflate(deflateSync(Buffer.alloc(1001)), 1000)).toBeUndefined();
  expect(await inflate(deflateSync(Buffer.alloc(1000)), 1000)).toHaveLength(1000);
});

test.each([
  ['empty data', Buffer.alloc(0)],
  ['random bytes', Buffer.from('not zlib at all')],
  ['gzip', gzipSync(Buffer.from('abc'))],
  ['truncated data', deflateSync(Buffer.alloc(5000)).subarray(0, -5)],
  ['a wrong checksum', Buffer.concat([deflateSync(Buffer.from('abc')).subarray(0, -1), Buffer.of(0)])],
])('rejects %s', async (_, bytes) => {
  expect(await inflate(bytes, 10_000)).toBeUndefined();
});
