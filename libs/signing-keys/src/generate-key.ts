import { importSigningKey } from '@zk-income/credential';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * Generates a private P-256 key, with WebCrypto: in Node 20.20, `KeyObject.export` of a key that `generateKeyPairSync` has
 * just made may never return.
 */
export async function generatePrivateJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

/** Generates a private ES256 key whose `kid` is its RFC 7638 thumbprint. */
export async function generateKey(): Promise<JWK> {
  const jwk = await generatePrivateJwk();
  const { kid } = await importSigningKey(jwk);
  return { ...jwk, kid, alg: 'ES256', use: 'sig' };
}
