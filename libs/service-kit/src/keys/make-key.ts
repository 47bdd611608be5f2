import { generateKeyPairSync } from 'node:crypto';
import { importSigningKey } from '@zk-income/credential';
import type { JWK } from 'jose';

/** A fresh private ES256 key with its thumbprint as `kid`. */
export async function makeKey(): Promise<JWK> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  const { kid } = await importSigningKey(jwk);
  return { ...jwk, kid, alg: 'ES256', use: 'sig' };
}
