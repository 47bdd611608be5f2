import 'reflect-metadata';
import { createPublicKey } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { MemoryKeyVault } from '@zk-income/signing-keys/testing';
import { runLine } from '../testing/run-line.js';
import type { VaultOptions } from './open-vault.js';

const DAY = 86_400;
let time: number;
let vault: MemoryKeyVault;
let opened: VaultOptions | undefined;

beforeEach(() => {
  time = Date.UTC(2026, 10, 24) / 1000;
  vault = new MemoryKeyVault(() => time);
  opened = undefined;
});

/** Runs a subcommand of keys. Its output never contains a private part of any key, past or present. */
async function run(args: string) {
  const before = vault.versions;
  const result = await runLine(`keys ${args} --service issuer`, {
    clock: { now: () => time * 1000 },
    openVault: async (options) => {
      opened = options;
      return vault;
    },
  });
  for (const { privateJwk } of [...before, ...vault.versions])
    expect(result.stdout + result.stderr).not.toContain(privateJwk.d);
  return result;
}

async function print(args: string): Promise<string> {
  const { stdout, stderr, exitCode } = await run(args);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout.trimEnd();
}

const printJson = async (args: string) => JSON.parse(await print(`${args} --json`));

async function fail(args: string): Promise<string> {
  const { stdout, stderr, exitCode } = await run(args);
  expect([stdout, exitCode]).toEqual(['', 1]);
  return stderr;
}

const kid = (stage: string) => vault.versions.find((version) => version.stage === stage)?.privateJwk.kid;

describe('rotate', () => {
  test('creates the first key, publishes a next key, and signs with it once it was published long enough', async () => {
    expect(await print('rotate')).toMatch(/^Created the first key \S+\. It is the signing key\.$/);
    const first = kid('current');
    expect(await print('rotate')).toMatch(/^Published the next key/);
    const second = kid('next');
    time += 14 * 60;
    expect(await fail('rotate')).toContain('Retry after 2026-11-24T00:15:00Z');
    expect(kid('current')).toBe(first);
    time += 60;
    expect(await print('rotate')).toContain(`Key ${first} stays published until 2027-11-26T00:15:00Z`);
    expect([kid('current'), kid('previous'), kid('next')]).toEqual([second, first, undefined]);
  });

  test('signs with a new key at once if told so, and drops a waiting next key', async () => {
    await print('rotate');
    await print('rotate');
    const [leaked, waiting] = [kid('current'), kid('next')];
    expect(await print('rotate --now --keep-days 2')).toContain(`retire --service issuer --kid ${leaked}`);
    expect(kid('current')).not.toBe(waiting);
    expect(vault.versions.map(({ stage }) => stage)).toEqual(['current', 'previous']);
    expect(vault.versions[1]!.publishedUntil).toBe(time + 2 * DAY);
  });

  test('prints each step as JSON', async () => {
    expect(await printJson('rotate')).toEqual({
      dry_run: false,
      outcome: 'first_key_created',
      kid: kid('current'),
    });
    const first = kid('current');
    expect(await printJson('rotate')).toEqual({
      dry_run: false,
      outcome: 'next_key_published',
      kid: kid('next'),
      signs_from: '2026-11-24T00:15:00Z',
    });
    expect(await printJson('rotate --now --keep-days 2 --dry-run')).toEqual({
      dry_run: true,
      outcome: 'key_replaced',
      kid: null,
      replaced_kid: first,
      published_until: '2026-11-26T00:00:00Z',
    });
  });

  test('creates the secret, and fills the file, only if told so', async () => {
    await print('rotate');
    expect(opened).toEqual({
      service: 'issuer',
      createSecret: false,
      output: undefined,
      copyToOutput: true,
    });
    await print('rotate --create --output keys.json');
    expect(opened).toMatchObject({ createSecret: true, output: 'keys.json' });
    await print('rotate --create --now --dry-run');
    expect(opened).toMatchObject({ createSecret: false });
    await print('list --output keys.json');
    expect(opened).toMatchObject({ output: 'keys.json', copyToOutput: false });
  });
});

describe('retire', () => {
  test('removes keys that are no longer published, and no others', async () => {
    await print('rotate');
    expect(await print('retire')).toBe('All keys are still published. Nothing to remove.');
    const old = kid('current');
    await print('rotate --now --keep-days 2');
    expect(await print('retire')).toBe('All keys are still published. Nothing to remove.');
    time += 2 * DAY;
    expect(await print('list')).toContain('published until 2026-11-26T00:00:00Z (expired)');
    expect(await print('retire')).toBe(`Removed key ${old}.`);
    expect(vault.versions).toHaveLength(1);
  });

  test('removes a leaked key at once, but never the current key', async () => {
    await print('rotate');
    const leaked = kid('current');
    expect(await fail(`retire --kid ${leaked}`)).toContain('rotate --service SERVICE --now');
    await print('rotate --now');
    expect(await printJson(`retire --kid ${leaked}`)).toEqual({ dry_run: false, kids: [leaked] });
    expect(await fail(`retire --kid ${leaked}`)).toContain('not found');
  });

  test('takes a kid that starts with a dash', async () => {
    expect(await fail('retire --kid -a --dry-run')).toContain('Key -a not found');
  });
});

test('a dry run prints what would be done, and changes nothing', async () => {
  expect(await print('rotate --dry-run')).toBe('Would create the first key in the memory of a test.');
  expect(vault.versions).toEqual([]);
  await print('rotate');
  const before = vault.versions;
  expect(await print('rotate --dry-run')).toMatch(/^Would publish a next key/);
  expect(await print('rotate --now --dry-run')).toMatch(/^Would replace the signing key/);
  expect(vault.versions).toBe(before);
  await print('rotate');
  time += 3600;
  const waiting = vault.versions;
  expect(await print('rotate --dry-run')).toMatch(/^Would replace the signing key \S+ with \S+/);
  expect(await print(`retire --kid ${kid('next')} --dry-run`)).toMatch(/^Would remove key/);
  expect(vault.versions).toBe(waiting);
});

test('list prints every key with its stage and age', async () => {
  expect(await print('list')).toBe('No keys in the memory of a test.');
  expect(await printJson('list')).toEqual({ keys: [] });
  await print('rotate');
  expect(await print('list')).toBe(`current  ${kid('current')}  created 2026-11-24T00:00:00Z`);
  expect(await printJson('list')).toEqual({
    keys: [
      {
        kid: kid('current'),
        stage: 'current',
        created_at: '2026-11-24T00:00:00Z',
        published_until: null,
        is_published: true,
      },
    ],
  });
  vault.versions = vault.versions.map(({ createdAt: _, ...version }) => version);
  expect(await print('list')).toContain('created at an unknown time');
});

describe('csr', () => {
  const publicKeyOf = (stage: string) => {
    const { kty, crv, x, y } = vault.versions.find((version) => version.stage === stage)!.privateJwk;
    return createPublicKey({ key: { kty, crv, x, y } as never, format: 'jwk' });
  };

  test.each([
    ['current', ''],
    ['next', '--next'],
  ])('requests a certificate for the %s key', async (stage, option) => {
    await print('rotate');
    await print('rotate');
    const pem = await print(`csr --host Issuer.example ${option}`);
    const request = new x509.Pkcs10CertificateRequest(pem);
    expect(await request.verify()).toBe(true);
    expect(request.subject).toBe('CN=issuer.example');
    const [names] = request.extensions as [x509.SubjectAlternativeNameExtension];
    expect(names.names.toJSON()).toEqual([{ type: 'dns', value: 'issuer.example' }]);
    const key = createPublicKey({
      key: Buffer.from(request.publicKey.rawData),
      format: 'der',
      type: 'spki',
    });
    expect(key.equals(publicKeyOf(stage))).toBe(true);
    expect(await printJson(`csr --host issuer.example ${option}`)).toMatchObject({
      kid: kid(stage),
      stage,
      host: 'issuer.example',
      certificate_request: expect.stringMatching(/^-----BEGIN CERTIFICATE REQUEST-----/),
    });
  });

  test('needs the key', async () => {
    expect(await fail('csr --host issuer.example')).toContain('No current key in');
    await print('rotate');
    expect(await fail('csr --host issuer.example --next')).toContain('No next key in');
  });
});

test.each([
  ['keys', 'Usage: zk-income keys'],
  ['keys csr --service issuer', "required option '--host <name>' not specified"],
  ['keys csr --service issuer --host 10.0.0.1', 'Expected a DNS name'],
  ['keys csr --service issuer --host https://issuer.example', 'Expected a DNS name'],
  ['keys burn --service issuer', "unknown command 'burn'"],
  ['keys list', "required option '--service <service>' not specified"],
  ['keys list --service prover', 'Allowed choices are issuer, verifier'],
  ['keys list rotate --service issuer', 'too many arguments'],
  ['keys list --now=7 --service issuer', "unknown option '--now=7'"],
  ['keys rotate --now=7 --service issuer', '--now'],
  ['keys rotate --service issuer --keep-days 0', 'Expected an integer of at least 1'],
  ['keys rotate --service issuer --keep-days x', 'Expected an integer of at least 1'],
])('%s is wrong usage', async (line, expected) => {
  const { stdout, stderr, exitCode } = await runLine(line);
  expect([stdout, exitCode]).toEqual(['', 2]);
  expect(stderr).toContain(expected);
});
