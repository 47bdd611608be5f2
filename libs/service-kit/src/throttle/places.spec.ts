import { expect, test } from '@jest/globals';
import { Places } from './places.js';

const overloaded = { code: 'overloaded', kind: 'unavailable' };
const never = () => new Promise<never>(() => {});

test('who comes when all places are taken is turned away, and does not run', async () => {
  const places = new Places(2);
  let ran = 0;
  places.run(never);
  places.run(never);
  await expect(places.run(async () => ran++)).rejects.toMatchObject(overloaded);
  expect(ran).toBe(0);
});

test.each<[string, () => Promise<unknown>]>([
  ['answered', async () => 'answer'],
  ['failed', async () => Promise.reject(new Error('failed'))],
  [
    'failed before it began to wait',
    () => {
      throw new Error('failed');
    },
  ],
])('a place is free again when its task has %s', async (_, task) => {
  const places = new Places(1);
  await places.run(task).catch(() => undefined);
  expect(await places.run(async () => 'next')).toBe('next');
});
