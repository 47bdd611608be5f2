import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createAuthority } from '../../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../../scripts/generate-jwk.mjs';
import { loadConfig } from '../config/load-config.js';
import { CertificateChains } from './certificate-chains.js';
import { EnvCertificateChains } from './certificate-variable.js';

class Config {
  @EnvCertificateChains('Certificates.')
  readonly CHAIN: CertificateChains = CertificateChains.none;
}

const NOW = Math.floor(Date.now() / 1000);
const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { publicJwk } = generateHolderKey();
const authority = await createAuthority(['localhost']);
const leaf = await authority.signingCertificate(publicJwk, ['localhost']);
const namesIn = (CHAIN: string) => loadConfig(Config, { CHAIN }).CHAIN.chainOf(publicJwk, NOW)?.dnsNames;

test('a chain is PEM, with line breaks or \\n, or the path of a file', () => {
  const file = join(folder, 'chain.pem');
  writeFileSync(file, leaf);
  for (const text of [leaf, leaf.replaceAll('\n', '\\n'), file]) expect(namesIn(text)).toEqual(['localhost']);
  expect(loadConfig(Config, {}).CHAIN).toBe(CertificateChains.none);
});

test('the error names the variable and the fault', () => {
  expect(() => namesIn(authority.certificate)).toThrow(
    'CHAIN: expected the certificate of the signing key first',
  );
  expect(() => namesIn(join(folder, 'missing.pem'))).toThrow(
    'CHAIN: expected certificates in PEM, or the path',
  );
});
