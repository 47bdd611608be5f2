import { expect, test } from '@jest/globals';
import { StatusList } from '@sd-jwt/jwt-status-list';
import { encodeBase64url } from '../encoding/base64url.js';
import { deflate, packStatusList } from './pack-status-list.js';

test('the reference library reads a packed list', async () => {
  const entries = [
    { index: 0, status: 'revoked' },
    { index: 5, status: 'suspended' },
    { index: 6, status: 'valid' },
    { index: 1022, status: 'suspended' },
  ] as const;
  const compressed = encodeBase64url(await deflate(packStatusList(1023, entries)));
  const read = StatusList.decompressStatusList(compressed, 2);
  const values = Array.from({ length: 1023 }, (_, i) => read.getStatus(i));
  expect(values.flatMap((value, i) => (value === 0 ? [] : [[i, value]]))).toEqual([
    [0, 1],
    [5, 2],
    [1022, 2],
  ]);
});

test('equal lists are equal bytes, and a list of 2^17 with few revocations has less than a kilobyte', async () => {
  const revoked = Array.from({ length: 131 }, (_, i) => ({
    index: (i * 99_991) % 2 ** 17,
    status: 'revoked' as const,
  }));
  const [none, few] = [packStatusList(2 ** 17, []), packStatusList(2 ** 17, revoked)];
  expect(none).toHaveLength(32_768);
  expect(packStatusList(2 ** 17, [...revoked].reverse())).toEqual(few);
  expect((await deflate(none)).length).toBeLessThan(100);
  expect((await deflate(few)).length).toBeLessThan(1_000);
});
