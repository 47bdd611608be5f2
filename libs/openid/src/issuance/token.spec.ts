import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeForm, parseForm } from '../messages/index.js';
import { outcome } from '../testing/outcome.js';
import { PRE_AUTHORIZED_CODE_GRANT } from './names.js';
import { checkTxCodePresence, parseTokenRequest, tokenResponse } from './token.js';

const request = (changes: Record<string, string | undefined> = {}) =>
  parseForm(encodeForm({ grant_type: PRE_AUTHORIZED_CODE_GRANT, 'pre-authorized_code': 'code', ...changes }));

test('6.1: a token request is read', () => {
  expect(parseTokenRequest(request())).toEqual({ preAuthorizedCode: 'code' });
  expect(parseTokenRequest(request({ tx_code: '493536' }))).toEqual({
    preAuthorizedCode: 'code',
    txCode: '493536',
  });
});

test('6.1: unknown parameters are ignored', () => {
  const others = {
    resource: 'https://issuer.example',
    user_pin: '1',
    authorization_details: '[',
    scope: 'x',
  };
  expect(parseTokenRequest(request(others))).toEqual({ preAuthorizedCode: 'code' });
});

test('6.1: authentication of the client is optional, and a client_id is only told', () => {
  expect(parseTokenRequest(request({ client_id: 'wallet' }))).toEqual({
    preAuthorizedCode: 'code',
    clientId: 'wallet',
  });
});

test('6.1: the pre-authorized code is present', () => {
  for (const code of [undefined, ''])
    expect(outcome(() => parseTokenRequest(request({ 'pre-authorized_code': code })))).toBe(
      'invalid_request',
    );
});

test('RFC 6749, 5.2: another grant type is unsupported_grant_type, a missing one invalid_request', () => {
  for (const grant_type of ['authorization_code', 'password', PRE_AUTHORIZED_CODE_GRANT.toUpperCase()])
    expect(outcome(() => parseTokenRequest(request({ grant_type })))).toBe('unsupported_grant_type');
  expect(outcome(() => parseTokenRequest(request({ grant_type: undefined })))).toBe('invalid_request');
  expect(() => parseTokenRequest(request({ grant_type: 'password' }))).toThrow(PRE_AUTHORIZED_CODE_GRANT);
});

describe('6.3: a missing or unexpected tx_code is invalid_request', () => {
  test.each([
    [{ txCode: '1' }, true, 'accepted'],
    [{}, false, 'accepted'],
    [{}, true, 'invalid_request'],
    [{ txCode: '1' }, false, 'invalid_request'],
  ])('%j, required: %p: %s', (given, isRequired, expected) => {
    expect(outcome(() => checkTxCodePresence(given, isRequired))).toBe(expected);
  });
});

test('6.2: a token response has the members of RFC 6749', () => {
  expect(tokenResponse({ accessToken: 'secret', expiresIn: 300 })).toEqual({
    access_token: 'secret',
    token_type: 'Bearer',
    expires_in: 300,
  });
});

test('any form is read or refused', () => {
  const name = fc.constantFrom('grant_type', 'pre-authorized_code', 'tx_code', 'client_id', 'other');
  const value = fc.oneof(fc.string(), fc.constant(PRE_AUTHORIZED_CODE_GRANT));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (entries) => {
      const form = outcome(() => parseTokenRequest(parseForm(new URLSearchParams(entries).toString())));
      expect(['accepted', 'invalid_request', 'unsupported_grant_type']).toContain(form);
    }),
  );
});
