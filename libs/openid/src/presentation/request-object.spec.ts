import { beforeAll, describe, expect, test } from '@jest/globals';
import { dcqlQueryOf, importSigningKey } from '@zk-income/credential';
import { makeKey } from '@zk-income/credential/testing';
import { compactVerify, decodeJwt, decodeProtectedHeader, importX509 } from 'jose';
import {
  claimsToShow,
  disclosureRequest,
  incomeToProve,
  makeVerifier,
  NONCE,
  NOW,
  proofRequest,
  responseUri,
  STATE,
  type TestVerifier,
  transactionDataOf,
} from '../testing/verifier.js';
import { requestObjectPayload, signRequestObject } from './request-object.js';
import { generateEncryptionKey } from './response-encryption.js';

let verifier: TestVerifier;
beforeAll(async () => {
  verifier = await makeVerifier();
});

test('5.1, 5.2, 5.8: the parameters of a request for a proof', () => {
  expect(requestObjectPayload(proofRequest())).toEqual({
    client_id: 'x509_san_dns:verifier.example',
    aud: 'https://self-issued.me/v2',
    iat: NOW,
    exp: NOW + 600,
    response_type: 'vp_token',
    response_mode: 'direct_post',
    response_uri: responseUri,
    nonce: NONCE,
    state: STATE,
    dcql_query: dcqlQueryOf(incomeToProve),
    transaction_data: [transactionDataOf(incomeToProve)],
    client_metadata: {
      vp_formats_supported: {
        'dc+sd-jwt': {
          'sd-jwt_alg_values': ['ES256', 'Ed25519'],
          'kb-jwt_alg_values': ['ES256', 'Ed25519'],
        },
      },
    },
  });
});

test('5.1: transaction_data is not empty, and absent in disclosure mode', () => {
  const payload = requestObjectPayload(disclosureRequest());
  expect(payload).not.toHaveProperty('transaction_data');
  expect(payload.dcql_query).toEqual(dcqlQueryOf(claimsToShow));
  expect(requestObjectPayload(disclosureRequest({ transactionData: [] }))).not.toHaveProperty(
    'transaction_data',
  );
});

test('5.10: wallet_nonce is what the wallet sent, and absent otherwise', () => {
  const walletNonce = 'qPmxiNFCR3QTm19POc8u +/=é';
  expect(requestObjectPayload(proofRequest({ walletNonce })).wallet_nonce).toBe(walletNonce);
  expect(requestObjectPayload(proofRequest())).not.toHaveProperty('wallet_nonce');
});

test('5.1, 8.3: direct_post.jwt has the key of the request, with kid, use and alg, and what it is used with', async () => {
  const { publicJwk } = await generateEncryptionKey();
  const request = proofRequest({ responseMode: 'direct_post.jwt', encryptionKey: publicJwk });
  const { client_metadata: metadata } = requestObjectPayload(request);
  expect(metadata).toMatchObject({
    jwks: {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: expect.stringMatching(/^[\w-]{43}$/),
          y: expect.stringMatching(/^[\w-]{43}$/),
          kid: expect.stringMatching(/^[\w-]{43}$/),
          use: 'enc',
          alg: 'ECDH-ES',
        },
      ],
    },
    encrypted_response_enc_values_supported: ['A256GCM', 'A128GCM'],
  });
  expect(JSON.stringify(metadata)).not.toContain('"d"');
});

test('the formats have their name of drafts only if a caller asks for it', () => {
  const metadata = requestObjectPayload(proofRequest({ legacyFormats: true })).client_metadata;
  expect(metadata).toHaveProperty('vp_formats', { 'dc+sd-jwt': expect.anything() });
  expect(requestObjectPayload(proofRequest()).client_metadata).not.toHaveProperty('vp_formats');
});

test('5, 5.9.3: the request object has its typ, the certificate chain, and the signature of the leaf', async () => {
  const payload = requestObjectPayload(proofRequest());
  const jwt = await signRequestObject(payload, verifier);
  expect(decodeProtectedHeader(jwt)).toEqual({ typ: 'oauth-authz-req+jwt', alg: 'ES256', x5c: verifier.x5c });
  expect(decodeJwt(jwt)).toEqual(payload);
  const pem = `-----BEGIN CERTIFICATE-----\n${verifier.x5c[0]}\n-----END CERTIFICATE-----`;
  await compactVerify(jwt, await importX509(pem, 'ES256'));
});

test('a key of another algorithm does not sign', async () => {
  const key = await importSigningKey((await makeKey('EdDSA')).privateJwk);
  expect(() => signRequestObject(requestObjectPayload(proofRequest()), { ...verifier, key })).toThrow(
    TypeError,
  );
});

describe('what no wallet may accept is not sent', () => {
  test.each([
    ['5.9.3: a signed request of redirect_uri', { clientId: `redirect_uri:${responseUri}` }],
    ['a response URI without TLS', { responseUri: 'http://verifier.example/x' }],
    ['5.2: a nonce with other characters', { nonce: 'a b' }],
    ['5.2: a state with other characters', { state: 'a/b' }],
    ['an empty nonce', { nonce: '' }],
    ['direct_post.jwt without a key', { responseMode: 'direct_post.jwt' as const }],
  ])('%s', (_, changes) => {
    expect(() => requestObjectPayload(proofRequest(changes))).toThrow(TypeError);
  });

  test('a key with direct_post', async () => {
    const { publicJwk } = await generateEncryptionKey();
    expect(() => requestObjectPayload(proofRequest({ encryptionKey: publicJwk }))).toThrow(TypeError);
  });
});
