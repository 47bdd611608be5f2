import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  importSigningKey,
  type JwsVerifier,
  type PublicJwk,
  publicJwkOf,
  verifyJws,
} from '@zk-income/credential';
import { CompactSign } from 'jose';
import { verifyJwsWithNode } from './verify-jws.js';

const makeKey = (kind: 'ES256' | 'EdDSA') => {
  const { privateKey } =
    kind === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const privateJwk = privateKey.export({ format: 'jwk' });
  return { privateJwk, publicJwk: publicJwkOf(privateJwk) as PublicJwk };
};

const checks: [string, JwsVerifier][] = [
  ['on the server', verifyJwsWithNode],
  ['by WebCrypto', verifyJws],
];

describe.each(checks)('a signature checked %s', (_, check) => {
  describe.each(['ES256', 'EdDSA'] as const)('%s', (alg) => {
    const { privateJwk, publicJwk } = makeKey(alg);
    const sign = async (text: string) => {
      const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${Buffer.from(text).toString('base64url')}`;
      return `${input}.${await (await importSigningKey(privateJwk)).sign(input)}`;
    };

    test('is right for what was signed, each time', async () => {
      expect(await check(await sign('{"a":1}'), publicJwk)).toBe(true);
      expect(await check(await sign('{"a":2}'), publicJwk)).toBe(true);
    });

    test('is wrong for another text', async () => {
      const [header, , signature] = (await sign('{"a":1}')).split('.');
      const other = Buffer.from('{"a":2}').toString('base64url');
      expect(await check(`${header}.${other}.${signature}`, publicJwk)).toBe(false);
    });

    test('is wrong for a text with other letters whose codes end in the same bits', async () => {
      const jws = await sign('{"a":1}');
      const other = String.fromCharCode(jws.charCodeAt(0) + 0x100) + jws.slice(1);
      expect(await check(other, publicJwk)).toBe(false);
    });

    test('is wrong for another key', async () => {
      expect(await check(await sign('{}'), makeKey(alg).publicJwk)).toBe(false);
    });

    test('is wrong when it is cut short, absent, or in another encoding', async () => {
      const jws = await sign('{}');
      for (const spoilt of [
        jws.slice(0, -4),
        jws.slice(0, jws.lastIndexOf('.') + 1),
        `${jws}AAAA`,
        '',
        '..',
        'x',
      ]) {
        expect(await check(spoilt, publicJwk)).toBe(false);
      }
    });
  });

  test('is wrong for a key whose coordinates are no point', async () => {
    const { privateJwk, publicJwk } = makeKey('ES256');
    const key = { ...publicJwk, x: publicJwk.x.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) } as PublicJwk;
    const jws = await new CompactSign(new Uint8Array(2))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(
        await crypto.subtle.importKey('jwk', privateJwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
          'sign',
        ]),
      );
    expect(await check(jws, key)).toBe(false);
  });
});
