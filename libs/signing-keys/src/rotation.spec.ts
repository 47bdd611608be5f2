import { beforeEach, describe, expect, test } from '@jest/globals';
import { KeyVaultError } from './key-vault.js';
import { retireKeys, rotateIfDue, rotateKeys } from './rotation.js';
import { MemoryKeyVault } from './testing/memory-key-vault.js';

const DAY = 86_400;
let time: number;
let vault: MemoryKeyVault;

const clock = { now: () => time * 1000 };
const kid = (stage: string) => vault.versions.find((version) => version.stage === stage)?.privateJwk.kid;
const rotate = (options: Partial<Parameters<typeof rotateKeys>[1]> = {}) =>
  withoutPrivateParts(() => rotateKeys(vault, { keepDays: 367, clock, ...options }));
const retire = (options: Parameters<typeof retireKeys>[1] = {}) =>
  withoutPrivateParts(() => retireKeys(vault, { clock, ...options }));
const runScheduled = () =>
  withoutPrivateParts(() => rotateIfDue(vault, { afterDays: 90, keepDays: 367 }, clock));

/** The result of a call, which contains the private part of no key, past or present. */
async function withoutPrivateParts<T>(call: () => Promise<T>): Promise<T> {
  const before = vault.versions;
  const result = await call();
  const text = JSON.stringify(result);
  for (const { privateJwk } of [...before, ...vault.versions]) expect(text).not.toContain(privateJwk.d);
  return result;
}

beforeEach(() => {
  time = Date.UTC(2026, 10, 24) / 1000;
  vault = new MemoryKeyVault(() => time);
});

describe('rotateKeys', () => {
  test('creates the first key, publishes a next key, and promotes it once it was published long enough', async () => {
    expect(await rotate()).toEqual({ outcome: 'first_key_created', kid: expect.any(String) });
    const first = kid('current');
    const signsFrom = time + 15 * 60;
    expect(await rotate()).toEqual({ outcome: 'next_key_published', kid: kid('next'), signsFrom });
    const second = kid('next');
    time += 15 * 60 - 1;
    expect(await rotate()).toEqual({ outcome: 'next_key_too_new', kid: second, signsFrom });
    expect(kid('current')).toBe(first);
    time += 1;
    expect(await rotate()).toEqual({
      outcome: 'key_replaced',
      kid: second,
      replacedKid: first,
      publishedUntil: time + 367 * DAY,
    });
    expect([kid('current'), kid('previous'), kid('next')]).toEqual([second, first, undefined]);
  });

  test('signs with a new key at once if told so, and drops a waiting next key', async () => {
    await rotate();
    await rotate();
    const [leaked, waiting] = [kid('current'), kid('next')];
    expect(await rotate({ immediately: true, keepDays: 2 })).toEqual({
      outcome: 'key_replaced',
      kid: kid('current'),
      replacedKid: leaked,
      publishedUntil: time + 2 * DAY,
    });
    expect(kid('current')).not.toBe(waiting);
    expect(vault.versions.map(({ stage }) => stage)).toEqual(['current', 'previous']);
    expect(vault.versions[1]!.publishedUntil).toBe(time + 2 * DAY);
  });

  test('changes nothing in a dry run', async () => {
    expect(await rotate({ dryRun: true })).toEqual({ outcome: 'first_key_created' });
    expect(vault.versions).toEqual([]);
    await rotate();
    const before = vault.versions;
    expect(await rotate({ dryRun: true })).toMatchObject({ outcome: 'next_key_published' });
    expect(await rotate({ dryRun: true, immediately: true })).toMatchObject({ outcome: 'key_replaced' });
    expect(vault.versions).toBe(before);
    await rotate();
    time += 3600;
    const waiting = vault.versions;
    expect(await rotate({ dryRun: true })).toMatchObject({ outcome: 'key_replaced', kid: kid('next') });
    expect(await retire({ kid: kid('next'), dryRun: true })).toEqual([kid('next')]);
    expect(vault.versions).toBe(waiting);
  });
});

describe('retireKeys', () => {
  test('removes keys that are no longer published, and no others', async () => {
    await rotate();
    expect(await retire()).toEqual([]);
    const old = kid('current');
    await rotate({ immediately: true, keepDays: 2 });
    expect(await retire()).toEqual([]);
    time += 2 * DAY;
    expect(await retire()).toEqual([old]);
    expect(vault.versions).toHaveLength(1);
  });

  test('removes a leaked key at once, but never the current key', async () => {
    await rotate();
    const leaked = kid('current')!;
    await expect(retire({ kid: leaked })).rejects.toThrow('rotate --service SERVICE --now');
    await rotate({ immediately: true });
    expect(await retire({ kid: leaked })).toEqual([leaked]);
    await expect(retire({ kid: leaked })).rejects.toThrow(KeyVaultError);
  });
});

describe('rotateIfDue', () => {
  test('creates the first key, and keeps a young key', async () => {
    expect(await runScheduled()).toMatchObject({ rotation: { outcome: 'first_key_created' } });
    const first = vault.versions;
    expect(first.map(({ stage }) => stage)).toEqual(['current']);
    time += 90 * DAY - 1;
    expect((await runScheduled()).rotation).toEqual({
      outcome: 'not_due',
      kid: kid('current'),
      ageDays: 89,
    });
    expect(vault.versions).toBe(first);
  });

  test('publishes one next key when the current key is old, and promotes it in a later run', async () => {
    await runScheduled();
    const first = kid('current');
    time += 90 * DAY;
    expect((await runScheduled()).rotation).toMatchObject({ outcome: 'next_key_published' });
    const second = kid('next');
    // A scheduler may call twice.
    time += 15 * 60 - 1;
    const before = vault.versions;
    expect((await runScheduled()).rotation).toMatchObject({ outcome: 'next_key_too_new' });
    expect(vault.versions).toBe(before);
    time += 1;
    expect((await runScheduled()).rotation).toMatchObject({
      outcome: 'key_replaced',
      kid: second,
      replacedKid: first,
    });
    expect([kid('current'), kid('previous'), kid('next')]).toEqual([second, first, undefined]);
    expect((await runScheduled()).rotation).toMatchObject({ outcome: 'not_due', ageDays: 0 });
  });

  test('promotes a next key that an operator created, however young the current key is', async () => {
    await runScheduled();
    await vault.add({ kid: 'created-by-an-operator', d: 'private' });
    time += DAY;
    await runScheduled();
    expect(kid('current')).toBe('created-by-an-operator');
  });

  test('replaces a key of unknown age', async () => {
    await runScheduled();
    vault.versions = vault.versions.map(({ createdAt: _, ...version }) => version);
    await runScheduled();
    expect(kid('next')).toBeDefined();
  });

  test('removes keys that are no longer published, whether or not a step is due', async () => {
    await runScheduled();
    const first = kid('current');
    time += 90 * DAY;
    await runScheduled();
    time += DAY;
    await runScheduled();
    time += 366 * DAY;
    await runScheduled();
    expect(kid('previous')).toBe(first);
    time += DAY;
    expect((await runScheduled()).retiredKids).toEqual([first]);
  });

  test('run daily for two years, always leaves a current key that is at most 90 days old', async () => {
    let oldest = 0;
    for (let day = 0; day < 730; day++, time += DAY) {
      await runScheduled();
      const { createdAt } = vault.versions.find(({ stage }) => stage === 'current')!;
      oldest = Math.max(oldest, time - createdAt!);
    }
    expect(oldest).toBe(90 * DAY);
    expect(vault.versions.length).toBeLessThanOrEqual(6);
  });

  test('rejects if the vault cannot be read', async () => {
    vault.failure = new Error('the vault is not available');
    await expect(runScheduled()).rejects.toThrow('the vault is not available');
  });
});
