import { beforeEach, describe, expect, test } from '@jest/globals';
import { KeyVaultError } from '@zk-income/signing-keys';
import { MemoryKeyVault } from '@zk-income/signing-keys/testing';
import { parseKeyCommand, runKeyCommand } from './key-command.js';

const DAY = 86_400;
let time: number;
let vault: MemoryKeyVault;

beforeEach(() => {
  time = Date.UTC(2026, 10, 24) / 1000;
  vault = new MemoryKeyVault(() => time);
});

/** What the command prints, which holds no private part of any key that there ever was. */
async function run(args: string): Promise<string> {
  const before = vault.versions;
  const command = parseKeyCommand(`${args} --service issuer`.split(' '), ['issuer']);
  const { lines, data } = await runKeyCommand(command, vault, { now: () => time * 1000 });
  const text = lines.join('\n');
  for (const { privateJwk } of [...before, ...vault.versions]) {
    expect(JSON.stringify(data)).not.toContain(privateJwk.d);
  }
  for (const { privateJwk } of [...before, ...vault.versions]) expect(text).not.toContain(privateJwk.d);
  return text;
}

const kid = (stage: string) => vault.versions.find((version) => version.stage === stage)?.privateJwk.kid;

describe('rotate', () => {
  test('makes the first key, then publishes a next one, and uses it when it has been published for long enough', async () => {
    expect(await run('rotate')).toMatch(/^Created the first key \S+\. It is the signing key\.$/);
    const first = kid('current');
    expect(await run('rotate')).toMatch(/^Published the next key/);
    const second = kid('next');
    time += 14 * 60;
    await expect(run('rotate')).rejects.toThrow('Retry at 2026-11-24T00:15:00Z');
    expect(kid('current')).toBe(first);
    time += 60;
    expect(await run('rotate')).toContain(`Key ${first} stays published until 2027-11-26T00:15:00Z`);
    expect([kid('current'), kid('previous'), kid('next')]).toEqual([second, first, undefined]);
  });

  test('uses a new key at once when told, in the place of one that waits', async () => {
    await run('rotate');
    await run('rotate');
    const [leaked, waiting] = [kid('current'), kid('next')];
    expect(await run('rotate --now --keep-days 2')).toContain(`retire --service issuer --kid ${leaked}`);
    expect(kid('current')).not.toBe(waiting);
    expect(vault.versions.map(({ stage }) => stage)).toEqual(['current', 'previous']);
    expect(vault.versions[1]!.publishedUntil).toBe(time + 2 * DAY);
  });
});

describe('retire', () => {
  test('forgets what is not published any more, and nothing else', async () => {
    await run('rotate');
    expect(await run('retire')).toBe('All keys are still published. Nothing to remove.');
    const old = kid('current');
    await run('rotate --now --keep-days 2');
    expect(await run('retire')).toBe('All keys are still published. Nothing to remove.');
    time += 2 * DAY;
    expect(await run('list')).toContain('published until 2026-11-26T00:00:00Z (expired)');
    expect(await run('retire')).toBe(`Removed key ${old}.`);
    expect(vault.versions).toHaveLength(1);
  });

  test('forgets a leaked key at once, but not the one that signs', async () => {
    await run('rotate');
    const leaked = kid('current');
    await expect(run(`retire --kid ${leaked}`)).rejects.toThrow('rotate --now');
    await run('rotate --now');
    expect(await run(`retire --kid ${leaked}`)).toBe(`Removed key ${leaked}.`);
    await expect(run(`retire --kid ${leaked}`)).rejects.toThrow('not found');
  });
});

test('a dry run says what would be done and does nothing', async () => {
  expect(await run('rotate --dry-run')).toBe('Would create the first key in the memory of a test.');
  expect(vault.versions).toEqual([]);
  await run('rotate');
  const before = vault.versions;
  expect(await run('rotate --dry-run')).toMatch(/^Would publish a next key/);
  expect(await run('rotate --now --dry-run')).toMatch(/^Would replace the signing key/);
  expect(vault.versions).toBe(before);
  await run('rotate');
  time += 3600;
  const waiting = vault.versions;
  expect(await run('rotate --dry-run')).toMatch(/^Would replace the signing key \S+ by \S+/);
  expect(await run(`retire --kid ${kid('next')} --dry-run`)).toMatch(/^Would remove key/);
  expect(vault.versions).toBe(waiting);
});

test('list names every key with its stage and age', async () => {
  expect(await run('list')).toBe('No keys in the memory of a test.');
  await run('rotate');
  expect(await run('list')).toBe(`current  ${kid('current')}  created 2026-11-24T00:00:00Z`);
  vault.versions = vault.versions.map(({ createdAt: _, ...version }) => version);
  expect(await run('list')).toContain('created at an unknown time');
});

test.each([
  '',
  'burn --service issuer',
  'list',
  'list --service prover',
  'list rotate --service issuer',
  'list --now=7',
])('the command “%s” is answered with how to use it', (args) => {
  const parse = () => parseKeyCommand(args.split(' ').filter(Boolean), ['issuer']);
  expect(parse).toThrow(KeyVaultError);
  expect(parse).toThrow('npm run keys --');
});

test('a kid may start with a dash', () => {
  const { kid, dryRun } = parseKeyCommand('retire --kid -a --dry-run --service issuer'.split(' '), [
    'issuer',
  ]);
  expect({ kid, dryRun }).toEqual({ kid: '-a', dryRun: true });
});
