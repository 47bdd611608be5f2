import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { DEFAULT_KEEP_DAYS } from '@zk-income/signing-keys';
import { MemoryKeyVault } from '@zk-income/signing-keys/testing';
import { KeyRotationConfig } from './key-rotation-config.js';
import { createKeyRotationHandler } from './key-rotation-handler.js';

const originalEnv = { ...process.env };
let vault: MemoryKeyVault;
let written: string;
let now: number;

const start = () =>
  createKeyRotationHandler('issuer', (service, config) => {
    expect([service, config.KEY_SECRET_ID]).toEqual(['issuer', 'test-secret']);
    return vault;
  });

beforeEach(() => {
  written = '';
  now = Date.UTC(2026, 10, 24);
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  vault = new MemoryKeyVault(() => Math.floor(Date.now() / 1000));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  Object.assign(process.env, {
    LOG_FORMAT: 'json',
    KEY_PROVIDER: 'secrets-manager',
    KEY_SECRET_ID: 'test-secret',
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...originalEnv };
});

test('creates and logs the first key, and does nothing when called again', async () => {
  const handler = start();
  const result = await handler();
  expect(result.rotation.outcome).toBe('first_key_created');
  const lines = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ message }) => message)).toEqual([`Key rotation: ${JSON.stringify(result)}`]);
  expect(lines[0]).toMatchObject({ level: 'log', context: 'Keys' });
  const { versions } = vault;
  expect((await handler()).rotation).toMatchObject({ outcome: 'not_due', ageDays: 0 });
  expect(vault.versions).toBe(versions);
  expect(written).not.toContain(versions[0]!.privateJwk.d);
});

test('fails while the vault is unavailable, and recovers afterwards', async () => {
  const handler = start();
  vault.failure = new Error('The vault is unavailable.');
  await expect(handler()).rejects.toThrow('The vault is unavailable.');
  vault.failure = undefined;
  await handler();
  expect(vault.versions).toHaveLength(1);
});

test('replaces keys at the configured age, and keeps them published for the configured time', async () => {
  Object.assign(process.env, { KEY_ROTATE_AFTER_DAYS: '1', KEY_KEEP_DAYS: '3' });
  const handler = start();
  const advance = (seconds: number) => {
    now += seconds * 1000;
  };
  await handler();
  advance(86_399);
  await handler();
  expect(vault.versions).toHaveLength(1);
  advance(1);
  await handler();
  expect(vault.versions.map(({ stage }) => stage)).toEqual(['next', 'current']);
  advance(900);
  await handler();
  const { publishedUntil } = vault.versions.find(({ stage }) => stage === 'previous')!;
  expect(publishedUntil).toBe(now / 1000 + 3 * 86_400);
});

test.each([
  [{ KEY_ROTATE_AFTER_DAYS: '0' }, 'KEY_ROTATE_AFTER_DAYS: expected days from 1 to 3650'],
  [{ KEY_KEEP_DAYS: 'forever' }, 'KEY_KEEP_DAYS: expected days from 1 to 3650'],
])('does not start with %p, and explains the error', (env, reason) => {
  Object.assign(process.env, env);
  expect(start).toThrow(expect.objectContaining({ name: 'StartError' }));
  expect(start).toThrow(reason);
});

test('has the same default for KEY_KEEP_DAYS as the keys command', () => {
  expect(new KeyRotationConfig().KEY_KEEP_DAYS).toBe(DEFAULT_KEEP_DAYS);
});
