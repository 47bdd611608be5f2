import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { FileKeyVault } from './file-key-vault.js';
import { generateKey } from './generate-key.js';
import { RotatingSigningKeys } from './rotating-signing-keys.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  path = join(folder, 'keys', 'issuer.jwk.json');
});

/** Opens the keys as a service does at start. */
async function open(file: string): Promise<RotatingSigningKeys> {
  const vault = new FileKeyVault(file);
  await vault.initialize();
  return RotatingSigningKeys.open(vault);
}

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('creates a key at first start, readable for this user only, and keeps it', async () => {
  const first = await open(path);
  const again = await open(path);
  expect(await again.published()).toEqual(await first.published());
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
});

test('an existing file becomes readable for this user only', async () => {
  await open(path);
  chmodSync(path, 0o644);
  await open(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('signs with the published key, whose kid is its thumbprint', async () => {
  const keys = await open(path);
  const [published] = await keys.published();
  const key = await keys.current();
  expect(published).toMatchObject({ kid: key.kid, alg: 'ES256', use: 'sig', kty: 'EC', crv: 'P-256' });
  expect(key.kid).toBe(await calculateJwkThumbprint(published!));
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const data = `${encode({ alg: 'ES256' })}.${encode({ a: 1 })}`;
  const verified = await compactVerify(
    `${data}.${await key.sign(data)}`,
    await importJWK(published!, 'ES256'),
  );
  expect(JSON.parse(Buffer.from(verified.payload).toString())).toEqual({ a: 1 });
});

test('does not publish the private part', async () => {
  const [published] = await (await open(path)).published();
  expect(published).not.toHaveProperty('d');
});

test('gives the same key to processes that start concurrently', async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => open(path)));
  const kids = await Promise.all(opened.map(async (keys) => (await keys.current()).kid));
  expect(new Set(kids).size).toBe(1);
});

describe('rejects a file that', () => {
  const jwk = () => JSON.parse(readFileSync(path, 'utf8'));
  const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

  test.each([
    ['is empty', () => ''],
    ['is not JSON', () => '{'],
    ['is not an object', () => '7'],
    ['has no private part', () => JSON.stringify({ ...jwk(), d: undefined })],
    ['has another curve', () => JSON.stringify({ ...jwk(), crv: 'P-384' })],
    ['has another private part', () => JSON.stringify({ ...jwk(), d: flipped(jwk().d) })],
    ['has another kid', () => JSON.stringify({ ...jwk(), kid: flipped(jwk().kid) })],
  ])('%s, and says what to do', async (_, content) => {
    await open(path);
    const { d } = jwk();
    writeFileSync(path, content());
    const failure = await open(path).catch((error) => error);
    expect(failure.name).toBe('KeyVaultError');
    expect(failure.message).toContain(path);
    expect(failure.message).toContain('Restore it');
    expect(failure.message).not.toContain(d);
  });

  test('cannot be created', async () => {
    writeFileSync(join(folder, 'keys'), 'a file');
    await expect(open(path)).rejects.toThrow(/Could not/);
  });
});

describe('rotated keys', () => {
  const stages = async (vault: FileKeyVault) =>
    Object.fromEntries((await vault.read()).map(({ stage, id }) => [stage, id]));

  test('are stored in one file, with their stages and the time until which they stay published', async () => {
    const vault = new FileKeyVault(path);
    const keys = [await generateKey(), await generateKey(), await generateKey()];
    for (const [i, key] of keys.entries()) {
      await vault.add(key);
      if (i > 0) await vault.promote(1_000 + i);
    }
    const [a, b, c] = keys.map(({ kid }) => kid);
    expect(await stages(new FileKeyVault(path))).toEqual({ current: c, previous: b, earlier: a });
    const until = (await vault.read()).map(({ id, publishedUntil }) => [id, publishedUntil]);
    expect(Object.fromEntries(until)).toEqual({ [a!]: 1_001, [b!]: 1_002, [c!]: undefined });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'keys'))).toEqual(['issuer.jwk.json']);
  });

  test('can be removed, except the current one', async () => {
    const vault = new FileKeyVault(path);
    await vault.add(await generateKey());
    await vault.add(await generateKey());
    const { current, next } = await stages(vault);
    await vault.remove(next!);
    expect(await stages(vault)).toEqual({ current });
    await expect(vault.remove(current!)).rejects.toMatchObject({ code: 'keys_unusable' });
    await vault.promote(7);
    expect(await stages(vault)).toEqual({ current });
  });

  test.each([
    ['two current keys', ['current', 'current']],
    ['an unknown stage', ['retired']],
  ])('are rejected with %s', async (_, wrong) => {
    const jwk = await generateKey();
    await open(path);
    writeFileSync(path, JSON.stringify({ versions: wrong.map((stage) => ({ stage, jwk })) }));
    const failure = await open(path).catch((error) => error);
    expect(failure).toMatchObject({ name: 'KeyVaultError', code: 'keys_unusable' });
    expect(failure.message).not.toContain(jwk.d);
  });
});

test('reports a folder that cannot be created, also where the option recursive of mkdir never returns', async () => {
  const file = join(folder, 'a file');
  writeFileSync(file, '');
  const paths = [join(file, 'keys.json'), join(file, 'keys', 'keys.json')];
  if (process.platform === 'linux') paths.push('/proc/data/keys/keys.json', '/proc/self/fd/keys/keys.json');
  for (const one of paths)
    await expect(open(one)).rejects.toThrow(/the key file .*DATA_DIR|the key file .*readable/);
});
