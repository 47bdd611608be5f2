import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  dcqlQueryOf,
  encodeBase64url,
  importSigningKey,
  incomePolicy,
  parsePolicy,
} from '@zk-income/credential';
import { makeKey } from '@zk-income/credential/testing';
import fc from 'fast-check';
import { outcome, outcomeAsync } from '../testing/outcome.js';
import {
  disclosureRequest,
  forgeRequestObject,
  incomeToProve,
  linkTo,
  type Members,
  makeVerifier,
  NONCE,
  NOW,
  proofRequest,
  requestUri,
  responseUri,
  STATE,
  type TestVerifier,
  transactionDataOf,
} from '../testing/verifier.js';
import { parseAuthorizationRequest, type UnsignedRequest } from './authorization-request.js';
import { checkRequestObject, checkUnsignedRequest, type RequestObjectChecks } from './check-request.js';
import { hashClientId, sanDnsClientId } from './client-id.js';
import { presentationRequestOf } from './request-parameters.js';
import { generateEncryptionKey } from './response-encryption.js';

let verifier: TestVerifier;
let other: TestVerifier;
beforeAll(async () => {
  [verifier, other] = await Promise.all([makeVerifier(), makeVerifier(['other.example'])]);
});

const checksWith = (changes: Partial<RequestObjectChecks> = {}): RequestObjectChecks => ({
  link: linkTo(),
  certificates: verifier.certificates,
  now: NOW * 1000,
  ...changes,
});

type Changes = Parameters<typeof forgeRequestObject>[1] &
  Partial<RequestObjectChecks> & { by?: TestVerifier };

/** The answer to a request object that is honest except for these changes. */
const checking = async ({ header, payload, input, by = verifier, ...checks }: Changes = {}) => {
  const parts = { ...(header && { header }), ...(payload && { payload }), ...(input && { input }) };
  const jwt = await forgeRequestObject(by, parts);
  return outcomeAsync(() => checkRequestObject(jwt, checksWith(checks)));
};
const withPayload = (payload: Members) => checking({ payload });
const withHeader = (header: Members) => checking({ header });

test('a request for a proof is read, and can be answered by the holder', async () => {
  const request = await checkRequestObject(await forgeRequestObject(verifier), checksWith());
  expect(request).toEqual({
    clientId: 'x509_san_dns:verifier.example',
    host: 'verifier.example',
    isCertified: true,
    responseUri,
    responseMode: 'direct_post',
    nonce: NONCE,
    state: STATE,
    asked: {
      mode: 'proof',
      policy: incomeToProve,
      transactionData: transactionDataOf(incomeToProve),
      dcqlQuery: dcqlQueryOf(incomeToProve),
    },
  });
  expect(presentationRequestOf(request)).toEqual({
    id: NONCE,
    nonce: NONCE,
    audience: 'x509_san_dns:verifier.example',
    transaction_data: [transactionDataOf(incomeToProve)],
    dcql_query: dcqlQueryOf(incomeToProve),
  });
});

test('a request in disclosure mode is read, and asks for no proof', async () => {
  const jwt = await forgeRequestObject(verifier, { input: disclosureRequest() });
  const request = await checkRequestObject(jwt, checksWith());
  expect(request.asked).toEqual({
    mode: 'disclosure',
    credential: 'salary',
    claims: ['given_name', 'family_name'],
  });
  expect(() => presentationRequestOf(request)).toThrow(TypeError);
});

test('5.1: unknown parameters are ignored, and so is iss (5)', async () => {
  expect(await withPayload({ foo: 'bar', iss: 'https://anybody.example', verifier_info: [{}] })).toBe(
    'accepted',
  );
  const metadata = { vp_formats_supported: { 'dc+sd-jwt': {} }, vp_formats: 1, client_name: 'x', foo: {} };
  expect(await withPayload({ client_metadata: metadata })).toBe('accepted');
});

describe('5: the type of the request object', () => {
  test.each([
    undefined,
    'JWT',
    'application/oauth-authz-req+jwt',
    'OAUTH-AUTHZ-REQ+JWT',
    ['oauth-authz-req+jwt'],
  ])('is not %j', async (typ) => {
    expect(await withHeader({ typ })).toBe('invalid_request');
  });
});

describe('RFC 9101, 6.2: the signature', () => {
  test.each(['none', 'HS256', 'RS256', 'EdDSA', undefined, ['ES256']])('is not of alg %j', async (alg) => {
    expect(await withHeader({ alg })).toBe('invalid_request');
  });

  test('needs no extensions', async () => {
    expect(await withHeader({ crit: ['b64'], b64: true })).toBe('invalid_request');
    expect(await withHeader({ crit: [] })).toBe('invalid_request');
  });

  test('5.9.3: is that of the leaf certificate', async () => {
    const stranger = await importSigningKey((await makeKey()).privateJwk);
    expect(await checking({ by: { ...verifier, key: stranger } })).toBe('invalid_request');
    const { publicJwk } = await makeKey();
    expect(await checking({ by: { ...verifier, key: stranger }, header: { jwk: publicJwk } })).toBe(
      'invalid_request',
    );
  });

  test('covers every byte', async () => {
    const jwt = await forgeRequestObject(verifier);
    const parts = jwt.split('.');
    for (const i of [0, 1, 2]) {
      const bytes = Buffer.from(parts[i]!, 'base64url');
      bytes[bytes.length >> 1]! ^= 1;
      const changed = parts.map((part, j) => (i === j ? bytes.toString('base64url') : part)).join('.');
      expect(await outcomeAsync(() => checkRequestObject(changed, checksWith()))).toBe('invalid_request');
    }
  });

  test('exists', async () => {
    const jwt = await forgeRequestObject(verifier);
    const unsigned = jwt.replace(/[^.]*$/, '');
    expect(await outcomeAsync(() => checkRequestObject(unsigned, checksWith()))).toBe('invalid_request');
  });
});

describe('5.9.3: the certificate chain', () => {
  test.each<[string, unknown]>([
    ['missing', undefined],
    ['empty', []],
    ['text', 'MIIB'],
    ['a list of numbers', [1]],
    ['not base64', ['-----BEGIN CERTIFICATE-----']],
    ['no certificate', ['AAAA']],
    ['bad base64', ['A']],
    ['long', Array.from({ length: 11 }, () => 'AAAA')],
  ])('is not %s', async (_, x5c) => {
    expect(await withHeader({ x5c })).toBe('invalid_request');
  });

  test('is read before the validator gets it, with at most ten certificates', async () => {
    const [leaf] = verifier.x5c;
    const certificates = { validate: async () => ({ dnsNames: ['verifier.example'] }) };
    const chain = (...further: unknown[]) => checking({ certificates, header: { x5c: [leaf, ...further] } });
    expect(await chain('AAAA')).toBe('accepted');
    for (const further of [7, null, 'A-_A', `-----BEGIN CERTIFICATE-----${leaf}`, 'A'.repeat(16_385)])
      expect(await chain(further)).toBe('invalid_request');
    expect(await chain(...Array.from({ length: 9 }, () => 'AAAA'))).toBe('accepted');
    expect(await chain(...Array.from({ length: 10 }, () => 'AAAA'))).toBe('invalid_request');
  });

  test('ends at an anchor that the wallet trusts', async () => {
    expect(await checking({ certificates: other.certificates })).toBe('invalid_request');
  });

  test('is valid now', async () => {
    const now = (NOW + 500 * 86_400) * 1000;
    const input = proofRequest({ issuedAt: now / 1000, expiresAt: now / 1000 + 600 });
    expect(await checking({ now, input })).toBe('invalid_request');
  });

  test('is refused where the validator throws', async () => {
    const certificates = { validate: () => Promise.reject(new Error('malformed')) };
    expect(await checking({ certificates })).toBe('invalid_request');
  });
});

describe('5.9.3: x509_san_dns', () => {
  test('is a name of the certificate', async () => {
    const clientId = sanDnsClientId('other.example');
    const uri = 'https://other.example/responses/x';
    const link = { ...linkTo(clientId), requestUri: 'https://other.example/requests/x' };
    const input = proofRequest({ clientId, responseUri: uri });
    expect(await checking({ input, link })).toBe('invalid_request');
    expect(await checking({ input, link, by: other, certificates: other.certificates })).toBe('accepted');
  });

  test('may be one of several names, in any case', async () => {
    const several = await makeVerifier(['www.example', 'Verifier.Example']);
    expect(await checking({ by: several, certificates: several.certificates })).toBe('accepted');
  });

  test('is not a name that a wildcard covers', async () => {
    const wildcard = await makeVerifier(['*.example']);
    expect(await checking({ by: wildcard, certificates: wildcard.certificates })).toBe('invalid_request');
  });

  test('is the host of the response URI', async () => {
    for (const host of ['other.example', 'sub.verifier.example', 'verifier.example.evil.example'])
      expect(await withPayload({ response_uri: `https://${host}/x` })).toBe('invalid_request');
    expect(await withPayload({ response_uri: 'https://verifier.example:8443/x?y' })).toBe('accepted');
  });

  test('is the host of the response URI even where the certificate has others', async () => {
    const several = await makeVerifier(['verifier.example', 'www.example']);
    const payload = { response_uri: 'https://www.example/x' };
    const link = { ...linkTo(), requestUri: 'https://www.example/y' };
    expect(await checking({ by: several, certificates: several.certificates, payload, link })).toBe(
      'invalid_request',
    );
  });
});

describe('5.9.3: x509_hash', () => {
  const withHash = async (
    hashed: TestVerifier,
    changes: Partial<RequestObjectChecks> = {},
    payload: Members = {},
  ) => {
    const clientId = hashClientId(hashed.x5c[0]);
    return checking({ input: proofRequest({ clientId }), link: linkTo(clientId), payload, ...changes });
  };

  test('is the hash of the leaf certificate', async () => {
    expect(await withHash(verifier)).toBe('accepted');
    expect(await withHash(other)).toBe('invalid_request');
  });

  test('has its host in the certificate, which the ledger of the holder counts by', async () => {
    const clientId = hashClientId(verifier.x5c[0]);
    const jwt = await forgeRequestObject(verifier, { input: proofRequest({ clientId }) });
    const request = await checkRequestObject(jwt, checksWith({ link: linkTo(clientId) }));
    expect(request).toMatchObject({ clientId, host: 'verifier.example', isCertified: true });
    expect(await withHash(verifier, {}, { response_uri: 'https://evil.example/x' })).toBe('invalid_request');
  });
});

describe('the host of the request URI', () => {
  test('is that of the response URI', async () => {
    const link = { ...linkTo(), requestUri: requestUri.replace('verifier.example', 'evil.example') };
    expect(await checking({ link })).toBe('invalid_request');
    const port = { ...linkTo(), requestUri: requestUri.replace('verifier.example', 'VERIFIER.example:8443') };
    expect(await checking({ link: port })).toBe('accepted');
  });

  test('does not exist for a request object by value', async () => {
    const { clientId } = linkTo();
    const requestObject = await forgeRequestObject(verifier);
    const link = parseAuthorizationRequest(
      `openid4vp://?${new URLSearchParams({ client_id: clientId, request: requestObject })}`,
    );
    if (link.kind !== 'value') throw new Error('expected a request by value');
    expect(await outcomeAsync(() => checkRequestObject(link.requestObject, checksWith({ link })))).toBe(
      'accepted',
    );
  });
});

test('5.10: client_id is the same in link and request object, including its prefix', async () => {
  expect(await checking({ link: linkTo(sanDnsClientId('other.example')) })).toBe('invalid_request');
  expect(await checking({ link: linkTo('verifier.example') })).toBe('invalid_request');
  expect(await checking({ link: linkTo(hashClientId(verifier.x5c[0])) })).toBe('invalid_request');
  expect(await withPayload({ client_id: undefined })).toBe('invalid_request');
  expect(await withPayload({ client_id: hashClientId(verifier.x5c[0]) })).toBe('invalid_request');
});

test('5.9.3: a signed request of the prefix redirect_uri is refused', async () => {
  const clientId = `redirect_uri:${responseUri}`;
  const jwt = await forgeRequestObject(verifier, { payload: { client_id: clientId } });
  const checked = checkRequestObject(jwt, checksWith({ link: linkTo(clientId) }));
  await expect(checked).rejects.toThrow('cannot be signed');
  expect(await checking({ payload: { client_id: clientId }, link: linkTo(clientId) })).toBe(
    'invalid_request',
  );
});

describe('5.10: wallet_nonce', () => {
  const walletNonce = 'qPmxiNFCR3QTm19POc8u';

  test('is echoed', async () => {
    expect(await checking({ walletNonce, payload: { wallet_nonce: walletNonce } })).toBe('accepted');
    for (const wallet_nonce of [undefined, '', 'another', [walletNonce]])
      expect(await checking({ walletNonce, payload: { wallet_nonce } })).toBe('invalid_request');
  });

  test('does not matter where the wallet sent none', async () => {
    expect(await withPayload({ wallet_nonce: walletNonce })).toBe('accepted');
  });
});

test('5.8: aud is the value for wallets that the verifier does not know', async () => {
  for (const aud of [
    undefined,
    'https://self-issued.me',
    requestUri,
    ['https://self-issued.me/v2', 'https://a.example'],
  ])
    expect(await withPayload({ aud })).toBe('invalid_request');
});

describe('RFC 7519, 4.1: times of the request object', () => {
  test.each<[Members, string]>([
    [{ exp: NOW }, 'invalid_request'],
    [{ exp: NOW + 1 }, 'accepted'],
    [{ exp: 'soon' }, 'invalid_request'],
    [{ iat: NOW + 3_600 }, 'invalid_request'],
    [{ nbf: NOW + 3_600 }, 'invalid_request'],
    [{ exp: undefined, iat: undefined }, 'accepted'],
  ])('%j: %s', async (payload, expected) => {
    expect(await withPayload(payload)).toBe(expected);
  });
});

describe('RFC 9101, 4: a request object contains no other request', () => {
  test.each(['request', 'request_uri'])('not %s', async (member) => {
    expect(await withPayload({ [member]: requestUri })).toBe('invalid_request');
  });
});

describe('5.6, 8.2: parameters', () => {
  test.each<[string, Members]>([
    ['another response type', { response_type: 'code' }],
    ['several response types', { response_type: 'vp_token id_token' }],
    ['no response type', { response_type: undefined }],
    ['another response mode', { response_mode: 'fragment' }],
    ['the mode of another API', { response_mode: 'dc_api' }],
    ['no response mode', { response_mode: undefined }],
    ['a redirect_uri beside response_uri', { redirect_uri: responseUri }],
    ['no response_uri', { response_uri: undefined }],
    ['a response_uri without TLS', { response_uri: 'http://verifier.example/x' }],
    ['a response_uri that is no URL', { response_uri: 'x' }],
    ['a response_uri that is a list', { response_uri: [responseUri] }],
    ['no nonce', { nonce: undefined }],
    ['an empty nonce', { nonce: '' }],
    ['5.2: a nonce with other characters', { nonce: 'a b' }],
    ['5.2: a state with other characters', { state: 'a/b' }],
    ['a state that is no text', { state: 7 }],
    ['no query', { dcql_query: undefined }],
    ['a query as text', { dcql_query: JSON.stringify(dcqlQueryOf(incomeToProve)) }],
    ['5.1: a scope beside the query', { scope: 'com.example.income' }],
    ['metadata that is no object', { client_metadata: [] }],
  ])('%s is refused', async (_, payload) => {
    expect(await withPayload(payload)).toBe('invalid_request');
  });

  test('the state is optional, and so are the metadata', async () => {
    expect(await withPayload({ state: undefined, client_metadata: undefined })).toBe('accepted');
  });
});

describe('5.1, 8.4, 8.5: transaction data', () => {
  const data = transactionDataOf(incomeToProve);
  test.each<[string, unknown]>([
    ['an unknown type', [transactionDataOf({ type: 'payment', credential_ids: ['salary'] })]],
    ['another version', [transactionDataOf({ ...incomePolicy(), type: 'urn:zk-income:policy:3' })]],
    ['an unknown field', [transactionDataOf({ ...incomePolicy(), note: 'x' })]],
    ['a field of the wrong type', [transactionDataOf({ ...incomePolicy(), purpose: 7 })]],
    ['a missing field', [transactionDataOf({ ...incomePolicy(), purpose: undefined })]],
    ['no predicates', [transactionDataOf({ ...incomePolicy(), predicates: [] })]],
    [
      'another form of the same JSON',
      [Buffer.from(JSON.stringify(incomePolicy(), null, 1)).toString('base64url')],
    ],
    ['another credential_ids', [transactionDataOf({ ...incomePolicy(), credential_ids: ['other'] })]],
    [
      'two, one of which is unknown',
      [data, transactionDataOf({ type: 'payment', credential_ids: ['salary'] })],
    ],
    ['the same twice', [data, data]],
    ['an empty list', []],
    ['text', data],
    ['null', null],
    ['an object', {}],
    ['a list of objects', [incomePolicy()]],
    ['no base64url', ['%']],
  ])('is not %s', async (_, transaction_data) => {
    expect(await withPayload({ transaction_data })).toBe('invalid_transaction_data');
  });
});

describe('6: the query', () => {
  const asking = (change: (query: ReturnType<typeof JSON.parse>) => void, input = proofRequest()) => {
    const query = structuredClone(input.dcqlQuery);
    change(query);
    return checking({ input: { ...input, dcqlQuery: query } });
  };
  const opening = { path: ['openings', 'gross_income'] };

  test('asks for exactly what the policy asks for', async () => {
    expect(await asking(() => undefined)).toBe('accepted');
    expect(await asking((query) => query.credentials[0].claims.push(opening))).toBe('invalid_request');
    expect(await asking((query) => query.credentials[0].claims.push({ path: ['given_name'] }))).toBe(
      'invalid_request',
    );
    expect(await asking((query) => delete query.credentials[0].claims)).toBe('invalid_request');
  });

  test('asks for no opening in disclosure mode', async () => {
    expect(await asking((query) => query.credentials[0].claims.push(opening), disclosureRequest())).toBe(
      'invalid_request',
    );
    expect(
      await asking((query) => query.credentials[0].claims.push({ path: ['birthdate'] }), disclosureRequest()),
    ).toBe('accepted');
  });

  test('asks for the claims that the policy discloses', async () => {
    const policy = parsePolicy({ ...incomePolicy(), disclose: ['given_name', 'family_name'] });
    expect(
      await checking({
        payload: { transaction_data: [transactionDataOf(policy)] },
        input: disclosureRequest(),
      }),
    ).toBe('accepted');
    expect(await checking({ payload: { transaction_data: [transactionDataOf(policy)] } })).toBe(
      'invalid_request',
    );
  });
});

describe('5.1, 8.5: formats that the verifier supports', () => {
  const formats = (vp_formats_supported: unknown) =>
    withPayload({ client_metadata: { vp_formats_supported } });

  test.each<[string, unknown]>([
    ['another format', { mso_mdoc: {} }],
    ['no format', {}],
    ['a format that is no object', { 'dc+sd-jwt': [] }],
    ['other algorithms of key bindings', { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES384'] } }],
    ['other algorithms of issuers', { 'dc+sd-jwt': { 'sd-jwt_alg_values': ['RS256'] } }],
    ['algorithms that are no list', { 'dc+sd-jwt': { 'kb-jwt_alg_values': 'ES256' } }],
    ['a list', []],
    ['null', null],
  ])('%s: vp_formats_not_supported', async (_, supported) => {
    expect(await formats(supported)).toBe('vp_formats_not_supported');
  });

  test('without algorithms, or with one of ours', async () => {
    expect(await formats({ 'dc+sd-jwt': {} })).toBe('accepted');
    expect(await formats({ 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES384', 'ES256'] }, mso_mdoc: {} })).toBe(
      'accepted',
    );
  });
});

describe('8.3: the key for an encrypted response', () => {
  const metadata = async (change: (key: ReturnType<typeof JSON.parse>) => unknown = () => undefined) => {
    const { publicJwk } = await generateEncryptionKey();
    const key = structuredClone(publicJwk);
    return { key: publicJwk, jwks: { keys: [change(key) ?? key] } };
  };
  const reading = async (client_metadata: object) => {
    const jwt = await forgeRequestObject(verifier, {
      payload: { response_mode: 'direct_post.jwt', client_metadata },
    });
    return checkRequestObject(jwt, checksWith());
  };
  const answer = async (client_metadata: object) => outcomeAsync(() => reading(client_metadata));

  test('is that of the metadata, with A128GCM by default', async () => {
    const { key, jwks } = await metadata();
    expect((await reading({ jwks })).encryption).toEqual({ key, enc: 'A128GCM' });
    for (const supported of [['A256GCM'], ['A128GCM', 'A256GCM', 'A128CBC-HS256']])
      expect(
        (await reading({ jwks, encrypted_response_enc_values_supported: supported })).encryption,
      ).toEqual({ key, enc: 'A256GCM' });
  });

  test('is the first usable one of several, whose use may be absent', async () => {
    const signing = (await makeKey()).publicJwk;
    const { key, jwks } = await metadata((one) => {
      delete one.use;
    });
    const keys = [signing, null, 'x', { kty: 'EC', crv: 'P-384' }, ...jwks.keys];
    expect((await reading({ jwks: { keys } })).encryption?.key).toEqual(key);
  });

  test.each<[string, (key: ReturnType<typeof JSON.parse>) => unknown]>([
    ['for signatures', (key) => ({ ...key, use: 'sig' })],
    ['without alg', ({ alg: _, ...key }) => key],
    ['for another algorithm', (key) => ({ ...key, alg: 'ECDH-ES+A256KW' })],
    ['without kid', ({ kid: _, ...key }) => key],
    ['whose private part is public', (key) => ({ ...key, d: key.x })],
    ['of another curve', (key) => ({ ...key, crv: 'P-384' })],
    ['that is broken', (key) => ({ ...key, x: 'AA' })],
  ])('is not one %s', async (_, change) => {
    expect(await answer({ jwks: (await metadata(change)).jwks })).toBe('invalid_request');
  });

  test.each<[string, object]>([
    ['no keys', { jwks: { keys: [] } }],
    ['keys that are no list', { jwks: { keys: {} } }],
    ['no jwks', {}],
    ['jwks that are no object', { jwks: [] }],
  ])('is not among %s', async (_, client_metadata) => {
    expect(await answer(client_metadata)).toBe('invalid_request');
  });

  test('is used with an encryption of ours', async () => {
    const { jwks } = await metadata();
    for (const encrypted_response_enc_values_supported of [['A128CBC-HS256'], [], 'A128GCM', {}])
      expect(await answer({ jwks, encrypted_response_enc_values_supported })).toBe('invalid_request');
  });
});

describe('5.9.3: a request without signature', () => {
  const parametersOf = (changes: Record<string, string | undefined> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries({
        client_id: `redirect_uri:${responseUri}`,
        response_uri: responseUri,
        response_type: 'vp_token',
        response_mode: 'direct_post',
        nonce: NONCE,
        dcql_query: JSON.stringify(dcqlQueryOf(incomeToProve)),
        transaction_data: JSON.stringify([transactionDataOf(incomeToProve)]),
        ...changes,
      }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  const unsigned = (changes: Record<string, string | undefined> = {}): UnsignedRequest => {
    const link = parseAuthorizationRequest(`openid4vp://?${new URLSearchParams(parametersOf(changes))}`);
    if (link.kind !== 'unsigned') throw new Error('expected a request without signature');
    return link;
  };
  const answer = (changes: Record<string, string | undefined>) =>
    outcome(() => checkUnsignedRequest(unsigned(changes)));

  test('is for the response URI that its identifier is, and certified by nobody', () => {
    expect(checkUnsignedRequest(unsigned())).toMatchObject({
      clientId: `redirect_uri:${responseUri}`,
      host: 'verifier.example',
      isCertified: false,
      responseUri,
      asked: { mode: 'proof', policy: incomeToProve },
    });
    expect(answer({ response_uri: undefined })).toBe('accepted');
    expect(
      answer({ transaction_data: undefined, dcql_query: JSON.stringify(disclosureRequest().dcqlQuery) }),
    ).toBe('accepted');
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['another response URI', { response_uri: `${responseUri}/x` }],
    [
      'a response URI without TLS',
      { client_id: 'redirect_uri:http://verifier.example/x', response_uri: undefined },
    ],
    ['a certificate, which only a signature proves', { client_id: 'x509_san_dns:verifier.example' }],
    ['a registered client', { client_id: 'verifier' }],
    ['a query that is no JSON', { dcql_query: '{' }],
    ['metadata that are no JSON', { client_metadata: 'x' }],
    ['no nonce', { nonce: undefined }],
  ])('is not one with %s', (_, changes) => {
    expect(answer(changes)).toBe('invalid_request');
  });

  test('has no other prefix, whatever its response URI is', () => {
    const certified = unsigned({ client_id: 'x509_san_dns:verifier.example' });
    expect(() => checkUnsignedRequest(certified)).toThrow('only a request of the prefix redirect_uri');
  });

  test('has known transaction data only', () => {
    const payment = [transactionDataOf({ type: 'payment', credential_ids: ['salary'] })];
    expect(answer({ transaction_data: JSON.stringify(payment) })).toBe('invalid_transaction_data');
    expect(answer({ transaction_data: 'null' })).toBe('invalid_transaction_data');
  });
});

describe('any request object is read or refused', () => {
  const CODES = ['accepted', 'invalid_request', 'invalid_transaction_data', 'vp_formats_not_supported'];

  test('of any text', async () => {
    for (const text of [
      '',
      'x',
      '..',
      'a.b.c',
      'a.b.c.d.e',
      'a'.repeat(140_000),
      `${'a'.repeat(70_000)}.${'b'.repeat(70_000)}.c`,
    ])
      expect(await outcomeAsync(() => checkRequestObject(text, checksWith()))).toBe('invalid_request');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('.', 'e', 'y', 'J', '{', '~') }), async (text) => {
        expect(await outcomeAsync(() => checkRequestObject(text, checksWith()))).toBe('invalid_request');
      }),
    );
  });

  test('of any header and payload, under a valid signature', async () => {
    const member = fc.oneof(
      fc.json().map((text) => JSON.parse(text)),
      fc.constant(undefined),
    );
    const members = (...names: string[]) => fc.dictionary(fc.constantFrom(...names), member, { maxKeys: 3 });
    const payloads = members(
      ...['client_id', 'aud', 'exp', 'response_mode', 'response_uri', 'nonce', 'state', 'dcql_query'],
      ...['transaction_data', 'client_metadata', 'wallet_nonce', 'request'],
    );
    await fc.assert(
      fc.asyncProperty(members('typ', 'alg', 'x5c', 'crit'), payloads, async (header, payload) => {
        expect(CODES).toContain(await checking({ header, payload }));
      }),
      { numRuns: 300 },
    );
  });

  test('of any client_metadata, as long as the key is usable', async () => {
    const anything = fc.json().map((text) => JSON.parse(text));
    const key = fc.dictionary(fc.constantFrom('kty', 'crv', 'x', 'y', 'kid', 'use', 'alg', 'd'), anything);
    await fc.assert(
      fc.asyncProperty(key, anything, async (jwk, enc) => {
        const client_metadata = { jwks: { keys: [jwk] }, encrypted_response_enc_values_supported: enc };
        expect(CODES).toContain(
          await checking({ payload: { response_mode: 'direct_post.jwt', client_metadata } }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

test('a request object is limited in size', async () => {
  /** A request object of exactly this size, with a valid signature. */
  const ofSize = async (size: number): Promise<string> => {
    const make = (kid: string, length: number) =>
      forgeRequestObject(verifier, { header: { kid }, payload: { padding: 'x'.repeat(length) } });
    for (const kid of ['', 'x', 'xx']) {
      const estimate = Math.floor(((size - (await make(kid, 0)).length) * 3) / 4);
      for (const length of [estimate - 1, estimate, estimate + 1]) {
        const jwt = await make(kid, length);
        if (jwt.length === size) return jwt;
      }
    }
    throw new Error('no padding has this size');
  };
  const outcomeOf = (jwt: string) => outcomeAsync(() => checkRequestObject(jwt, checksWith()));
  expect(await outcomeOf(await ofSize(131_072))).toBe('accepted');
  expect(await outcomeOf(await ofSize(131_073))).toBe('invalid_request');
});

test('a request with a large policy is within the limit', async () => {
  const label = 'x'.repeat(140);
  const terms = Array.from({ length: 1 }, () => ({
    credential: 'salary',
    attribute: 'gross_income',
    coefficient: 1,
  }));
  const predicates = Array.from({ length: 8 }, (_, i) => ({
    label,
    terms,
    per: 'year',
    at_least: String(5_000_000 + i),
  }));
  const issuers = Array.from({ length: 32 }, (_, i) => `https://issuer.example/${'a'.repeat(480)}${i}`);
  const policy = parsePolicy({ ...incomePolicy(), predicates, issuers: { salary: issuers } });
  const input = proofRequest({
    dcqlQuery: dcqlQueryOf(policy),
    transactionData: [transactionDataOf(policy)],
  });
  expect(await checking({ input })).toBe('accepted');
  expect(encodeBase64url(new TextEncoder().encode(JSON.stringify(policy))).length).toBeGreaterThan(20_000);
});
