import { describe, expect, test } from '@jest/globals';
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { encodeBase64url } from './encoding/base64url.js';
import { utf8 } from './encoding/text.js';
import {
  algorithmOf,
  importSigningKey,
  isUsableKey,
  type PublicJwk,
  publicJwkOf,
  thumbprint,
  verifyJws,
} from './keys.js';
import { makeKey } from './testing/environment.js';
import { encodePart } from './testing/forge.js';

const ec = await makeKey();
const ed = await makeKey('EdDSA');
const fromHex = (hex: string) =>
  encodeBase64url(Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16)));

describe('a public key', () => {
  test('is reduced to the members of RFC 7638', () => {
    expect(publicJwkOf({ ...ec.privateJwk, kid: '1', use: 'sig', x5u: 'https://evil.example' })).toEqual(
      ec.publicJwk,
    );
    expect(Object.keys(ec.publicJwk)).toEqual(['kty', 'crv', 'x', 'y']);
    expect(publicJwkOf({ ...ed.privateJwk, y: ec.publicJwk.x })).toEqual(ed.publicJwk);
    expect(Object.keys(ed.publicJwk)).toEqual(['kty', 'crv', 'x']);
  });

  const changed = (key: PublicJwk, changes: object) => ({ ...key, ...changes });
  test.each<[string, unknown]>([
    ['a string', 'key'],
    ['null', null],
    ['a list', [ec.publicJwk]],
    ['an EC key of another curve', changed(ec.publicJwk, { crv: 'P-384' })],
    ['an EC key on secp256k1', changed(ec.publicJwk, { crv: 'secp256k1' })],
    ['an X25519 key', changed(ed.publicJwk, { crv: 'X25519' })],
    ['an RSA key', { kty: 'RSA', n: ec.publicJwk.x, e: 'AQAB' }],
    ['a symmetric key', { kty: 'oct', k: ec.publicJwk.x }],
    ['a type of one curve with another', changed(ec.publicJwk, { kty: 'OKP' })],
    ['the reverse', changed(ed.publicJwk, { kty: 'EC' })],
    ['an EC key without y', changed(ec.publicJwk, { y: undefined })],
    ['an EC key with a y that is too short', changed(ec.publicJwk, { y: 'AAAA' })],
    ['a key without x', changed(ed.publicJwk, { x: undefined })],
    ['an x that is a number', changed(ed.publicJwk, { x: 1 })],
    ['an x that is too short', changed(ed.publicJwk, { x: ed.publicJwk.x.slice(0, 40) })],
    ['a padded x', changed(ec.publicJwk, { x: `${ec.publicJwk.x}=` })],
    ['inherited members', Object.create(ec.publicJwk)],
  ])('is not %s', (_, value) => {
    expect(publicJwkOf(value)).toBeUndefined();
  });

  test('has one encoding: trailing bits would give the same key another thumbprint', async () => {
    const last = ec.publicJwk.x.at(-1)!;
    const x = ec.publicJwk.x.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1);
    expect(await importJWK({ ...ec.publicJwk, x } as JWK, 'ES256')).toBeDefined();
    expect(publicJwkOf({ ...ec.publicJwk, x })).toBeUndefined();
  });

  describe('is not a point of small order, for which anybody can forge signatures', () => {
    const identity = fromHex(`01${'00'.repeat(31)}`);

    test('although the platform accepts it', async () => {
      const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: identity }, 'EdDSA');
      const forged = `${encodePart({ alg: 'EdDSA' })}.${encodePart({})}.${fromHex(`01${'00'.repeat(63)}`)}`;
      await expect(compactVerify(forged, key)).resolves.toBeDefined();
    });

    test.each([
      ['the identity', `01${'00'.repeat(31)}`],
      ['the identity with a sign', `01${'00'.repeat(30)}80`],
      ['the identity, plus p', `ee${'ff'.repeat(30)}7f`],
      ['the identity, plus p, with a sign', `ee${'ff'.repeat(30)}ff`],
      ['order 2', `ec${'ff'.repeat(30)}7f`],
      ['order 2 with a sign', `ec${'ff'.repeat(30)}ff`],
      ['order 4', '00'.repeat(32)],
      ['order 4 with a sign', `${'00'.repeat(31)}80`],
      ['order 4, plus p', `ed${'ff'.repeat(30)}7f`],
      ['order 4, plus p, with a sign', `ed${'ff'.repeat(30)}ff`],
      ['order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
      ['order 8 with a sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
      ['order 8, the others', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
      [
        'order 8, the others, with a sign',
        'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
      ],
    ])('%s', (_, hex) => {
      expect(publicJwkOf({ kty: 'OKP', crv: 'Ed25519', x: fromHex(hex) })).toBeUndefined();
    });
  });
});

test('an Ed25519 key outside the group of prime order is not usable', async () => {
  const withX = (point: { toHex(): string }) =>
    isUsableKey({ ...ed.publicJwk, x: fromHex(point.toHex()) } as PublicJwk);
  const key = ed25519.Point.BASE.multiply(5n);
  expect(await withX(key)).toBe(true);
  for (const encoding of ED25519_TORSION_SUBGROUP.slice(1)) {
    expect(await withX(key.add(ed25519.Point.fromHex(encoding)))).toBe(false);
  }
  expect(await withX({ toHex: () => `02${'00'.repeat(31)}` })).toBe(false);
});

test('a point off the curve is not a usable key', async () => {
  expect(await isUsableKey(ec.publicJwk)).toBe(true);
  expect(await isUsableKey(ed.publicJwk)).toBe(true);
  expect(await isUsableKey({ ...ec.publicJwk, y: ec.publicJwk.x } as PublicJwk)).toBe(false);
});

describe('a signature', () => {
  const signed = async (jwk: object, alg: string) =>
    new CompactSign(utf8('{}')).setProtectedHeader({ alg }).sign(await importJWK(jwk, alg));

  test('uses the algorithm of the key, and names the key by thumbprint', async () => {
    for (const { privateJwk, publicJwk } of [ec, ed]) {
      const key = await importSigningKey(privateJwk);
      expect(key.alg).toBe(algorithmOf(publicJwk));
      expect(key.kid).toBe(await calculateJwkThumbprint(publicJwk as never));
      expect(key.kid).toBe(await thumbprint(publicJwk));
      const input = `${encodePart({ alg: key.alg })}.${encodePart({ a: 1 })}`;
      const text = `${input}.${await key.sign(input)}`;
      expect(await verifyJws(text, publicJwk)).toBe(true);
      expect(await verifyJws(`${text.slice(0, -4)}AAAA`, publicJwk)).toBe(false);
    }
  });

  test('of another key is invalid', async () => {
    const other = await makeKey();
    expect(await verifyJws(await signed(other.privateJwk, 'ES256'), ec.publicJwk)).toBe(false);
    expect(await verifyJws(await signed(ec.privateJwk, 'ES256'), ed.publicJwk)).toBe(false);
  });

  test('by HMAC with the public key as secret is invalid', async () => {
    const secret = new CompactSign(utf8('{}')).setProtectedHeader({ alg: 'HS256' });
    const text = await secret.sign(utf8(JSON.stringify(ec.publicJwk)));
    expect(await verifyJws(text, ec.publicJwk)).toBe(false);
  });

  test('that is missing is invalid', async () => {
    expect(await verifyJws(`${encodePart({ alg: 'none' })}.${encodePart({})}.`, ec.publicJwk)).toBe(false);
  });
});

test.each<[string, object]>([
  ['a public key', ec.publicJwk],
  ['a private part that is not a string', { ...ec.privateJwk, d: 1 }],
  ['a key of another curve', { ...ec.privateJwk, crv: 'P-384' }],
])('%s cannot sign', async (_, jwk) => {
  await expect(importSigningKey(jwk)).rejects.toThrow(TypeError);
});
