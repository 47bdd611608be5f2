import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { DEFAULT_KEEP_DAYS } from '@zk-income/signing-keys';
import { MemoryKeyVault } from '@zk-income/signing-keys/testing';
import { KeyRotationConfig } from './key-rotation-config.js';
import { createKeyRotationHandler } from './key-rotation-handler.js';

const before = { ...process.env };
let vault: MemoryKeyVault;
let written: string;

const start = () =>
  createKeyRotationHandler('issuer', (service, config) => {
    expect([service, config.KEY_SECRET_ID]).toEqual(['issuer', 'mine']);
    return vault;
  });

beforeEach(() => {
  written = '';
  vault = new MemoryKeyVault(() => Math.floor(Date.now() / 1000));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  Object.assign(process.env, { LOG_FORMAT: 'json', KEY_PROVIDER: 'secrets-manager', KEY_SECRET_ID: 'mine' });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
});

test('creates the first key, logs that, and does nothing when called again', async () => {
  const handler = start();
  const result = await handler();
  expect(result.rotation.outcome).toBe('first_key_created');
  const lines = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ message }) => message)).toEqual([`Key rotation: ${JSON.stringify(result)}`]);
  expect(lines[0]).toMatchObject({ level: 'log', context: 'Keys' });
  const kept = vault.versions;
  expect((await handler()).rotation).toMatchObject({ outcome: 'not_due', ageDays: 0 });
  expect(vault.versions).toBe(kept);
  expect(written).not.toContain(kept[0]!.privateJwk.d);
});

test('fails if the vault fails, and recovers with it', async () => {
  const handler = start();
  vault.failure = new Error('the vault is away');
  await expect(handler()).rejects.toThrow('the vault is away');
  vault.failure = undefined;
  await handler();
  expect(vault.versions).toHaveLength(1);
});

test('replaces keys at the configured age, and keeps them published for the configured time', async () => {
  Object.assign(process.env, { KEY_ROTATE_AFTER_DAYS: '1', KEY_KEEP_DAYS: '3' });
  const handler = start();
  const pass = (seconds: number) => {
    vault.versions = vault.versions.map((version) => ({
      ...version,
      createdAt: version.createdAt! - seconds,
    }));
  };
  await handler();
  pass(86_300);
  await handler();
  expect(vault.versions).toHaveLength(1);
  pass(100);
  await handler();
  expect(vault.versions.map(({ stage }) => stage)).toEqual(['next', 'current']);
  pass(900);
  await handler();
  const { publishedUntil } = vault.versions.find(({ stage }) => stage === 'previous')!;
  expect(Math.abs(publishedUntil! - (Date.now() / 1000 + 3 * 86_400))).toBeLessThan(60);
});

test.each([
  [{ KEY_ROTATE_AFTER_DAYS: '0' }, 'KEY_ROTATE_AFTER_DAYS: expected days from 1 to 3650'],
  [{ KEY_KEEP_DAYS: 'ever' }, 'KEY_KEEP_DAYS: expected days from 1 to 3650'],
])('does not start with %p, and says why', (env, reason) => {
  Object.assign(process.env, env);
  expect(start).toThrow(expect.objectContaining({ name: 'StartError' }));
  expect(start).toThrow(reason);
});

test('keeps a replaced key published for as long as the keys command does by default', () => {
  expect(new KeyRotationConfig().KEY_KEEP_DAYS).toBe(DEFAULT_KEEP_DAYS);
});
