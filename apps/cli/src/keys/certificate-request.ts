import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { type KeyVault, KeyVaultError, type KeyVersion, keyIdOf } from '@zk-income/signing-keys';
import type { Result } from '../result.js';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface CertificateRequestCommand {
  readonly service: string;
  /** The DNS name for the certificate: the host of the service's `PUBLIC_URL`. */
  readonly host: string;
  /** For the key that signs after the next rotation. */
  readonly next?: boolean;
}

/** A certificate signing request (PKCS #10) over a key of a vault. The private key signs it and does not leave the process. */
export async function requestCertificate(
  { service, host, next = false }: CertificateRequestCommand,
  vault: KeyVault,
): Promise<Result> {
  const stage = next ? 'next' : 'current';
  const version = (await vault.read()).find((one) => one.stage === stage);
  if (!version) {
    throw new KeyVaultError(
      `No ${stage} key in ${vault.location}. Create one: npm run keys -- rotate --service ${service}`,
    );
  }
  x509.cryptoProvider.set(webcrypto as never);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${host}`,
    keys: await keyPairOf(version),
    signingAlgorithm: ES256,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
  });
  const pem = request.toString('pem');
  return { lines: [pem], json: { kid: keyIdOf(version), stage, host, certificate_request: pem } };
}

async function keyPairOf({ privateJwk: { kty, crv, x, y, d } }: KeyVersion) {
  const { subtle } = webcrypto;
  const publicJwk = { kty, crv, x, y } as webcrypto.JsonWebKey;
  return {
    privateKey: await subtle.importKey('jwk', { ...publicJwk, d: d as string }, ES256, false, ['sign']),
    publicKey: await subtle.importKey('jwk', publicJwk, ES256, true, ['verify']),
  } as never;
}
