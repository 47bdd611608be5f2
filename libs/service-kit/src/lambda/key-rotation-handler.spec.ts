import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { MemoryKeyVault } from '../testing/memory-key-vault.js';
import { createKeyRotationHandler } from './key-rotation-handler.js';

const before = { ...process.env };
const vaults = new Map<string, MemoryKeyVault>();
const vault = (id: string) => vaults.get(id)!;
const openSecret = ({ secretId }: { secretId: string }) => {
  vaults.set(secretId, new MemoryKeyVault(() => Math.floor(Date.now() / 1000)));
  return vault(secretId);
};
let written: string;

beforeEach(() => {
  written = '';
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      written += text;
      return true;
    });
  }
  process.env.LOG_FORMAT = 'json';
  process.env.KEY_PROVIDER = 'secrets-manager';
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
  vaults.clear();
});

describe('with the secrets of both services', () => {
  beforeEach(() => {
    Object.assign(process.env, { KEY_SECRET_ID_ISSUER: 'a', KEY_SECRET_ID_VERIFIER: 'b' });
  });

  test('makes the first keys of both, says so in its log, and does nothing when called again', async () => {
    const handler = createKeyRotationHandler('issuer', openSecret);
    const { done } = await handler();
    expect(done.filter((line) => /signs from now on/.test(line)).map((line) => line.split(':')[0])).toEqual([
      'issuer',
      'verifier',
    ]);
    const lines = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ message }) => message)).toEqual(done);
    expect(lines[0]).toMatchObject({ level: 'log', context: 'Keys' });
    const kept = [vault('a').versions, vault('b').versions];
    expect((await handler()).done.join()).toMatch(/issuer: The current key is 0 days old/);
    expect([vault('a').versions, vault('b').versions]).toEqual(kept);
    for (const { privateJwk } of kept.flat()) expect(written).not.toContain(privateJwk.d);
  });

  test('fails where one cannot be used, after it has seen to the other', async () => {
    const handler = createKeyRotationHandler('issuer', openSecret);
    vault('a').failure = new Error('the vault is away');
    await expect(handler()).rejects.toThrow('issuer: the vault is away');
    expect(vault('b').versions).toHaveLength(1);
    expect(written).toContain('"level":"error"');
    vault('a').failure = undefined;
    await handler();
    expect(vault('a').versions).toHaveLength(1);
  });
});

test('with one secret rotates the keys of its own service', async () => {
  process.env.KEY_SECRET_ID = 'mine';
  const { done } = await createKeyRotationHandler('verifier', openSecret)();
  expect(done[0]).toMatch(/^verifier: The key .* signs from now on/);
  expect([...vaults.keys()]).toEqual(['mine']);
});

test('replaces keys at the age that it is told', async () => {
  Object.assign(process.env, { KEY_SECRET_ID: 'mine', KEY_ROTATE_AFTER_DAYS: '1' });
  const handler = createKeyRotationHandler('issuer', openSecret);
  await handler();
  const age = (seconds: number) => {
    vault('mine').versions = vault('mine').versions.map((version) => ({
      ...version,
      createdAt: version.createdAt! - seconds,
    }));
  };
  age(86_399);
  await handler();
  expect(vault('mine').versions).toHaveLength(1);
  age(2);
  await handler();
  expect(vault('mine').versions.map(({ stage }) => stage)).toEqual(['next', 'current']);
});

test.each([
  [{ KEY_ROTATE_AFTER_DAYS: '0' }, 'KEY_ROTATE_AFTER_DAYS: expected days from 1 to 3650'],
  [{ KEY_SECRET_ID_ISSUER: 'no secret' }, 'KEY_SECRET_ID_ISSUER: expected the name or ARN of a secret'],
  [{}, 'KEY_SECRET_ID is needed'],
])('does not start with %p, and says why', (env, reason) => {
  Object.assign(process.env, env);
  const start = () => createKeyRotationHandler('issuer', openSecret);
  expect(start).toThrow(expect.objectContaining({ name: 'StartError' }));
  expect(start).toThrow(reason);
});
