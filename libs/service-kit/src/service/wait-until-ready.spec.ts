import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { waitUntilReady } from './wait-until-ready.js';

let said: string[];

beforeEach(() => {
  said = [];
  for (const level of ['log', 'warn'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((message: unknown) => {
      said.push(String(message));
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('a service waits for its store longer and longer, and says so', async () => {
  let tries = 0;
  const store = {
    name: 'store',
    check: async () => (++tries < 9 ? Promise.reject(new Error('down')) : 'up'),
  };
  const keys = { name: 'keys', check: async () => 'here' };
  const waits: number[] = [];
  expect(await waitUntilReady([store, keys], { wait: async (ms) => waits.push(ms) })).toBe(true);
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(said).toHaveLength(9);
  expect(said[1]).toBe('Waiting for: store. Next try in 1 s.');
  expect(said[8]).toBe('What was waited for is there: ready.');
});

test('a service whose store is there waits for nothing and says nothing', async () => {
  expect(await waitUntilReady([])).toBe(true);
  expect(said).toEqual([]);
});

test('a service that is told to end waits no longer', async () => {
  const ending = new AbortController();
  const down = { name: 'store', check: () => Promise.reject(new Error('down')) };
  const waiting = waitUntilReady([down], { signal: ending.signal });
  ending.abort();
  expect(await waiting).toBe(false);
});
