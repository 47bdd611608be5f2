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
  test('is there', async () => {
    expect(await fixture.verifyForged({ keyBindingJwt: () => '' })).toBe('key_binding_missing');
  });

  test('is a JWT', async () => {
    for (const text of ['a.b.c', 'x', '..']) {
      expect(await fixture.verifyForged({ keyBindingJwt: () => text })).toBe('presentation_malformed');
    }
  });

  test.each([undefined, 'JWT', 'KB+JWT', 'application/kb+jwt', 'dc+sd-jwt', ['kb+jwt']])(
    'has no type of %j',
    async (typ) => {
      expect(await header({ typ })).toBe('key_binding_type_wrong');
    },
  );

  test('demands no extension, not even one that the library knows', async () => {
    expect(await header({ crit: ['b64'], b64: true })).toBe('header_not_allowed');
    expect(await header({ crit: [] })).toBe('header_not_allowed');
  });
});

describe('the holder key', () => {
  // The library would refuse these as well, being told the algorithm of the key: there, as a wrong signature.
  test.each(['EdDSA', 'none', 'HS256', 'ES384', undefined, ['ES256']])('is not used with %j', async (alg) => {
    expect(await header({ alg })).toBe('algorithm_not_allowed');
  });

  test('has signed', async () => {
    const stranger = await makeKey();
    expect(await fixture.verifyForged({ keyBindingKey: stranger.privateJwk })).toBe(
      'key_binding_signature_invalid',
    );
  });

  test('is that of the credential, not one that the header brings', async () => {
    const { privateJwk, publicJwk } = await makeKey();
    const keyBindingHeader = { jwk: publicJwk, kid: 'mine' };
    expect(await fixture.verifyForged({ keyBindingKey: privateJwk, keyBindingHeader })).toBe(
      'key_binding_signature_invalid',
    );
    expect(await fixture.verifyForged({ keyBindingHeader })).toBe('verified');
  });

  test('is not that of the issuer, who could else present what it issued', async () => {
    const keyBindingKey = fixture.issuer.key.privateJwk;
    expect(await fixture.verifyForged({ keyBindingKey })).toBe('key_binding_signature_invalid');
  });

  test('is not done without', async () => {
    const unsigned = (jwt: string) => jwt.replace(/[^.]*$/, '');
    expect(await fixture.verifyForged({ keyBindingJwt: unsigned })).toBe('key_binding_signature_invalid');
  });
});

describe('the audience', () => {
  test.each([
    ['another verifier', 'redirect_uri:https://evil.example/verify'],
    ['a list, though ours is in it', [AUDIENCE]],
    ['a list with another', [AUDIENCE, 'https://evil.example']],
    ['a part of ours', 'https://verifier.example/verify'],
    ['ours in upper case', AUDIENCE.toUpperCase()],
    ['nobody', undefined],
  ])('is not %s', async (_, aud) => {
    expect(await payload({ aud })).toBe('audience_mismatch');
  });
});

describe('the nonce', () => {
  test.each([[undefined], [''], ['A'.repeat(43)]])('is not %j', async (nonce) => {
    expect(await payload({ nonce })).toBe('nonce_mismatch');
  });

  test('is that of this request, not of another that is open too', async () => {
    const [mine, other] = [await fixture.createRequest(), await fixture.createRequest()];
    const presentations = await forge(other, fixture.salary());
    expect(await fixture.verify(mine, presentations)).toBe('nonce_mismatch');
    expect(await fixture.verify(other, presentations)).toBe('verified');
  });
});

describe('the time', () => {
  // JavaScript would compare each of these with a number, and find that it is in time.
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
  ])('for a request made now, %i: %s', async (iat, expected) => {
    expect(await payload({ iat })).toBe(expected);
  });

  test('is counted from the creation of the request and from now', async () => {
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

describe('the text that is bound', () => {
  test.each([[undefined], [''], [sha256Base64url('another text')], [[sha256Base64url('x')]]])(
    'has no sd_hash of %j',
    async (sdHash) => {
      expect(await payload({ sd_hash: sdHash })).toBe('sd_hash_mismatch');
    },
  );

  test('is all of it: a disclosure that is taken off is missed', async () => {
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

  test('is hashed as the text that was sent, not decoded', async () => {
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

  test('may say that it is hashed with sha-256', async () => {
    expect(await payload({ transaction_data_hashes_alg: 'sha-256' })).toBe('verified');
  });
});

describe('the range proof', () => {
  // Without the first check the second would refuse, under another name.
  test('is in the carrier', async () => {
    expect(await payload({ range_proof: undefined })).toBe('range_proof_missing');
  });

  test.each<[string, (text: string) => unknown]>([
    ['a byte short', (text) => encodeBase64url(Buffer.from(text, 'base64url').subarray(1))],
    ['a byte long', (text) => encodeBase64url(Buffer.concat([Buffer.from(text, 'base64url'), Buffer.of(0)]))],
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
  ])('is not %s, which costs no attempt', async (_, change) => {
    const request = await fixture.createRequest();
    const keyBindingPayload = (object: Json) => ({ ...object, range_proof: change(object.range_proof) });
    const presentations = await forge(request, fixture.salary({ keyBindingPayload }));
    expect(await fixture.verify(request, presentations)).toBe('range_proof_malformed');
    expect((await fixture.verifier.findRequest(OWNER, request.id)).failed_attempts).toBe(0);
  });
});

test('a holder with an Ed25519 key binds with EdDSA, and with nothing else', async () => {
  const held = await issueCredential(fixture.issuer, {}, { alg: 'EdDSA' });
  expect(await fixture.verifyForged({ held })).toBe('verified');
  expect(await fixture.verifyForged({ held, keyBindingHeader: { alg: 'ES256' } })).toBe(
    'algorithm_not_allowed',
  );
  expect(await fixture.verifyForged({ held, keyBindingHeader: { alg: 'Ed25519' } })).toBe(
    'algorithm_not_allowed',
  );
  const stranger = await makeKey('EdDSA');
  expect(await fixture.verifyForged({ held, keyBindingKey: stranger.privateJwk })).toBe(
    'key_binding_signature_invalid',
  );
});
