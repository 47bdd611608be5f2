import { expect, test } from '@jest/globals';
import {
  CoreEngine,
  importSigningKey,
  type PublicJwk,
  parseSdJwt,
  type SigningKeys,
} from '@zk-income/credential';
import {
  issueInput,
  MemoryIssuedCredentialStore,
  MemoryStatusListStore,
} from '@zk-income/credential/testing';
import { CertificateChains, SigningCertificate } from '@zk-income/service-kit';
import { createAuthority } from '../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../scripts/generate-jwk.mjs';
import { CertifiedKeys } from './certified-keys.js';

const ISSUER = 'https://issuer.example/payroll';
const clock = { now: () => Date.now() };
const authority = await createAuthority(['issuer.example', 'other.example']);
const { publicJwk, privateJwk } = generateHolderKey();
const signing = await importSigningKey(privateJwk);
const keys: SigningKeys = {
  current: async () => signing,
  published: async () => [{ ...publicJwk, kid: signing.kid, alg: 'ES256', use: 'sig' }],
};

const certified = (chains: CertificateChains) =>
  new CertifiedKeys(keys, new SigningCertificate('ISSUER_CERTIFICATE_CHAIN', chains, ISSUER, keys, clock));

async function headersOf(signingKeys: SigningKeys) {
  const engine = new CoreEngine({
    clock,
    issuer: {
      iss: ISSUER,
      keys: signingKeys,
      credentials: new MemoryIssuedCredentialStore(),
      statusLists: new MemoryStatusListStore(),
      attributes: ['gross_income', 'debt_payments'],
      statusListTtlSeconds: 1,
      statusListSize: 16,
    },
  });
  const holder = generateHolderKey().publicJwk as PublicJwk;
  const { credentials } = await engine.issueCredential(
    { id: 'acme', sourceId: 'demo:acme' },
    issueInput([holder]),
  );
  const { token } = await engine.statusListToken(0);
  const statusList = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString());
  return [parseSdJwt(credentials[0]!)!.issuerJwt.header, statusList];
}

test('credentials and status lists have the chain of the key beside kid', async () => {
  const pem = await authority.signingCertificate(publicJwk, ['issuer.example']);
  const x5c = [pem.replace(/-----[A-Z ]+-----|\s/g, '')];
  for (const header of await headersOf(certified(CertificateChains.parse(pem))))
    expect(header).toMatchObject({ kid: signing.kid, x5c });
});

test.each<[string, object, string]>([
  ['over another key', generateHolderKey().publicJwk, 'issuer.example'],
  ['for another host', publicJwk, 'other.example'],
])('a chain %s is left out', async (_, key, host) => {
  const pem = await authority.signingCertificate(key, [host]);
  for (const header of await headersOf(certified(CertificateChains.parse(pem))))
    expect(header).not.toHaveProperty('x5c');
});

test('without chains there is no x5c', async () => {
  for (const header of await headersOf(certified(CertificateChains.none)))
    expect(header).not.toHaveProperty('x5c');
});
