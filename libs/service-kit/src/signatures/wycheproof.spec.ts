import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { algorithmOf, type PublicJwk, publicJwkOf } from '@zk-income/credential';
import { importJWK, type JWK } from 'jose';
import { verifySignature } from './verify-jws.js';

interface WycheproofFile {
  readonly testGroups: readonly {
    readonly jwk: JWK;
    readonly tests: readonly {
      readonly id: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: 'valid' | 'invalid';
    }[];
  }[];
}

const readVectors = (name: string): WycheproofFile =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));

/** WebCrypto as jose calls it: a JWS cannot contain the messages of all vectors. */
async function verifyWithWebCrypto(
  signed: Uint8Array,
  signature: Uint8Array,
  key: PublicJwk,
): Promise<boolean> {
  const parameters = key.kty === 'EC' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' };
  try {
    const imported = (await importJWK(key as JWK, algorithmOf(key))) as CryptoKey;
    return await crypto.subtle.verify(
      parameters,
      imported,
      signature as BufferSource,
      signed as BufferSource,
    );
  } catch {
    return false;
  }
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe.each([
  ['node:crypto', verifySignature],
  ['WebCrypto', verifyWithWebCrypto],
] as const)('%s agrees with Wycheproof', (_, verify) => {
  test.each([
    ['ECDSA P-256 with SHA-256', 'wycheproof-es256.json', 262],
    ['Ed25519', 'wycheproof-ed25519.json', 151],
  ])('on %s', async (_, file, count) => {
    const wrong: string[] = [];
    let checked = 0;
    for (const { jwk, tests } of readVectors(file).testGroups) {
      const key = publicJwkOf(jwk);
      for (const { id, comment, msg, sig, result } of tests) {
        checked += 1;
        const verified = key !== undefined && (await verify(bytes(msg), bytes(sig), key));
        if (verified !== (result === 'valid')) wrong.push(`${id} ${comment}: expected ${result}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBe(count);
  });
});
