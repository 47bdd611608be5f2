import { expect, test } from '@jest/globals';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const overloaded = { code: 'overloaded', kind: 'unavailable' };
const never = () => new Promise<never>(() => {});

test('rejects calls over the limit without running them', async () => {
  const limiter = new ConcurrencyLimiter(2);
  let ran = 0;
  limiter.run(never);
  limiter.run(never);
  await expect(limiter.run(async () => ran++)).rejects.toMatchObject(overloaded);
  expect(ran).toBe(0);
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
  const limiter = new ConcurrencyLimiter(1);
  await limiter.run(task).catch(() => undefined);
  expect(await limiter.run(async () => 'next')).toBe('next');
});
