import { describe, expect, test } from '@jest/globals';
import { importSigningKey } from '@zk-income/credential';
import { makeKey } from '@zk-income/credential/testing';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { parseForm } from '../messages/index.js';
import { ISSUER, NONCE, NOW } from '../testing/key-proofs.js';
import { outcome } from '../testing/outcome.js';
import { parseCredentialRequest } from './credential-request.js';
import { verifyKeyProofs } from './key-proof.js';
import { parseNotification } from './notification.js';
import { parseTokenRequest } from './token.js';
import {
  createKeyProof,
  credentialRequest,
  notificationRequest,
  readNonceResponse,
  readTokenResponse,
  tokenRequest,
} from './wallet-requests.js';

test('6.1: a token request has the code, and the transaction code if there is one', () => {
  const codes = { preAuthorizedCode: 'a.b-c_d', txCode: '12 34' };
  expect(parseTokenRequest(parseForm(tokenRequest(codes)))).toEqual(codes);
  expect(tokenRequest({ preAuthorizedCode: 'x' })).not.toContain('tx_code');
});

const TOKEN = { access_token: 'secret', token_type: 'bearer', expires_in: 300 };
const readingToken = (changes: object) =>
  outcome(() => readTokenResponse({ ...TOKEN, ...changes }, 'zk-income-2'));

test('6.2: unknown parameters of a token response are ignored', () => {
  expect(readTokenResponse({ ...TOKEN, c_nonce: 1, scope: null }, 'zk-income-2')).toEqual({
    accessToken: 'secret',
  });
});

describe('6.2: a token response has a bearer token', () => {
  test.each([
    { access_token: undefined },
    { access_token: '' },
    { token_type: 'DPoP' },
    { token_type: null },
  ])('not %j', (changes) => expect(readingToken(changes)).toBe('invalid_issuer_response'));
});

test('6.2: a wallet uses the credential identifiers of a token response', () => {
  const details = [
    { type: 'openid_credential', credential_configuration_id: 'other', credential_identifiers: ['x'] },
    {
      type: 'openid_credential',
      credential_configuration_id: 'zk-income-2',
      credential_identifiers: ['y', 'z'],
    },
  ];
  const token = readTokenResponse({ ...TOKEN, authorization_details: details }, 'zk-income-2');
  expect(token).toEqual({ accessToken: 'secret', credentialIdentifier: 'y' });
  const request = credentialRequest({ configurationId: 'zk-income-2', ...token, proofs: ['p'] });
  expect(request).toEqual({ credential_identifier: 'y', proofs: { jwt: ['p'] }, zk_income_openings: true });
  for (const authorization_details of [
    [],
    'x',
    [{}],
    [null],
    [{ ...details[1], credential_identifiers: [] }],
  ])
    expect(readingToken({ authorization_details })).toBe('invalid_issuer_response');
});

test('7.2: a nonce response has a c_nonce', () => {
  expect(readNonceResponse({ c_nonce: 'x', c_nonce_expires_in: 5 })).toBe('x');
  for (const json of [{}, { c_nonce: 5 }, { c_nonce: '' }, null, 'x'])
    expect(outcome(() => readNonceResponse(json))).toBe('invalid_issuer_response');
});

describe('F.1: the key proof of a wallet', () => {
  test.each(['ES256', 'EdDSA'] as const)('with %s has what the issuer checks, and no more', async (alg) => {
    const { privateJwk, publicJwk } = await makeKey(alg);
    const key = { ...(await importSigningKey(privateJwk)), publicJwk };
    const proof = await createKeyProof(key, { issuer: ISSUER, nonce: NONCE, now: NOW + 0.7 });
    expect(decodeProtectedHeader(proof)).toEqual({ alg, typ: 'openid4vci-proof+jwt', jwk: publicJwk });
    expect(decodeJwt(proof)).toEqual({ aud: ISSUER, iat: NOW, nonce: NONCE });
    const checks = { issuer: ISSUER, now: NOW, checkNonce: (nonce: string) => nonce === NONCE };
    expect(await verifyKeyProofs([proof], checks)).toEqual([publicJwk]);
  });

  test('has no nonce where the issuer has no nonce endpoint', async () => {
    const { privateJwk, publicJwk } = await makeKey();
    const key = { ...(await importSigningKey(privateJwk)), publicJwk };
    expect(decodeJwt(await createKeyProof(key, { issuer: ISSUER, now: NOW }))).toEqual({
      aud: ISSUER,
      iat: NOW,
    });
  });
});

test('8.2: a credential request asks for the openings', () => {
  const request = credentialRequest({ configurationId: 'zk-income-2', proofs: ['a', 'b'] });
  expect(parseCredentialRequest(request)).toEqual({ proofs: ['a', 'b'], wantsOpenings: true });
});

test('11.1: a notification names what the wallet did', () => {
  const notification = {
    notificationId: 'id',
    event: 'credential_failure',
    description: 'No space.',
  } as const;
  expect(parseNotification(notificationRequest(notification))).toEqual(notification);
});

test('any JSON is read or refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(['accepted', 'invalid_issuer_response']).toContain(
        readingToken({ authorization_details: json }),
      );
      expect(outcome(() => readNonceResponse(json))).toBe('invalid_issuer_response');
    }),
  );
});
