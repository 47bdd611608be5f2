import { describe, expect, test } from '@jest/globals';
import {
  importSigningKey,
  type JwsVerifier,
  type PublicJwk,
  publicJwkOf,
  verifyJws,
} from '@zk-income/credential';
import { CompactSign } from 'jose';
import { generateJwk } from '../../../../scripts/generate-jwk.mjs';
import { verifyJwsWithNode } from './verify-jws.js';

const makeKey = (kind: 'ES256' | 'EdDSA') => {
  const privateJwk = generateJwk(kind === 'ES256' ? 'P-256' : 'Ed25519');
  return { privateJwk, publicJwk: publicJwkOf(privateJwk) as PublicJwk };
};

const verifiers: [string, JwsVerifier][] = [
  ['verifyJwsWithNode', verifyJwsWithNode],
  ['verifyJws (WebCrypto)', verifyJws],
];

describe.each(verifiers)('%s', (_, verify) => {
  describe.each(['ES256', 'EdDSA'] as const)('%s', (alg) => {
    const { privateJwk, publicJwk } = makeKey(alg);
    const sign = async (text: string) => {
      const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${Buffer.from(text).toString('base64url')}`;
      return `${input}.${await (await importSigningKey(privateJwk)).sign(input)}`;
    };

    test('accepts valid signatures, also with a cached key', async () => {
      expect(await verify(await sign('{"a":1}'), publicJwk)).toBe(true);
      expect(await verify(await sign('{"a":2}'), publicJwk)).toBe(true);
    });

    test('rejects another payload', async () => {
      const [header, , signature] = (await sign('{"a":1}')).split('.');
      const other = Buffer.from('{"a":2}').toString('base64url');
      expect(await verify(`${header}.${other}.${signature}`, publicJwk)).toBe(false);
    });

    test('rejects a character whose code has the same low eight bits', async () => {
      const jws = await sign('{"a":1}');
      const other = String.fromCharCode(jws.charCodeAt(0) + 0x100) + jws.slice(1);
      expect(await verify(other, publicJwk)).toBe(false);
    });

    test('rejects another key', async () => {
      expect(await verify(await sign('{}'), makeKey(alg).publicJwk)).toBe(false);
    });

    test('rejects truncated, missing and extended signatures', async () => {
      const jws = await sign('{}');
      for (const malformed of [
        jws.slice(0, -4),
        jws.slice(0, jws.lastIndexOf('.') + 1),
        `${jws}AAAA`,
        '',
        '..',
        'x',
      ]) {
        expect(await verify(malformed, publicJwk)).toBe(false);
      }
    });
  });

  test('rejects a key whose coordinates are not on the curve', async () => {
    const { privateJwk, publicJwk } = makeKey('ES256');
    const key = { ...publicJwk, x: publicJwk.x.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) } as PublicJwk;
    const jws = await new CompactSign(new Uint8Array(2))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(
        await crypto.subtle.importKey('jwk', privateJwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
          'sign',
        ]),
      );
    expect(await verify(jws, key)).toBe(false);
  });
});
