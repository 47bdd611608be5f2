import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Readiness } from './readiness.js';

let now: number;

beforeEach(() => {
  now = 10_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('a flood of requests runs the checks once per second', async () => {
  const readiness = new Readiness();
  let runs = 0;
  let isUp = true;
  readiness.register('store', async () => {
    runs += 1;
    if (!isUp) throw new Error('down');
  });
  const ask = async () => (await readiness.recentFailures()).map(({ name }) => name);

  const answers = await Promise.all(Array.from({ length: 50 }, ask));
  expect(answers.every((failed) => failed.length === 0)).toBe(true);
  expect(runs).toBe(1);

  isUp = false;
  now += 999;
  expect(await ask()).toEqual([]);
  expect(runs).toBe(1);
  now += 1;
  expect(await ask()).toEqual(['store']);
  expect(runs).toBe(2);
});

test('a service has started as soon as all checks passed once', async () => {
  const readiness = new Readiness();
  let isUp = false;
  readiness.register('store', async () => isUp || Promise.reject(new Error('down')));
  await readiness.failures();
  expect(readiness.hasStarted).toBe(false);
  isUp = true;
  await readiness.failures();
  isUp = false;
  await readiness.failures();
  expect(readiness.hasStarted).toBe(true);
});
