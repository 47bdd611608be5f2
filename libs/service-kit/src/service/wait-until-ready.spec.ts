import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Readiness } from '../health/readiness.js';
import { waitUntilReady } from './wait-until-ready.js';

function readiness(...checks: { name: string; check: () => Promise<unknown> }[]): Readiness {
  const all = new Readiness();
  for (const { name, check } of checks) all.register(name, check);
  return all;
}

let messages: string[];

beforeEach(() => {
  messages = [];
  for (const level of ['log', 'warn'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((message: unknown) => {
      messages.push(String(message));
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('waits for the store with exponential backoff, and logs every attempt', async () => {
  let attempts = 0;
  const store = {
    name: 'store',
    check: async () => (++attempts < 9 ? Promise.reject(new Error('down')) : 'up'),
  };
  const keys = { name: 'keys', check: async () => 'up' };
  const waits: number[] = [];
  expect(await waitUntilReady(readiness(store, keys), { wait: async (ms) => waits.push(ms) })).toBe(true);
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(messages).toHaveLength(9);
  expect(messages[1]).toBe('Waiting for: store. Retrying in 1 s.');
  expect(messages[8]).toBe('Ready.');
});

test('returns immediately and logs nothing if every check passes', async () => {
  expect(await waitUntilReady(readiness())).toBe(true);
  expect(messages).toEqual([]);
});

test('stops when aborted', async () => {
  const stopping = new AbortController();
  const down = { name: 'store', check: () => Promise.reject(new Error('down')) };
  const waiting = waitUntilReady(readiness(down), { signal: stopping.signal });
  stopping.abort();
  expect(await waiting).toBe(false);
});
