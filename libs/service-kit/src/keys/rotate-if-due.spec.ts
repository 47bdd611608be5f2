import { beforeEach, expect, test } from '@jest/globals';
import { MemoryKeyVault } from '../testing/memory-key-vault.js';
import { rotateIfDue } from './rotate-if-due.js';

const DAY = 86_400;
let time: number;
let vault: MemoryKeyVault;

beforeEach(() => {
  time = Date.UTC(2026, 10, 24) / 1000;
  vault = new MemoryKeyVault(() => time);
});

const kid = (stage: string) => vault.versions.find((version) => version.stage === stage)?.privateJwk.kid;

/** What a run says, which is no private part of any key that there ever was. */
async function run(): Promise<string> {
  const before = vault.versions;
  const rotation = { service: 'issuer', afterDays: 90, keepDays: 367 };
  const text = (await rotateIfDue(vault, rotation, { now: () => time * 1000 })).join('\n');
  for (const { privateJwk } of [...before, ...vault.versions]) expect(text).not.toContain(privateJwk.d);
  return text;
}

test('makes the first key where there is none, and leaves a young one alone', async () => {
  expect(await run()).toMatch(/signs from now on/);
  const first = vault.versions;
  expect(first.map(({ stage }) => stage)).toEqual(['current']);
  time += 90 * DAY - 1;
  expect(await run()).toMatch(/89 days old: it is replaced after 90/);
  expect(vault.versions).toBe(first);
});

test('makes one next key when the current one is old, and uses it on a run when everybody knows it', async () => {
  await run();
  const first = kid('current');
  time += 90 * DAY;
  expect(await run()).toMatch(/is published and does not sign yet/);
  const second = kid('next');
  // The scheduler may call twice.
  time += 15 * 60 - 1;
  const before = vault.versions;
  expect(await run()).toMatch(/not known everywhere yet/);
  expect(vault.versions).toBe(before);
  time += 1;
  expect(await run()).toContain(`The key ${second} signs from now on; ${first} stays published until`);
  expect([kid('current'), kid('previous'), kid('next')]).toEqual([second, first, undefined]);
  expect(await run()).toMatch(/0 days old/);
});

test('uses a next key that a person made, however young the current one is', async () => {
  await run();
  await vault.add({ kid: 'made-by-hand', d: 'private' });
  time += DAY;
  await run();
  expect(kid('current')).toBe('made-by-hand');
});

test('replaces a key of which nobody knows how old it is', async () => {
  await run();
  vault.versions = vault.versions.map(({ createdAt: _, ...version }) => version);
  await run();
  expect(kid('next')).toBeDefined();
});

test('forgets what is not published any more, whether or not a step is due', async () => {
  await run();
  const first = kid('current');
  time += 90 * DAY;
  await run();
  time += DAY;
  await run();
  time += 366 * DAY;
  await run();
  expect(kid('previous')).toBe(first);
  time += DAY;
  expect(await run()).toContain(`The key ${first} is forgotten.`);
});

test('run every day for two years always has a current key, and never one that is much older than it may be', async () => {
  let oldest = 0;
  for (let day = 0; day < 730; day++, time += DAY) {
    await run();
    const { createdAt } = vault.versions.find(({ stage }) => stage === 'current')!;
    oldest = Math.max(oldest, time - createdAt!);
  }
  expect(oldest).toBe(90 * DAY);
  expect(vault.versions.length).toBeLessThanOrEqual(6);
});

test('a vault that cannot be asked is an error of the run', async () => {
  vault.failure = new Error('the vault is away');
  await expect(run()).rejects.toThrow('the vault is away');
});
