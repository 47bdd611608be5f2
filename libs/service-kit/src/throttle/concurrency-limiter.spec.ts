import { expect, test } from '@jest/globals';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const overloaded = { code: 'overloaded', kind: 'unavailable' };
const never = () => new Promise<never>(() => {});

test('rejects calls over the limit without running them', async () => {
  const limiter = new ConcurrencyLimiter({ total: 2, perKey: 2 });
  let ran = 0;
  limiter.run('a', never);
  limiter.run('b', never);
  await expect(limiter.run('c', async () => ran++)).rejects.toMatchObject(overloaded);
  expect(ran).toBe(0);
});

test('rejects calls with one key over their limit, and runs those with another', async () => {
  const limiter = new ConcurrencyLimiter({ total: 3, perKey: 2 });
  limiter.run('a', never);
  limiter.run('a', never);
  await expect(limiter.run('a', never)).rejects.toMatchObject(overloaded);
  expect(await limiter.run('b', async () => 'result')).toBe('result');
});

test.each<[string, () => Promise<unknown>]>([
  ['succeeded', async () => 'result'],
  ['failed', async () => Promise.reject(new Error('failed'))],
  [
    'thrown synchronously',
    () => {
      throw new Error('failed');
    },
  ],
])('allows another call after one has %s', async (_, task) => {
  const limiter = new ConcurrencyLimiter({ total: 1, perKey: 1 });
  await limiter.run('a', task).catch(() => undefined);
  expect(await limiter.run('a', async () => 'next')).toBe('next');
});
