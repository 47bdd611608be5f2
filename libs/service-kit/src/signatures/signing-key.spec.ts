import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { sha256 } from '@noble/hashes/sha2.js';
import { importSigningKey, publicJwkOf, verifyJws } from '@zk-income/credential';
import type { JWK } from 'jose';
import { sha256OnServer } from './sha256.js';
import { importSigningKeyOnServer } from './signing-key.js';

const made = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};

test.each(['ES256', 'EdDSA'] as const)('signs %s as WebCrypto checks it', async (alg) => {
  const jwk = made[alg].privateKey.export({ format: 'jwk' }) as JWK;
  const key = await importSigningKeyOnServer(jwk);
  expect(key.alg).toBe(alg);
  expect(key.kid).toBe((await importSigningKey(jwk)).kid);
  const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.e30`;
  const jws = `${input}.${await key.sign(input)}`;
  expect(await verifyJws(jws, publicJwkOf(jwk)!)).toBe(true);
  expect(await verifyJws(jws.replace('.e30.', '.e31.'), publicJwkOf(jwk)!)).toBe(false);
});

test('a public key is none to sign with', async () => {
  const jwk = made.ES256.publicKey.export({ format: 'jwk' }) as JWK;
  await expect(importSigningKeyOnServer(jwk)).rejects.toThrow(TypeError);
});

test('hashes as others do, into a buffer with nothing else in it', () => {
  for (const length of [0, 1, 55, 56, 64, 3000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i);
    const hash = sha256OnServer(bytes);
    expect(hash).toEqual(sha256(bytes));
    expect(hash.buffer.byteLength).toBe(32);
  }
});
