import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CertificateChains } from '@zk-income/service-kit';
import { FileKeyVault, generateKey } from '@zk-income/signing-keys';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import { localCertificates, publicKeysOf, trustedAuthorities } from '../scripts/start/local-certificates.mjs';

const DAY_MS = 86_400_000;
const NOW = Math.floor(Date.now() / 1000);
const newKey = () => generateHolderKey().publicJwk;
const read = (path: string) => readFileSync(path, 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-certificates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hosts = ['localhost'];

test('each service has a certificate of its keys for the host, by one authority, and keys are private', async () => {
  const [current, next, verifierKey] = [newKey(), newKey(), newKey()];
  const keys = { issuer: [current, next], verifier: [verifierKey] };
  const { ca, tls, chains } = await localCertificates(folder, { hosts: ['my-laptop.local'], keys });
  const authority = new X509Certificate(read(ca));
  for (const path of [tls.certificate, ...Object.values(chains)])
    expect(new X509Certificate(read(path)).verify(authority.publicKey)).toBe(true);
  const issuer = CertificateChains.parse(read(chains.issuer!));
  for (const key of keys.issuer) expect(issuer.chainOf(key, NOW)?.dnsNames).toEqual(['my-laptop.local']);
  expect(CertificateChains.parse(read(chains.verifier!)).x5cOf(verifierKey, NOW)).toHaveLength(1);
  const server = new X509Certificate(read(tls.certificate));
  for (const host of ['my-laptop.local', 'localhost']) expect(server.checkHost(host)).toBe(host);
  expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(statSync(tls.key).mode & 0o777).toBe(0o600);
});

test('a later start keeps the certificates', async () => {
  const keys = { issuer: [newKey()] };
  const { ca, chains } = await localCertificates(folder, { hosts, keys });
  const before = [read(ca), read(chains.issuer!)];
  await localCertificates(folder, { hosts, keys });
  expect([read(ca), read(chains.issuer!)]).toEqual(before);
});

test.each([
  ['after a rotation of keys', { keys: { issuer: [newKey()] } }],
  ['for another host', { hosts: ['my-laptop.local'] }],
  ['30 days before they expire', { now: Date.now() + 368 * DAY_MS }],
])('new ones are made %s', async (_, change) => {
  const first = { hosts, keys: { issuer: [newKey()] } };
  const { ca } = await localCertificates(folder, first);
  const before = read(ca);
  await localCertificates(folder, { ...first, ...change });
  expect(read(ca)).not.toBe(before);
});

test.each(['ca', 'tls', 'chain', 'key'] as const)(
  'new ones are made if the file of %s is damaged',
  async (kind) => {
    const settings = { hosts, keys: { issuer: [newKey()] } };
    const { ca, tls, chains } = await localCertificates(folder, settings);
    const path = { ca, tls: tls.certificate, chain: chains.issuer!, key: tls.key }[kind];
    writeFileSync(path, 'damaged');
    const before = read(ca);
    await localCertificates(folder, settings);
    expect(read(ca)).not.toBe(before);
    expect(read(path)).toMatch(/^-----BEGIN /);
  },
);

test('the keys of a vault are those that sign now and next, and a file gets its first', async () => {
  const vault = new FileKeyVault(join(folder, 'issuer.jwk.json'));
  const [first] = await publicKeysOf(vault);
  expect(first).toEqual({ kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) });
  await vault.add(await generateKey());
  const both = await publicKeysOf(vault);
  expect(both).toHaveLength(2);
  expect(both).toContainEqual(first);
});

test('the authorities that the caller trusts stay trusted', async () => {
  const paths = await localCertificates(folder, { hosts, keys: {} });
  expect(trustedAuthorities(paths, undefined)).toBe(paths.ca);
  const further = join(folder, 'company.pem');
  writeFileSync(further, '# the company');
  expect(read(trustedAuthorities(paths, further))).toBe(`# the company\n${read(paths.ca)}`);
});
