import { expect, test } from '@jest/globals';
import { importSigningKey, publicJwkOf, verifyJws } from '@zk-income/credential';
import type { JWK } from 'jose';
import { generateJwk } from '../../../scripts/generate-jwk.mjs';
import { importNodeSigningKey } from './import-signing-key.js';

const keys = { ES256: generateJwk() as JWK, EdDSA: generateJwk('Ed25519') as JWK };

test.each(['ES256', 'EdDSA'] as const)('signs %s so that WebCrypto verifies it', async (alg) => {
  const jwk = keys[alg];
  const key = await importNodeSigningKey(jwk);
  expect(key.alg).toBe(alg);
  expect(key.kid).toBe((await importSigningKey(jwk)).kid);
  const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.e30`;
  const jws = `${input}.${await key.sign(input)}`;
  expect(await verifyJws(jws, publicJwkOf(jwk)!)).toBe(true);
  expect(await verifyJws(jws.replace('.e30.', '.e31.'), publicJwkOf(jwk)!)).toBe(false);
});

test('rejects a public key', async () => {
  const { d: _, ...publicJwk } = keys.ES256;
  await expect(importNodeSigningKey(publicJwk)).rejects.toThrow(TypeError);
});
