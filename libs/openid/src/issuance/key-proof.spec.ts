import { describe, expect, test } from '@jest/globals';
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { makeKey } from '@zk-income/credential/testing';
import fc from 'fast-check';
import { forgeProof, ISSUER, NONCE, NOW, type ProofChanges } from '../testing/key-proofs.js';
import { outcomeAsync } from '../testing/outcome.js';
import { type KeyProofChecks, verifyKeyProofs } from './key-proof.js';

const checks: KeyProofChecks = { issuer: ISSUER, now: NOW, checkNonce: (nonce) => nonce === NONCE };

const verifying = (proofs: readonly string[], changes: Partial<KeyProofChecks> = {}) =>
  outcomeAsync(() => verifyKeyProofs(proofs, { ...checks, ...changes }));

const forged = async (changes: ProofChanges) => verifying([await forgeProof(changes)]);

test('F.1: key proofs are accepted, and their keys are returned in order', async () => {
  const keys = [await makeKey('ES256'), await makeKey('EdDSA'), await makeKey('ES256')];
  const proofs = await Promise.all(keys.map((key) => forgeProof({ key })));
  expect(await verifyKeyProofs(proofs, checks)).toEqual(keys.map(({ publicJwk }) => publicJwk));
});

test('F.1: a key may be named by other members of its JWK too', async () => {
  const key = await makeKey();
  const jwk = { ...key.publicJwk, kid: 'wallet key 1', use: 'sig', alg: 'ES256', other: 1 };
  expect(await verifyKeyProofs([await forgeProof({ key, header: { jwk } })], checks)).toEqual([
    key.publicJwk,
  ]);
});

test('8.2: a request without key proofs is refused', async () => {
  expect(await verifying([])).toBe('invalid_proof');
});

describe('F.1: a key proof has the type openid4vci-proof+jwt', () => {
  test.each([undefined, 'JWT', 'kb+jwt', 'OPENID4VCI-PROOF+JWT', null])('not %p', async (typ) => {
    expect(await forged({ header: { typ } })).toBe('invalid_proof');
  });
});

describe('F.1: the alg of a key proof is advertised, asymmetric and that of the key', () => {
  test.each(['none', 'HS256', 'RS256', 'ES384', 'es256', 'EdDSA', undefined, null, ['ES256']])(
    'not %p of a P-256 key',
    async (alg) => expect(await forged({ header: { alg } })).toBe('invalid_proof'),
  );

  test('an RSA key is refused', async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 2048,
        publicExponent: new Uint8Array([1, 0, 1]),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    );
    const jwk = await crypto.subtle.exportKey('jwk', publicKey);
    const { SignJWT } = await import('jose');
    const proof = await new SignJWT({ aud: ISSUER, iat: NOW, nonce: NONCE })
      .setProtectedHeader({ alg: 'RS256', typ: 'openid4vci-proof+jwt', jwk: jwk as object })
      .sign(privateKey);
    expect(await verifying([proof])).toBe('invalid_proof');
  });

  test('Ed25519 is another name of EdDSA', async () => {
    const key = await makeKey('EdDSA');
    expect(await forged({ key, header: { alg: 'Ed25519' } })).toBe('accepted');
  });
});

describe('F.1: exactly one of jwk, kid and x5c names the key', () => {
  test('jwk and kid', async () => expect(await forged({ header: { kid: '1' } })).toBe('invalid_proof'));
  test('jwk and x5c', async () => expect(await forged({ header: { x5c: ['MA=='] } })).toBe('invalid_proof'));
  test('none', async () => expect(await forged({ header: { jwk: undefined } })).toBe('invalid_proof'));
  test.each([{ kid: 'did:example:1#0' }, { x5c: ['MA=='] }])(
    'a way that is not advertised: %j',
    async (header) => {
      expect(await forged({ header: { jwk: undefined, ...header } })).toBe('invalid_proof');
    },
  );
  test.each([null, 'key', [], {}, { kty: 'EC' }])('no key: %j', async (jwk) => {
    expect(await forged({ header: { jwk } })).toBe('invalid_proof');
  });
});

test('F.1: the signature is that of the key in the header', async () => {
  const { publicJwk } = await makeKey();
  expect(await forged({ header: { jwk: publicJwk } })).toBe('invalid_proof');
  const proof = await forgeProof();
  const other = proof.endsWith('AA') ? 'BQ' : 'AA';
  expect(await verifying([`${proof.slice(0, -2)}${other}`])).toBe('invalid_proof');
  expect(await verifying([proof.slice(0, proof.lastIndexOf('.') + 1)])).toBe('invalid_proof');
});

test('F.4: the header contains no private key', async () => {
  const key = await makeKey();
  expect(await forged({ key, header: { jwk: key.privateJwk } })).toBe('invalid_proof');
  expect(await forged({ key, header: { jwk: { ...key.publicJwk, d: '' } } })).toBe('invalid_proof');
});

test('F.4: an Ed25519 key outside the group of signatures is refused, whatever a verifier says', async () => {
  const key = await makeKey('EdDSA');
  const lenient = { verifyJws: () => true };
  const named = async (point: typeof ed25519.Point.BASE) => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(point.toBytes()).toString('base64url') };
    return verifying([await forgeProof({ key, header: { jwk } })], lenient);
  };
  const torsion = ed25519.Point.fromHex(ED25519_TORSION_SUBGROUP[1]!);
  expect(await named(ed25519.Point.BASE)).toBe('accepted');
  expect(await named(ed25519.Point.BASE.add(torsion))).toBe('invalid_proof');
  expect(await named(torsion)).toBe('invalid_proof');
});

describe('F.1: aud is the issuer identifier, as a string', () => {
  test.each([
    undefined,
    null,
    [ISSUER],
    [ISSUER, 'https://other.example'],
    'https://issuer.example',
    `${ISSUER}/`,
  ])('not %j', async (aud) => expect(await forged({ payload: { aud } })).toBe('invalid_proof'));
});

describe('F.4: a key proof was made in an acceptable window', () => {
  test.each([NOW - 600, NOW + 600, NOW - 0.5])('iat may be %p', async (iat) => {
    expect(await forged({ payload: { iat } })).toBe('accepted');
  });
  test.each([
    0,
    NOW - 601,
    NOW + 601,
    Date.UTC(2100, 0) / 1000,
    NOW * 1000,
    String(NOW),
    null,
    undefined,
    -NOW,
  ])('iat is not %p', async (iat) => expect(await forged({ payload: { iat } })).toBe('invalid_proof'));
  test('RFC 7519: exp and nbf are respected', async () => {
    expect(await forged({ payload: { exp: NOW + 1, nbf: NOW + 600 } })).toBe('accepted');
    for (const payload of [{ exp: NOW }, { exp: '9' }, { nbf: NOW + 601 }, { nbf: null }])
      expect(await forged({ payload })).toBe('invalid_proof');
  });
});

describe('F.1: iss is absent where the token was obtained anonymously', () => {
  test('iss in the anonymous flow', async () => {
    expect(await forged({ payload: { iss: 'wallet' } })).toBe('invalid_proof');
    expect(await forged({ payload: { iss: null } })).toBe('invalid_proof');
  });
  test('otherwise it is the client_id', async () => {
    const proof = await forgeProof({ payload: { iss: 'wallet' } });
    expect(await verifying([proof], { clientId: 'wallet' })).toBe('accepted');
    expect(await verifying([proof], { clientId: 'other' })).toBe('invalid_proof');
    expect(await verifying([await forgeProof()], { clientId: 'wallet' })).toBe('accepted');
  });
});

describe('8.3.1.2: a wrong nonce is invalid_nonce, a missing one invalid_proof', () => {
  test.each([undefined, null, '', 5, [NONCE]])('missing: %j', async (nonce) => {
    expect(await forged({ payload: { nonce } })).toBe('invalid_proof');
  });
  test('wrong', async () => expect(await forged({ payload: { nonce: 'another' } })).toBe('invalid_nonce'));
  test('of one of several proofs', async () => {
    const [honest, stale] = [await forgeProof(), await forgeProof({ payload: { nonce: 'old' } })];
    expect(await verifying([honest, stale])).toBe('invalid_nonce');
    const wrong = await forgeProof({ header: { typ: 'JWT' } });
    expect(await verifying([honest, stale, wrong])).toBe('invalid_proof');
  });
  test('each nonce is checked once', async () => {
    const seen: string[] = [];
    const checkNonce = (nonce: string) => seen.push(nonce) > 0;
    await verifyKeyProofs([await forgeProof(), await forgeProof()], { ...checks, checkNonce });
    expect(seen).toEqual([NONCE]);
  });
});

test('8.3: each key is used for one credential', async () => {
  const key = await makeKey();
  const again = await forgeProof({ key, header: { jwk: { ...key.publicJwk, kid: 'another name' } } });
  expect(await verifying([await forgeProof({ key }), again])).toBe('invalid_proof');
});

test('D.1: key attestations are not supported, and not ignored', async () => {
  expect(await forged({ header: { key_attestation: 'a.b.c' } })).toBe('invalid_proof');
});

test('RFC 7515, 4.1.11: extensions that the header requires are not ignored', async () => {
  expect(await forged({ header: { crit: ['b64'], b64: true } })).toBe('invalid_proof');
});

describe('hostile proofs', () => {
  test.each(['', '.', '..', 'a.b.c', '...', 'e30.e30.AA', 'W10.W10.AA', `${'a'.repeat(100_000)}.a.a`])(
    'text %#',
    async (proof) => expect(await verifying([proof])).toBe('invalid_proof'),
  );

  test('any members of header and payload are accepted or refused', async () => {
    const key = await makeKey();
    const member = fc.constantFrom(
      'typ',
      'alg',
      'jwk',
      'kid',
      'x5c',
      'aud',
      'iat',
      'nonce',
      'iss',
      'exp',
      'nbf',
    );
    const members = fc.dictionary(member, fc.jsonValue({ maxDepth: 2 }), {
      maxKeys: 3,
      noNullPrototype: true,
    });
    await fc.assert(
      fc.asyncProperty(members, members, async (header, payload) => {
        expect(['accepted', 'invalid_proof', 'invalid_nonce']).toContain(
          await forged({ key, header, payload }),
        );
      }),
      { numRuns: 200 },
    );
  });
});
