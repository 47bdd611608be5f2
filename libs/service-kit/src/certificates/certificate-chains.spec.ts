import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { type Authority, createAuthority } from '../../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../../scripts/generate-jwk.mjs';
import { CertificateChains, CertificateError } from './certificate-chains.js';

const HOSTS = ['issuer.example', 'localhost'];
const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;

const { publicJwk } = generateHolderKey();
const root = await createAuthority(HOSTS);
const intermediate = await createAuthority(HOSTS, { parent: root, validDays: 100 });
const leafOf = (authority: Authority, key: object = publicJwk) =>
  authority.signingCertificate(key, ['Issuer.example', 'localhost']);
const leaf = await leafOf(intermediate);

const derOf = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');
const faultOf = (pem: string): string => {
  try {
    CertificateChains.parse(pem);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(CertificateError);
    return (error as Error).message;
  }
};

test('a chain has x5c without the trust anchor, the DNS names of its leaf and the earliest end', () => {
  const text = leaf + intermediate.certificate + root.certificate;
  const chain = CertificateChains.parse(text).chainOf(publicJwk, NOW);
  expect(chain?.x5c).toEqual([leaf, intermediate.certificate].map(derOf));
  expect(chain?.dnsNames).toEqual(['issuer.example', 'localhost']);
  expect(Math.abs((chain?.notAfter ?? 0) - NOW - 100 * DAY)).toBeLessThan(3_600);
  expect(CertificateChains.parse(text.replaceAll('\n', '\r\n')).x5cOf(publicJwk, NOW)).toEqual(chain?.x5c);
});

test('the key selects one of several chains', async () => {
  const next = generateHolderKey().publicJwk;
  const nextLeaf = await leafOf(root, next);
  const chains = CertificateChains.parse(leaf + intermediate.certificate + nextLeaf);
  expect(chains.x5cOf(publicJwk, NOW)).toHaveLength(2);
  expect(chains.x5cOf(next, NOW)).toEqual([derOf(nextLeaf)]);
  expect(chains.x5cOf({ ...next, kid: 'k', alg: 'ES256' }, NOW)).toEqual([derOf(nextLeaf)]);
  expect(chains.x5cOf(generateHolderKey().publicJwk, NOW)).toBeUndefined();
  expect(chains.x5cOf({}, NOW)).toBeUndefined();
  expect(CertificateChains.none.x5cOf(publicJwk, NOW)).toBeUndefined();
});

test('of two chains over one key the longest valid one is used, and none before or after its time', async () => {
  const renewed = await leafOf(root);
  for (const text of [leaf + intermediate.certificate + renewed, renewed + leaf + intermediate.certificate]) {
    expect(CertificateChains.parse(text).x5cOf(publicJwk, NOW)).toEqual([derOf(renewed)]);
  }
  const chains = CertificateChains.parse(leaf + intermediate.certificate);
  expect(chains.x5cOf(publicJwk, NOW + 99 * DAY)).toBeDefined();
  expect(chains.x5cOf(publicJwk, NOW + 101 * DAY)).toBeUndefined();
  expect(chains.x5cOf(publicJwk, NOW - DAY)).toBeUndefined();
  expect(chains.over(publicJwk)).toHaveLength(1);
});

test('certificates in the wrong order are named by their number', async () => {
  const other = await createAuthority(HOSTS);
  expect(faultOf(intermediate.certificate + leaf)).toContain('first, not that of an authority');
  expect(faultOf(leaf + root.certificate)).toContain('number 2 did not sign number 1');
  expect(faultOf(leaf + intermediate.certificate + other.certificate)).toContain(
    'number 3 did not sign number 2',
  );
});

test('an authority with the name but not the key of the issuer is not in the chain', async () => {
  const impostor = await createAuthority(HOSTS, { parent: root });
  expect(faultOf(leaf + impostor.certificate)).toContain('number 2 did not sign number 1');
});

test('only certificates in PEM are accepted', () => {
  const privateKey = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  expect(faultOf(leaf + privateKey.privateKey)).toContain('without a private key');
  expect(faultOf(privateKey.publicKey)).toContain('certificates in PEM and nothing else');
  expect(faultOf(`${leaf}more`)).toContain('certificates in PEM and nothing else');
  expect(faultOf('')).toContain('certificates in PEM and nothing else');
  expect(faultOf(leaf.replace('MII', 'AII'))).toContain('number 1 is corrupt');
});

test('a leaf has a P-256 key', async () => {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };
  const { publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const rsa = await webcrypto.subtle.exportKey('jwk', publicKey);
  expect(faultOf(await leafOf(root, rsa))).toContain('certificates of P-256 keys');
});
