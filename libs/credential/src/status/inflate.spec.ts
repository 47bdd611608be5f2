import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { inflate } from './inflate.js';

test('gives back what was deflated', async () => {
  expect(await inflate(deflateSync(Buffer.from('abc')), 3)).toEqual(new Uint8Array(Buffer.from('abc')));
  expect(await inflate(deflateSync(Buffer.alloc(0)), 0)).toEqual(new Uint8Array());
});

test('gives no more than it may, however few bytes claim to be many', async () => {
  const bomb = deflateSync(Buffer.alloc(4 * 2 ** 20));
  expect(bomb.length).toBeLessThan(5000);
  expect(await inflate(bomb, 2 ** 20)).toBeUndefined();
  expect(await inflate(deflateSync(Buffer.alloc(1001)), 1000)).toBeUndefined();
  expect(await inflate(deflateSync(Buffer.alloc(1000)), 1000)).toHaveLength(1000);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['noise', Buffer.from('not zlib at all')],
  ['gzip', gzipSync(Buffer.from('abc'))],
  ['a cut end', deflateSync(Buffer.alloc(5000)).subarray(0, -5)],
  ['a wrong checksum', Buffer.concat([deflateSync(Buffer.from('abc')).subarray(0, -1), Buffer.of(0)])],
])('takes no %s', async (_, bytes) => {
  expect(await inflate(bytes, 10_000)).toBeUndefined();
});
