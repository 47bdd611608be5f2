import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url } from '../encoding/hash.js';
import { AUDIENCE, issueCredential, makeKey, NOW, OWNER } from '../testing/environment.js';
import { type Change, forge } from '../testing/forge.js';
import type { Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';

const SECONDS = NOW / 1000;
let fixture: SalaryFixture;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
});

const payload = (change: Change) => fixture.verifyForged({ keyBindingPayload: change });
const header = (change: Change) => fixture.verifyForged({ keyBindingHeader: change });

describe('the key-binding JWT', () => {
  test('must exist', async () => {
    expect(await fixture.verifyForged({ keyBindingJwt: () => '' })).toBe('key_binding_missing');
  });

  test('must be a JWT', async () => {
    for (const text of ['a.b.c', 'x', '..']) {
      expect(await fixture.verifyForged({ keyBindingJwt: () => text })).toBe('presentation_malformed');
    }
  });

  test.each([undefined, 'JWT', 'KB+JWT', 'application/kb+jwt', 'dc+sd-jwt', ['kb+jwt']])(
    'typ is not %j',
    async (typ) => {
      expect(await header({ typ })).toBe('key_binding_type_wrong');
    },
  );

  test('requires no extension, not even one that jose supports', async () => {
    expect(await header({ crit: ['b64'], b64: true })).toBe('header_not_allowed');
    expect(await header({ crit: [] })).toBe('header_not_allowed');
  });
});

describe('the holder key', () => {
  // jose would reject these as well, as invalid signatures, because it gets the algorithm of the key.
  test.each(['EdDSA', 'none', 'HS256', 'ES384', undefined, ['ES256']])('is not used with %j', async (alg) => {
    expect(await header({ alg })).toBe('algorithm_not_allowed');
  });

  test('must have signed', async () => {
    const stranger = await makeKey();
    expect(await fixture.verifyForged({ keyBindingKey: stranger.privateJwk })).toBe(
      'key_binding_signature_invalid',
    );
  });

  test('is the key of the credential, not one in the header', async () => {
    const { privateJwk, publicJwk } = await makeKey();
    const keyBindingHeader = { jwk: publicJwk, kid: 'mine' };
    expect(await fixture.verifyForged({ keyBindingKey: privateJwk, keyBindingHeader })).toBe(
      'key_binding_signature_invalid',
    );
    expect(await fixture.verifyForged({ keyBindingHeader })).toBe('verified');
  });

  test('is not the key of the issuer, which could otherwise present what it issued', async () => {
    const keyBindingKey = fixture.issuer.key.privateJwk;
    expect(await fixture.verifyForged({ keyBindingKey })).toBe('key_binding_signature_invalid');
  });

  test('cannot be replaced by an empty signature', async () => {
    const unsigned = (jwt: string) => jwt.replace(/[^.]*$/, '');
    expect(await fixture.verifyForged({ keyBindingJwt: unsigned })).toBe('key_binding_signature_invalid');
  });
});

describe('the audience', () => {
  test.each([
    ['another verifier', 'redirect_uri:https://evil.example/verify'],
    ['a list that contains ours', [AUDIENCE]],
    ['a list with another', [AUDIENCE, 'https://evil.example']],
    ['a part of ours', 'https://verifier.example/verify'],
    ['ours in upper case', AUDIENCE.toUpperCase()],
    ['undefined', undefined],
  ])('is not %s', async (_, aud) => {
    expect(await payload({ aud })).toBe('audience_mismatch');
  });
});

describe('the nonce', () => {
  test.each([[undefined], [''], ['A'.repeat(43)]])('is not %j', async (nonce) => {
    expect(await payload({ nonce })).toBe('nonce_mismatch');
  });

  test('is the nonce of this request, not of another open one', async () => {
    const [mine, other] = [await fixture.createRequest(), await fixture.createRequest()];
    const presentations = await forge(other, fixture.salary());
    expect(await fixture.verify(mine, presentations)).toBe('nonce_mismatch');
    expect(await fixture.verify(other, presentations)).toBe('verified');
  });
});

describe('the time', () => {
  // JavaScript would convert each of these to a number that passes the comparison.
  test.each([[String(SECONDS)], [[SECONDS]]])('is a number, not %j', async (iat) => {
    expect(await payload({ iat })).toBe('key_binding_malformed');
  });

  test.each([[undefined], [null], [{}]])('is not %j', async (iat) => {
    expect(await payload({ iat })).toBe('key_binding_malformed');
  });

  test.each([
    [SECONDS - 601, 'key_binding_time_invalid'],
    [SECONDS - 600, 'verified'],
    [SECONDS + 600, 'verified'],
    [SECONDS + 601, 'key_binding_time_invalid'],
    [0, 'key_binding_time_invalid'],
  ])('for a request created now, %i: %s', async (iat, expected) => {
    expect(await payload({ iat })).toBe(expected);
  });

  test('is relative to the creation of the request and to now', async () => {
    const later = await makeSalaryFixture();
    const request = await later.createRequest();
    later.clock.time += 500_000;
    const at = async (iat: number) =>
      later.verify(request, await forge(request, later.salary({ keyBindingPayload: { iat } })));
    expect(await at(SECONDS - 601)).toBe('key_binding_time_invalid');
    expect(await at(SECONDS + 1101)).toBe('key_binding_time_invalid');
    expect(await at(SECONDS + 1100)).toBe('verified');
  });
});

describe('the registered claims (RFC 7519, section 4.1)', () => {
  test.each([
    ['expired an hour ago', { exp: SECONDS - 3600 }],
    ['expired this second', { exp: SECONDS }],
    ['valid from tomorrow', { nbf: SECONDS + 86_400 }],
    ['valid from after the clock skew', { nbf: SECONDS + 61 }],
  ])('%s', async (_, claims) => {
    expect(await payload(claims)).toBe('key_binding_time_invalid');
  });

  test.each([
    [{ exp: 'soon' }],
    [{ exp: null }],
    [{ exp: String(SECONDS + 300) }],
    [{ exp: SECONDS + 0.5 }],
    [{ exp: 1e300 }],
    [{ exp: -1 }],
    [{ exp: true }],
    [{ nbf: null }],
    [{ nbf: '0' }],
    [{ nbf: [0] }],
    [{ iat: SECONDS + 0.5 }],
    [{ iss: 7 }],
    [{ sub: null }],
    [{ jti: 7 }],
    [{ aud: [AUDIENCE, 7] }],
  ])('of the wrong type: %j', async (claims) => {
    expect(await payload(claims)).toBe('key_binding_malformed');
  });

  test('are accepted where they hold', async () => {
    const claims = { exp: SECONDS + 1, nbf: SECONDS + 60, iss: 'https://wallet.example', sub: 'a', jti: '1' };
    expect(await payload(claims)).toBe('verified');
  });
});

describe('the bound text', () => {
  test.each([[undefined], [''], [sha256Base64url('another text')], [[sha256Base64url('x')]]])(
    'sd_hash is not %j',
    async (sdHash) => {
      expect(await payload({ sd_hash: sdHash })).toBe('sd_hash_mismatch');
    },
  );

  test('is the whole SD-JWT: no disclosure can be removed or moved', async () => {
    const request = await fixture.createRequest({ disclose: ['given_name', 'family_name'] });
    const [jwt, one, two, binding] = (await forge(request, fixture.salary())).salary!.split('~') as string[];
    const swapped = { salary: [jwt, two, one, binding].join('~') };
    expect(await fixture.verify(request, swapped)).toBe('sd_hash_mismatch');
    expect(await fixture.verify(request, { salary: [jwt, one, binding].join('~') })).toBe(
      'disclosure_missing',
    );
    expect(await fixture.verify(request, { salary: [jwt, one, two, binding].join('~') })).toBe('verified');
  });
});

describe('the transaction data', () => {
  const hashOf = (payload: Json): string => payload.transaction_data_hashes[0];
  const hashes = (change: (hash: string) => unknown) =>
    payload((object) => ({ ...object, transaction_data_hashes: change(hashOf(object)) }));

  test.each<[string, (hash: string) => unknown]>([
    ['another', () => [sha256Base64url('another policy')]],
    ['none', () => []],
    ['ours and another', (hash) => [hash, sha256Base64url('another policy')]],
    ['ours twice', (hash) => [hash, hash]],
    ['ours, not in a list', (hash) => hash],
    ['ours in something like a list', (hash) => ({ 0: hash, length: 1 })],
    ['ours in a list in a list', (hash) => [[hash]]],
    ['nothing', () => undefined],
  ])('is not %s', async (_, change) => {
    expect(await hashes(change)).toBe('transaction_data_mismatch');
  });

  test('is hashed as sent, not decoded', async () => {
    const request = await fixture.createRequest();
    const bytes = atob(request.transaction_data[0]!.replaceAll('-', '+').replaceAll('_', '/'));
    const keyBindingPayload = { transaction_data_hashes: [sha256Base64url(bytes)] };
    expect(await fixture.verify(request, await forge(request, fixture.salary({ keyBindingPayload })))).toBe(
      'transaction_data_mismatch',
    );
  });

  test.each(['sha-512', 'SHA-256', null, ['sha-256']])('is not hashed with %j', async (algorithm) => {
    expect(await payload({ transaction_data_hashes_alg: algorithm })).toBe('transaction_data_mismatch');
  });

  test('may name sha-256 as its hash algorithm', async () => {
    expect(await payload({ transaction_data_hashes_alg: 'sha-256' })).toBe('verified');
  });
});

describe('the range proof', () => {
  // Two checks overlap: without this one, the length check would reject it.
  test('must be in the carrier', async () => {
    expect(await payload({ range_proof: undefined })).toBe('range_proof_missing');
  });

  test('is what a wallet is told to be missing that signs no transaction data, or nothing but its hash', async () => {
    const stock = { range_proof: undefined, credential_id: undefined };
    expect(await payload(stock)).toBe('range_proof_missing');
    expect(await payload({ ...stock, transaction_data_hashes: undefined })).toBe('range_proof_missing');
  });

  test.each<[string, (text: string) => unknown]>([
    ['one byte too short', (text) => encodeBase64url(Buffer.from(text, 'base64url').subarray(1))],
    [
      'one byte too long',
      (text) => encodeBase64url(Buffer.concat([Buffer.from(text, 'base64url'), Buffer.of(0)])),
    ],
    [
      'of two values',
      (text) => encodeBase64url(Buffer.concat([Buffer.from(text, 'base64url'), Buffer.alloc(64)])),
    ],
    ['empty', () => ''],
    ['padded', (text) => `${text}=`],
    [
      'in plain base64',
      (text) =>
        Buffer.from(text, 'base64url')
          .toString('base64')
          .replace(/[^+/]$/, '+'),
    ],
    ['in a list', (text) => [text]],
    ['a number', () => 672],
    ['null', () => null],
  ])('is not %s, which does not count as an attempt', async (_, change) => {
    const request = await fixture.createRequest();
    const keyBindingPayload = (object: Json) => ({ ...object, range_proof: change(object.range_proof) });
    const presentations = await forge(request, fixture.salary({ keyBindingPayload }));
    expect(await fixture.verify(request, presentations)).toBe('range_proof_malformed');
    expect((await fixture.verifier.findRequest(OWNER, request.id)).failed_attempts).toBe(0);
  });
});

test('an Ed25519 holder key signs with EdDSA, also by its name Ed25519 (RFC 9864), and with nothing else', async () => {
  const held = await issueCredential(fixture.issuer, {}, { alg: 'EdDSA' });
  expect(await fixture.verifyForged({ held })).toBe('verified');
  expect(await fixture.verifyForged({ held, keyBindingHeader: { alg: 'Ed25519' } })).toBe('verified');
  for (const alg of ['ES256', 'Ed448', 'ed25519', 'EdDSA ', ['Ed25519'], null]) {
    expect(await fixture.verifyForged({ held, keyBindingHeader: { alg } })).toBe('algorithm_not_allowed');
  }
  const stranger = await makeKey('EdDSA');
  expect(await fixture.verifyForged({ held, keyBindingKey: stranger.privateJwk })).toBe(
    'key_binding_signature_invalid',
  );
});
