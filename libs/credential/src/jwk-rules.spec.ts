import { beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '@noble/hashes/sha2.js';
import type { JWK } from 'jose';
import { encodeBase64url } from './encoding/base64url.js';
import { checkHeldCredential } from './holder/held-credential.js';
import { importSigningKey, isUsableKey, type PublicJwk, verificationKeyOf } from './keys.js';
import { ISSUER, issueCredential, issueInput, makeKey } from './testing/environment.js';
import { outcomeAsync } from './testing/outcomes.js';
import { makeSalaryFixture, type SalaryFixture } from './testing/salary-fixture.js';

const ec = await makeKey();
const ed = await makeKey('EdDSA');

/** A self-signed certificate of the key. */
const CERTIFIED: JWK = {
  kty: 'EC',
  crv: 'P-256',
  x: 'Je6w31jR557Iz_bSSBMO0GDFPj01fUsk2Vnbtd2iF60',
  y: 'CpHObOP7dzlHv1aDmWEbe9LE3ThWndMjuMQig4oaQI0',
};
const CERTIFICATE =
  'MIIBbDCCAROgAwIBAgIUKh1rHjJW276h5D8jqctHih1NXdkwCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBdDAeFw0yNjExMzAwNDMwMDNaFw0zNjExMjcwNDMwMDNaMAwxCjAIBgNVBAMMAXQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQl7rDfWNHnnsjP9tJIEw7QYMU+PTV9SyTZWdu13aIXrQqRzmzj+3c5R79Wg5lhG3vSxN04Vp3TI7jEIoOKGkCNo1MwUTAdBgNVHQ4EFgQUHEP5t0z6om2/AQb7TAW2QYtkejowHwYDVR0jBBgwFoAUHEP5t0z6om2/AQb7TAW2QYtkejowDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAvUGDcGqwnNmV2T/Z2w32VFaiBA6PbwJHQiEspEEoXmwIgHw+9fsEU6Y7XHCcffBFGzdPntL/CGmcSKhAVG/9J77Q=';
const CERTIFICATE_HASH = encodeBase64url(sha256(Uint8Array.from(Buffer.from(CERTIFICATE, 'base64'))));

type Case = readonly [members: object, allowed: boolean];

/** The members of a P-256 key by section of RFC 7517, and whether the key may verify signatures. */
const SECTIONS: readonly (readonly [section: string, cases: readonly Case[]])[] = [
  ['4 unknown members are ignored', [[{ ext: true, deactivated: 1, 'x.example': null }, true]]],
  [
    '4.1 kty',
    [
      ['EC', true],
      ['ec', false],
      ['OKP', false],
      ['RSA', false],
      [null, false],
      [['EC'], false],
    ].map(([kty, allowed]) => [{ kty }, allowed] as Case),
  ],
  [
    '4.2 use',
    [
      ['sig', true],
      ['enc', false],
      ['SIG', false],
      ['other', false],
      ['', false],
      [null, false],
      [['sig'], false],
    ].map(([use, allowed]) => [{ use }, allowed] as Case),
  ],
  [
    '4.3 key_ops',
    [
      [{ key_ops: ['verify'] }, true],
      [{ key_ops: ['sign', 'verify'] }, true],
      [{ key_ops: ['verify', 'an operation of another application'] }, true],
      [{ key_ops: ['verify', 'encrypt'] }, true],
      [{ key_ops: ['encrypt'] }, false],
      [{ key_ops: ['sign'] }, false],
      [{ key_ops: ['Verify'] }, false],
      [{ key_ops: [] }, false],
      [{ key_ops: ['verify', 'verify'] }, false],
      [{ key_ops: ['verify', 1] }, false],
      [{ key_ops: 'verify' }, false],
      [{ key_ops: null }, false],
      [{ key_ops: { 0: 'verify', length: 1 } }, false],
    ],
  ],
  [
    '4.3 use and key_ops are consistent',
    [
      [{ use: 'sig', key_ops: ['verify'] }, true],
      [{ use: 'enc', key_ops: ['verify'] }, false],
      [{ use: 'sig', key_ops: ['verify', 'encrypt'] }, false],
      [{ use: 'sig', key_ops: ['deriveBits', 'verify'] }, false],
    ],
  ],
  [
    '4.4 alg',
    [
      ['ES256', true],
      ['ES521', false],
      ['ES512', false],
      ['EdDSA', false],
      ['ECDH-ES', false],
      ['es256', false],
      ['none', false],
      [null, false],
      [['ES256'], false],
    ].map(([alg, allowed]) => [{ alg }, allowed] as Case),
  ],
  [
    '4.5 kid',
    [
      ['1', true],
      ['', true],
      [1, false],
      [null, false],
    ].map(([kid, allowed]) => [{ kid }, allowed] as Case),
  ],
  [
    '4.6 x5u is not fetched',
    [
      [{ x5u: 'https://ca.example/chain.pem' }, true],
      [{ x5u: 1 }, false],
    ],
  ],
  [
    '4.7 x5c',
    [
      [{ ...CERTIFIED, x5c: [CERTIFICATE] }, true],
      [{ x5c: [CERTIFICATE] }, false],
      [{ ...CERTIFIED, x5c: [] }, false],
      [{ ...CERTIFIED, x5c: CERTIFICATE }, false],
      [{ ...CERTIFIED, x5c: [CERTIFICATE, 1] }, false],
      [{ ...CERTIFIED, x5c: ['AAAA'] }, false],
      [{ ...CERTIFIED, x5c: [CERTIFICATE, 'AAAA'] }, true],
      [{ ...CERTIFIED, x5c: [CERTIFICATE, 'AAA'] }, false],
      [{ ...CERTIFIED, x5c: [CERTIFICATE, '-_-_'] }, false],
      [{ ...CERTIFIED, x5c: [encodeBase64url(Uint8Array.from(Buffer.from(CERTIFICATE, 'base64')))] }, false],
    ],
  ],
  [
    '4.8 x5t',
    [
      [{ x5t: 'A'.repeat(27) }, true],
      [{ x5t: 'AAAA' }, false],
      [{ x5t: null }, false],
    ],
  ],
  [
    '4.9 x5t#S256',
    [
      [{ ...CERTIFIED, x5c: [CERTIFICATE], 'x5t#S256': CERTIFICATE_HASH }, true],
      [{ ...CERTIFIED, x5c: [CERTIFICATE], 'x5t#S256': 'A'.repeat(43) }, false],
      [{ 'x5t#S256': 'A'.repeat(43) }, true],
      [{ 'x5t#S256': 'A'.repeat(42) }, false],
    ],
  ],
  [
    '9.2 a published private part is exposed',
    ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'].map((member) => [{ [member]: 'AAAA' }, false] as Case),
  ],
];

const CASES = SECTIONS.flatMap(([section, cases]) =>
  cases.map(([members, allowed]) => [section, members, allowed] as const),
);

describe('RFC 7517, a key that verifies signatures', () => {
  test.each(CASES)('section %s: %j: %s', (_, members, allowed) => {
    expect(verificationKeyOf({ ...ec.publicJwk, ...members }) !== undefined).toBe(allowed);
  });

  test('RFC 9864: Ed25519 has two names, and Ed448 is another curve', () => {
    for (const alg of ['EdDSA', 'Ed25519'])
      expect(verificationKeyOf({ ...ed.publicJwk, alg })).toEqual(ed.publicJwk);
    for (const alg of ['Ed448', 'ES256', 'ed25519', 'EDDSA'])
      expect(verificationKeyOf({ ...ed.publicJwk, alg })).toBeUndefined();
    expect(verificationKeyOf({ ...ec.publicJwk, alg: 'Ed25519' })).toBeUndefined();
    expect(verificationKeyOf({ ...ed.publicJwk, crv: 'Ed448' })).toBeUndefined();
  });
});

describe('RFC 7517, a key that signs', () => {
  test.each([
    [{ use: 'sig', key_ops: ['sign'], alg: 'ES256', ext: true }, true],
    [{ key_ops: ['sign', 'verify'] }, true],
    [{ key_ops: ['verify'] }, false],
    [{ key_ops: ['decrypt'] }, false],
    [{ use: 'enc' }, false],
    [{ alg: 'ES384' }, false],
    [{ alg: 'EdDSA' }, false],
    [{ d: 'AAAA' }, false],
    [{ d: undefined }, false],
  ])('with %j: %s', async (members, allowed) => {
    const imported = importSigningKey({ ...ec.privateJwk, ...members } as JWK);
    if (allowed) expect((await imported).alg).toBe('ES256');
    else await expect(imported).rejects.toThrow(TypeError);
  });

  test('has a private part that matches its public one', async () => {
    const other = await makeKey();
    await expect(importSigningKey({ ...ec.privateJwk, d: other.privateJwk.d! })).rejects.toThrow(TypeError);
  });

  test('signs under the name that its alg gives', async () => {
    expect((await importSigningKey(ed.privateJwk)).alg).toBe('EdDSA');
    expect((await importSigningKey({ ...ed.privateJwk, alg: 'Ed25519' })).alg).toBe('Ed25519');
  });
});

describe('a point', () => {
  const hex = (text: string) => encodeBase64url(Uint8Array.from(Buffer.from(text, 'hex')));
  const okp = (x: string): PublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x: hex(x) });

  test.each([
    ['off the curve', okp(`02${'00'.repeat(31)}`)],
    ['that is not reduced', okp(`f0${'ff'.repeat(30)}7f`)],
    // The base point plus a point of order 8.
    [
      'outside the prime-order group',
      okp('98519eadf35b995233b51b5cd23e9cc5a28b639b5a4af0ec903cb960d81b7819'),
    ],
    ['of P-256 off the curve', { ...ec.publicJwk, y: ec.publicJwk.x } as PublicJwk],
  ])('%s is no key', async (_, key) => {
    expect(await isUsableKey(key)).toBe(false);
  });

  test('of the group is a key', async () => {
    expect(await isUsableKey(ed.publicJwk)).toBe(true);
    expect(await isUsableKey(ec.publicJwk)).toBe(true);
  });
});

describe('the rules hold wherever a JWK is used', () => {
  let fixture: SalaryFixture;
  beforeAll(async () => {
    fixture = await makeSalaryFixture();
  });

  const RESTRICTED = [{ key_ops: ['encrypt'] }, { alg: 'ES521' }, { use: 'enc' }, { d: 'AAAA' }];
  const USABLE = [{ key_ops: ['verify'] }, { alg: 'ES256' }, {}];

  test.each([
    ...RESTRICTED.map((m) => [m, 'issuer_key_unknown'] as const),
    ...USABLE.map((m) => [m, 'verified'] as const),
  ])('in the JWKS of an issuer: %j: %s', async (members, expected) => {
    const own = await makeSalaryFixture();
    const [published] = await own.issuer.keys.published();
    const { use: _use, alg: _alg, ...key } = published!;
    own.documents.sources.set(`${ISSUER}/.well-known/jwks.json`, () =>
      JSON.stringify({ keys: [{ ...key, ...members }] }),
    );
    expect(await own.verifyForged()).toBe(expected);
  });

  test.each([
    ...RESTRICTED.map((m) => [m, 'credential_malformed'] as const),
    ...USABLE.map((m) => [m, 'verified'] as const),
  ])('in cnf: %j: %s', async (members, expected) => {
    const cnf = { jwk: { ...fixture.held.key.publicJwk, ...members } };
    expect(await fixture.verifyForged({ payload: { cnf } })).toBe(expected);
  });

  test.each(['jwe', 'jku'])(
    'cnf has one key, without %s beside it (RFC 7800, section 3.1)',
    async (member) => {
      const cnf = { jwk: fixture.held.key.publicJwk, [member]: 'https://evil.example' };
      expect(await fixture.verifyForged({ payload: { cnf } })).toBe('credential_malformed');
    },
  );

  test.each(RESTRICTED)('in holder_keys: %j', async (members) => {
    const issue = (jwk: object) =>
      outcomeAsync(() =>
        fixture.issuer.engine.issueCredential(
          { id: 'acme', sourceId: 'demo:acme' },
          issueInput([jwk as PublicJwk]),
        ),
      );
    expect(await issue({ ...ec.publicJwk, ...members })).toBe(
      'd' in members ? 'private_holder_key' : 'invalid_holder_key',
    );
    expect(await issue({ ...ec.publicJwk, key_ops: ['verify'], use: 'sig', alg: 'ES256' })).toBe('accepted');
  });

  test.each([{ key_ops: ['verify'] }, { alg: 'EdDSA' }, { use: 'enc' }])(
    'in the key that a holder signs with: %j',
    async (members) => {
      const held = await issueCredential(fixture.issuer);
      const restricted = { ...held, holder_key: { ...held.holder_key, ...members } };
      expect(await outcomeAsync(() => checkHeldCredential(restricted))).toBe('credential_invalid');
    },
  );
});
