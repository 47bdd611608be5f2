import { generateKeyPairSync } from 'node:crypto';
import { importSigningKey } from '@zk-income/credential';
import type { JWK } from 'jose';

/** Generates a private ES256 key whose `kid` is its RFC 7638 thumbprint. */
export async function generateKey(): Promise<JWK> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  const { kid } = await importSigningKey(jwk);
  return { ...jwk, kid, alg: 'ES256', use: 'sig' };
}
