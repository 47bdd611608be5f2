import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Readiness } from '../health/readiness.js';
import { waitUntilReady } from './wait-until-ready.js';

function readiness(...checks: { name: string; check: () => Promise<unknown> }[]): Readiness {
  const all = new Readiness();
  for (const { name, check } of checks) all.register(name, check);
  return all;
}

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

test('waits for the store with exponential backoff, and logs that', async () => {
  let tries = 0;
  const store = {
    name: 'store',
    check: async () => (++tries < 9 ? Promise.reject(new Error('down')) : 'up'),
  };
  const keys = { name: 'keys', check: async () => 'here' };
  const waits: number[] = [];
  expect(await waitUntilReady(readiness(store, keys), { wait: async (ms) => waits.push(ms) })).toBe(true);
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(said).toHaveLength(9);
  expect(said[1]).toBe('Waiting for: store. Next try in 1 s.');
  expect(said[8]).toBe('Ready.');
});

test('returns at once, without a log message, if every check passes', async () => {
  expect(await waitUntilReady(readiness())).toBe(true);
  expect(said).toEqual([]);
});

test('stops when aborted', async () => {
  const ending = new AbortController();
  const down = { name: 'store', check: () => Promise.reject(new Error('down')) };
  const waiting = waitUntilReady(readiness(down), { signal: ending.signal });
  ending.abort();
  expect(await waiting).toBe(false);
});
