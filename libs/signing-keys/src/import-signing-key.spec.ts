import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { importSigningKey, publicJwkOf, verifyJws } from '@zk-income/credential';
import type { JWK } from 'jose';
import { importNodeSigningKey } from './import-signing-key.js';

const keyPairs = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};

test.each(['ES256', 'EdDSA'] as const)('signs %s so that WebCrypto verifies it', async (alg) => {
  const jwk = keyPairs[alg].privateKey.export({ format: 'jwk' }) as JWK;
  const key = await importNodeSigningKey(jwk);
  expect(key.alg).toBe(alg);
  expect(key.kid).toBe((await importSigningKey(jwk)).kid);
  const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.e30`;
  const jws = `${input}.${await key.sign(input)}`;
  expect(await verifyJws(jws, publicJwkOf(jwk)!)).toBe(true);
  expect(await verifyJws(jws.replace('.e30.', '.e31.'), publicJwkOf(jwk)!)).toBe(false);
});

test('rejects a public key', async () => {
  const jwk = keyPairs.ES256.publicKey.export({ format: 'jwk' }) as JWK;
  await expect(importNodeSigningKey(jwk)).rejects.toThrow(TypeError);
});
