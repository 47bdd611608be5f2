import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { SigningKeys } from '@zk-income/credential';
import { createAuthority } from '../../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../../scripts/generate-jwk.mjs';
import { CertificateChains } from './certificate-chains.js';
import { SigningCertificate } from './signing-certificate.js';

const NOW_MS = Date.now();
const DAY_MS = 86_400_000;
const { publicJwk } = generateHolderKey();
const other = generateHolderKey().publicJwk;
const authority = await createAuthority(['issuer.example'], { validDays: 30 });
const leaf = await authority.signingCertificate(publicJwk, ['issuer.example']);

const keyOf = (kid: string) => ({ kid, alg: 'ES256' as const, sign: async () => '' });
const keys = { current: 'a' };
const signingKeys: SigningKeys = {
  current: async () => keyOf(keys.current),
  published: async () => [
    { ...publicJwk, kid: 'a' },
    { ...other, kid: 'b' },
  ],
};
const clock = { ms: NOW_MS, now: () => clock.ms };
const certificateOf = (pem: string, url = 'https://issuer.example/tenant') =>
  new SigningCertificate('CHAIN', CertificateChains.parse(pem), url, signingKeys, clock);

const warnings: string[] = [];
beforeEach(() => {
  warnings.length = 0;
  keys.current = 'a';
  clock.ms = NOW_MS;
  Logger.overrideLogger({
    log: () => undefined,
    error: () => undefined,
    warn: (message: string) => warnings.push(message),
  });
});
afterEach(() => Logger.overrideLogger(false));

test('a certificate of the signing key for the host is used', async () => {
  const certificate = certificateOf(leaf);
  expect(await certificate.state()).toBe('valid');
  const { key, chain } = await certificate.current();
  expect([key.kid, chain?.x5c.length, warnings]).toEqual(['a', 1, []]);
});

test('without certificates there is nothing to warn about', async () => {
  const certificate = new SigningCertificate(
    'CHAIN',
    CertificateChains.none,
    'https://a.example',
    signingKeys,
    clock,
  );
  expect(await certificate.state()).toBe('not_configured');
  expect((await certificate.current()).chain).toBeUndefined();
  expect(warnings).toEqual([]);
});

test('the state follows the time and the rotation of keys, and each change is logged once a day', async () => {
  const certificate = certificateOf(leaf);
  expect(await certificate.state()).toBe('valid');
  clock.ms = NOW_MS + 17 * DAY_MS;
  for (let i = 0; i < 3; i++) expect(await certificate.state()).toBe('expires_soon');
  expect((await certificate.current()).chain).toBeDefined();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /^The certificate in CHAIN expires soon\. .* The key is a\. Its last day is 20/,
  );
  clock.ms += DAY_MS;
  await certificate.state();
  expect(warnings).toHaveLength(2);
  keys.current = 'b';
  expect(await certificate.state()).toBe('other_key');
  expect((await certificate.current()).chain).toBeUndefined();
  expect(warnings[2]).toContain('is for another key than the one that signs');
  keys.current = 'a';
  clock.ms = NOW_MS + 31 * DAY_MS;
  expect(await certificate.state()).toBe('expired');
  expect((await certificate.current()).chain).toBeUndefined();
  expect(warnings).toHaveLength(4);
});

test('a certificate for another host is not used', async () => {
  const certificate = certificateOf(leaf, 'https://other.example');
  expect(await certificate.state()).toBe('other_host');
  expect((await certificate.current()).chain).toBeUndefined();
  expect(warnings[0]).toContain('does not have the host of PUBLIC_URL');
});

test('a certificate for later is not used yet', async () => {
  clock.ms = NOW_MS - DAY_MS;
  expect(await certificateOf(leaf).state()).toBe('not_yet_valid');
});
