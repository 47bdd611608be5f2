import { beforeEach, describe, expect, test } from '@jest/globals';
import { EnvironmentKeyVault } from './environment-key-vault.js';
import { generateKey } from './generate-key.js';
import { KeyVaultError } from './key-vault.js';
import { type KeyEvent, RotatingSigningKeys } from './rotating-signing-keys.js';
import { MemoryKeyVault } from './testing/memory-key-vault.js';

const KEEP_SECONDS = 1_000;
let time: number;
let vault: MemoryKeyVault;
let keys: RotatingSigningKeys;
let events: KeyEvent[];

const clock = { now: () => time * 1000 };
const signing = async () => (await keys.current()).kid;
const published = async () => (await keys.published()).map(({ kid }) => kid);

beforeEach(async () => {
  events = [];
  time = 10_000;
  vault = new MemoryKeyVault(() => time);
  await vault.add(await generateKey());
  keys = await RotatingSigningKeys.open(vault, {
    clock,
    refreshSeconds: 60,
    onEvent: (event) => events.push(event),
  });
});

describe('a rotation', () => {
  test('takes effect without a restart: the key is published, then signs, then stays published until its end', async () => {
    const old = await signing();
    const key = await generateKey();
    await vault.add(key);
    expect(await published()).toEqual([old]);

    time += 60;
    expect((await published()).sort()).toEqual([old, key.kid].sort());
    expect(await signing()).toBe(old);

    await vault.promote(time + KEEP_SECONDS);
    time += 60;
    expect(await signing()).toBe(key.kid);
    expect((await published()).sort()).toEqual([old, key.kid].sort());

    time += KEEP_SECONDS - 60;
    expect(await published()).toEqual([key.kid]);
  });

  test('publishes no private parts', async () => {
    await vault.add(await generateKey());
    time += 60;
    for (const jwk of await keys.published()) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  test('is described by kid, stage and times only', async () => {
    await vault.add(await generateKey());
    time += 60;
    await keys.current();
    expect(keys.described).toEqual([
      { kid: expect.any(String), stage: 'next', createdAt: 10_000 },
      { kid: await signing(), stage: 'current', createdAt: 10_000 },
    ]);
  });
});

describe('the vault', () => {
  test('is read once a minute at most, also by concurrent calls', async () => {
    await Promise.all(Array.from({ length: 20 }, () => keys.current()));
    time += 59;
    await keys.published();
    expect(vault.reads).toBe(1);
    time += 1;
    await Promise.all(Array.from({ length: 20 }, () => keys.current()));
    expect(vault.reads).toBe(2);
  });

  test('may fail for a while: the cached keys stay in use, and it is not read more often', async () => {
    const kid = await signing();
    vault.failure = Object.assign(new Error('a secret'), { name: 'Broken' });
    time += 60;
    expect(await signing()).toBe(kid);
    expect(await signing()).toBe(kid);
    expect([vault.reads, keys.failedRefreshes]).toEqual([2, 1]);
    expect(events).toEqual([{ type: 'refresh_failed', reason: 'Broken' }]);

    vault.failure = undefined;
    vault.versions = [];
    time += 60;
    expect(await signing()).toBe(kid);
    await vault.add(await generateKey());
    time += 60;
    expect(await signing()).not.toBe(kid);
    expect(keys.failedRefreshes).toBe(0);
  });

  test('must contain a current key when a service starts', async () => {
    const empty = new MemoryKeyVault(() => time);
    await expect(RotatingSigningKeys.open(empty)).rejects.toThrow(
      'No current key in the memory of a test. Create one: npm run keys -- rotate --service SERVICE',
    );
    empty.failure = new KeyVaultError('closed');
    await expect(RotatingSigningKeys.open(empty)).rejects.toThrow('closed');
  });
});

test('keys in an environment variable, one or all versions, are read-only', async () => {
  const key = await generateKey();
  const one = new EnvironmentKeyVault('SIGNING_KEYS', JSON.stringify(key));
  expect((await (await RotatingSigningKeys.open(one)).current()).kid).toBe(key.kid);
  for (const change of [one.add(), one.promote(), one.remove()])
    await expect(change).rejects.toThrow('--output');

  const next = await generateKey();
  const versions = [
    { stage: 'next', jwk: next },
    { stage: 'current', jwk: key },
  ];
  const both = new EnvironmentKeyVault('SIGNING_KEYS', JSON.stringify({ versions }));
  expect(await (await RotatingSigningKeys.open(both)).published()).toHaveLength(2);
  await expect(new EnvironmentKeyVault('SIGNING_KEYS', '{').read()).rejects.toThrow(
    'The variable SIGNING_KEYS is corrupt: it is not a JSON object.',
  );
});
