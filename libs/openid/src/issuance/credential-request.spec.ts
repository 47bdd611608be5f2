import { describe, expect, test } from '@jest/globals';
import { MAX_HOLDER_KEYS } from '@zk-income/credential';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { parseCredentialRequest } from './credential-request.js';
import { CREDENTIAL_CONFIGURATION_ID } from './names.js';

const REQUEST = { credential_configuration_id: CREDENTIAL_CONFIGURATION_ID, proofs: { jwt: ['a.b.c'] } };

const parsing = (changes: object) => outcome(() => parseCredentialRequest({ ...REQUEST, ...changes }));

test('8.2: a credential request is read', () => {
  expect(parseCredentialRequest(REQUEST)).toEqual({ proofs: ['a.b.c'], wantsOpenings: false });
  expect(parseCredentialRequest({ ...REQUEST, proofs: { jwt: ['a', 'b'] } }).proofs).toEqual(['a', 'b']);
});

test('8.2: unknown parameters are ignored', () => {
  expect(parsing({ issuer_state: 1, proof: { proof_type: 'jwt' }, format: 'vc+sd-jwt' })).toBe('accepted');
});

test('8.2: wallets that can prove ask for the openings', () => {
  expect(parseCredentialRequest({ ...REQUEST, zk_income_openings: true }).wantsOpenings).toBe(true);
  expect(parseCredentialRequest({ ...REQUEST, zk_income_openings: false }).wantsOpenings).toBe(false);
  for (const zk_income_openings of ['true', 1, null, {}])
    expect(parsing({ zk_income_openings })).toBe('invalid_credential_request');
});

describe('8.2: either credential_configuration_id or credential_identifier', () => {
  test('both', () => expect(parsing({ credential_identifier: 'x' })).toBe('invalid_credential_request'));
  test('none', () => {
    expect(outcome(() => parseCredentialRequest({ proofs: REQUEST.proofs }))).toBe(
      'invalid_credential_request',
    );
  });
  test.each([null, 5, '', [CREDENTIAL_CONFIGURATION_ID]])('not %j', (credential_configuration_id) => {
    expect(parsing({ credential_configuration_id })).toBe('invalid_credential_request');
  });
});

test('8.3.1.2: an unknown configuration and an unknown identifier have their codes', () => {
  for (const credential_configuration_id of [
    'other',
    'constructor',
    CREDENTIAL_CONFIGURATION_ID.toUpperCase(),
  ])
    expect(parsing({ credential_configuration_id })).toBe('unknown_credential_configuration');
  expect(outcome(() => parseCredentialRequest({ credential_identifier: 'x', proofs: REQUEST.proofs }))).toBe(
    'unknown_credential_identifier',
  );
});

describe('8.2: proofs are present, of exactly one type and not empty', () => {
  test.each([
    undefined,
    null,
    [],
    'a.b.c',
    {},
    { jwt: [] },
    { jwt: 'a.b.c' },
    { jwt: [1] },
    { jwt: [null] },
    { jwt: ['a'], attestation: ['b'] },
    { attestation: ['a'] },
    { di_vp: [{}] },
  ])('not %j', (proofs) => expect(parsing({ proofs })).toBe('invalid_proof'));
});

test('12.2.4: a request has at most batch_size proofs', () => {
  const jwt = Array.from({ length: MAX_HOLDER_KEYS }, () => 'a');
  expect(parsing({ proofs: { jwt } })).toBe('accepted');
  expect(parsing({ proofs: { jwt: [...jwt, 'a'] } })).toBe('invalid_proof');
  expect(
    outcome(() => parseCredentialRequest({ ...REQUEST, proofs: { jwt: ['a', 'b'] } }, { batchSize: 1 })),
  ).toBe('invalid_proof');
});

test('8.3.1.2: an encrypted response is not supported, and never sent unencrypted instead', () => {
  const credential_response_encryption = { jwk: {}, enc: 'A256GCM' };
  expect(parsing({ credential_response_encryption })).toBe('invalid_encryption_parameters');
});

test('any JSON is read or refused', () => {
  const member = fc.constantFrom(
    ...Object.keys(REQUEST),
    'credential_identifier',
    'zk_income_openings',
    '__proto__',
  );
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(REQUEST)));
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(member, value), fc.jsonValue()), (json) => {
      expect(outcome(() => parseCredentialRequest(json))).toMatch(/^(accepted|invalid_|unknown_)/);
    }),
  );
});
