import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { FileSigningKeys } from './file-signing-keys.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  path = join(folder, 'keys', 'issuer.jwk.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes a key on first use, for this user only, and keeps it', async () => {
  const first = await FileSigningKeys.open(path);
  const again = await FileSigningKeys.open(path);
  expect(await again.published()).toEqual(await first.published());
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
});

test('signs with the key that it publishes, under its thumbprint', async () => {
  const keys = await FileSigningKeys.open(path);
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

test('publishes no private part', async () => {
  const [published] = await (await FileSigningKeys.open(path)).published();
  expect(published).not.toHaveProperty('d');
});

test('of several that start at once, all take the same key', async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => FileSigningKeys.open(path)));
  const kids = await Promise.all(opened.map(async (keys) => (await keys.current()).kid));
  expect(new Set(kids).size).toBe(1);
});

describe('refuses a file that', () => {
  const jwk = () => JSON.parse(readFileSync(path, 'utf8'));
  const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

  test.each([
    ['is empty', () => ''],
    ['is no JSON', () => '{'],
    ['is no object', () => '7'],
    ['has no private part', () => JSON.stringify({ ...jwk(), d: undefined })],
    ['has another curve', () => JSON.stringify({ ...jwk(), crv: 'P-384' })],
    ['has another private part', () => JSON.stringify({ ...jwk(), d: flipped(jwk().d) })],
    ['has another kid', () => JSON.stringify({ ...jwk(), kid: flipped(jwk().kid) })],
  ])('%s, saying what to do', async (_, content) => {
    await FileSigningKeys.open(path);
    const { d } = jwk();
    writeFileSync(path, content());
    const failure = await FileSigningKeys.open(path).catch((error) => error);
    expect(failure.name).toBe('KeyFileError');
    expect(failure.message).toContain(path);
    expect(failure.message).toContain('Restore it');
    expect(failure.message).not.toContain(d);
  });

  test('cannot be made there', async () => {
    writeFileSync(join(folder, 'keys'), 'a file');
    await expect(FileSigningKeys.open(path)).rejects.toThrow(/cannot be/);
  });
});
