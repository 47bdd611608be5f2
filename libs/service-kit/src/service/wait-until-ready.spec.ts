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
  expect(messages[1]).toBe('Waiting for: store. Unexpected error: Error. Retrying in 1 s.');
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

test('logs why a dependency is missing and which variables select it', async () => {
  const unavailable = Object.assign(new Error('The store is not available: connection refused (GetItem).'), {
    name: 'StoreUnavailableError',
  });
  const all = new Readiness();
  all.register('store', () => Promise.reject(unavailable), 'Start it, or set STORE_ENDPOINT to another URL.');
  all.register('keys', () => Promise.reject(new Error('a secret')));
  const stopping = new AbortController();
  await waitUntilReady(all, { signal: stopping.signal, wait: async () => stopping.abort() });
  expect(messages).toEqual([
    'Waiting for: store, keys. The store is not available: connection refused (GetItem). Start it, or set STORE_ENDPOINT to another URL. Unexpected error: Error. Retrying in 0.5 s.',
  ]);
});
