import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type CallbackContext, clientAuthenticationAnonymous, type JwtSignerX5c } from '@openid4vc/oauth2';
import { Openid4vpClient, Openid4vpVerifier } from '@openid4vc/openid4vp';
import { dcqlQueryOf } from '@zk-income/credential';
import {
  CompactEncrypt,
  compactDecrypt,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  importJWK,
  importX509,
  type JWK,
} from 'jose';
import { parseForm, signJwt } from '../messages/index.js';
import { outcomeAsync } from '../testing/outcome.js';
import {
  disclosureRequest,
  incomeToProve,
  linkTo,
  makeVerifier,
  NONCE,
  NOW,
  proofRequest,
  requestUri,
  responseUri,
  STATE,
  type TestVerifier,
  transactionDataOf,
  VERIFIER_HOST,
} from '../testing/verifier.js';
import { parseAuthorizationRequest } from './authorization-request.js';
import { authorizationResponse } from './authorization-response.js';
import { checkRequestObject } from './check-request.js';
import { hashClientId, sanDnsClientId } from './client-id.js';
import { readAuthorizationResponse } from './read-response.js';
import { type RequestObjectInput, requestObjectPayload, signRequestObject } from './request-object.js';
import { parseRequestUriForm, walletLink } from './request-uri.js';
import { type EncryptionKeyPair, generateEncryptionKey } from './response-encryption.js';

/** An independent implementation of both sides reads what this library writes, and writes what it reads. */

const PRESENTATION = 'eyJ0eXAi.e30.c2ln~WyJz~eyJ0eXAi.e30.c2ln';
const ids = ['salary'];

let verifier: TestVerifier;
let keys: EncryptionKeyPair;

beforeAll(async () => {
  verifier = await makeVerifier();
  keys = await generateEncryptionKey();
});

const unused = (): never => {
  throw new Error('not used');
};

const callbacks: CallbackContext = {
  fetch: unused,
  hash: async (data, alg) => new Uint8Array(await crypto.subtle.digest(alg, data as BufferSource)),
  generateRandom: (length) => crypto.getRandomValues(new Uint8Array(length)),
  clientAuthentication: clientAuthenticationAnonymous(),
  signJwt: async (_, { header: { alg: _alg, typ, ...header }, payload }) => ({
    jwt: await signJwt(verifier.key, { typ: typ!, ...header }, payload),
    signerJwk: { kty: 'EC' },
  }),
  verifyJwt: async (signer, { compact }) => {
    const [leaf] = (signer as JwtSignerX5c).x5c;
    const pem = `-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----`;
    const key = await importX509(pem, 'ES256', { extractable: true });
    await compactVerify(compact, key);
    return { verified: true, signerJwk: (await exportJWK(key)) as never };
  },
  encryptJwe: async ({ alg, enc, publicJwk, apu, apv }, data) => ({
    encryptionJwk: publicJwk,
    jwe: await new CompactEncrypt(new TextEncoder().encode(data))
      .setProtectedHeader({ alg, enc, kid: publicJwk.kid!, ...(apu && { apu }), ...(apv && { apv }) })
      .encrypt(await importJWK(publicJwk as JWK, alg)),
  }),
  decryptJwe: async (jwe) => {
    const { plaintext } = await compactDecrypt(jwe, await importJWK(keys.privateJwk, 'ECDH-ES'));
    return {
      decrypted: true,
      decryptionJwk: { ...keys.publicJwk },
      payload: new TextDecoder().decode(plaintext),
    };
  },
  getX509CertificateMetadata: (certificate) => {
    const { subjectAltName } = new X509Certificate(Buffer.from(certificate, 'base64'));
    return {
      sanDnsNames: subjectAltName!.split(', ').map((name) => name.replace('DNS:', '')),
      sanUriNames: [],
    };
  },
};

const encryptedRequest = (request: RequestObjectInput): RequestObjectInput => ({
  ...request,
  responseMode: 'direct_post.jwt',
  encryptionKey: keys.publicJwk,
});
const byHash = (request: RequestObjectInput): RequestObjectInput => ({
  ...request,
  clientId: hashClientId(verifier.x5c[0]),
});

const METADATA = {
  vp_formats_supported: { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES256'] as [string] } },
  client_id_prefixes_supported: ['x509_san_dns' as const, 'x509_hash' as const],
};
const SERVER_METADATA = {
  authorization_signing_alg_values_supported: [],
  authorization_encryption_alg_values_supported: ['ECDH-ES'],
  authorization_encryption_enc_values_supported: ['A256GCM', 'A128CBC-HS256'],
};

describe('their wallet', () => {
  /** Resolves a request of ours, which it fetches from our request URI. */
  async function resolve(input: RequestObjectInput, method?: 'get' | 'post') {
    const received: { method: string; form: ReturnType<typeof parseRequestUriForm> }[] = [];
    const fetch = (async (url: string, init: { method: string; body?: URLSearchParams }) => {
      expect(url).toBe(requestUri);
      received.push({ method: init.method, form: parseRequestUriForm(parseForm(String(init.body ?? ''))) });
      return new Response(await signRequestObject(requestObjectPayload(input), verifier), {
        headers: { 'content-type': 'application/oauth-authz-req+jwt' },
      });
    }) as never;
    const client = new Openid4vpClient({ callbacks: { ...callbacks, fetch } });
    const link = walletLink({
      clientId: input.clientId,
      requestUri,
      ...(method && { requestUriMethod: method }),
    });
    const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
    const wallet = { metadata: METADATA };
    const resolved = await client.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: params,
      wallet,
    });
    return { client, received, resolved };
  }

  test.each<[string, () => RequestObjectInput]>([
    ['for a proof', () => proofRequest()],
    ['in disclosure mode', () => disclosureRequest()],
    ['of x509_hash', () => byHash(proofRequest())],
    ['for an encrypted response', () => encryptedRequest(disclosureRequest())],
  ])('resolves a request %s as version 1.0', async (_, input) => {
    const request = input();
    const { resolved, received } = await resolve(request);
    expect(received).toMatchObject([{ method: 'get' }]);
    expect(resolved).toMatchObject({
      version: 100,
      client: { prefix: request.clientId.split(':')[0], effective: request.clientId },
      dcql: { query: request.dcqlQuery },
      authorizationRequestPayload: { nonce: NONCE, state: STATE, response_uri: responseUri },
    });
    expect(resolved.transactionData?.map(({ transactionData }) => transactionData.type)).toEqual(
      request.transactionData && ['urn:zk-income:policy:2'],
    );
  });

  test('fetches by POST, with its metadata in parameters that are ignored', async () => {
    const { received, resolved } = await resolve(proofRequest(), 'post');
    expect(received).toEqual([{ method: 'post', form: {} }]);
    expect(resolved.client.effective).toBe('x509_san_dns:verifier.example');
  });

  test('refuses a request with the formats under their names of drafts as well', async () => {
    await expect(resolve(proofRequest({ legacyFormats: true }))).rejects.toThrow(
      'Could not infer openid4vp version',
    );
  });

  test('refuses a request whose response goes to another host', async () => {
    const request = proofRequest({ responseUri: 'https://evil.example/x' });
    await expect(resolve(request)).rejects.toThrow('MUST match the Client Identifier');
  });

  test('answers, and the response is read', async () => {
    const { client, resolved } = await resolve(disclosureRequest());
    let form: ReadonlyMap<string, string> | undefined;
    const { authorizationRequestPayload } = resolved;
    const { authorizationResponsePayload } = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: authorizationRequestPayload as never,
      authorizationResponsePayload: { vp_token: { salary: [PRESENTATION] } },
    });
    const posting = new Openid4vpClient({
      callbacks: {
        ...callbacks,
        fetch: (async (url: string, init: { body: string }) => {
          expect(String(url)).toBe(responseUri);
          form = parseForm(init.body);
          return Response.json({});
        }) as never,
      },
    });
    await posting.submitOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: authorizationRequestPayload as never,
      authorizationResponsePayload,
    });
    expect(
      await readAuthorizationResponse(form!, { responseMode: 'direct_post', ids, state: STATE }),
    ).toEqual({
      kind: 'presentations',
      presentations: { salary: PRESENTATION },
    });
  });

  test('answers with encryption, and the response is read', async () => {
    const { client, resolved } = await resolve(encryptedRequest(disclosureRequest()));
    const { jarm } = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: resolved.authorizationRequestPayload as never,
      authorizationResponsePayload: { vp_token: { salary: [PRESENTATION] } },
      jarm: { encryption: { nonce: 'the nonce of the wallet' }, serverMetadata: SERVER_METADATA },
    });
    const form = new Map([['response', jarm!.responseJwt]]);
    const expected = {
      responseMode: 'direct_post.jwt',
      ids,
      state: STATE,
      privateJwk: keys.privateJwk,
    } as const;
    expect(await readAuthorizationResponse(form, expected)).toMatchObject({
      presentations: { salary: PRESENTATION },
    });
    const { privateJwk } = await generateEncryptionKey();
    const foreign = { ...expected, privateJwk };
    expect(await outcomeAsync(() => readAuthorizationResponse(form, foreign))).toBe('invalid_request');
  });
});

describe('their verifier', () => {
  const theirs = new Openid4vpVerifier({ callbacks });

  async function request(changes: object = {}, jar: object = {}) {
    const clientId = sanDnsClientId(VERIFIER_HOST);
    return theirs.createOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: {
        client_id: clientId,
        response_type: 'vp_token',
        response_mode: 'direct_post',
        response_uri: responseUri,
        nonce: NONCE,
        state: STATE,
        dcql_query: dcqlQueryOf(incomeToProve) as Record<string, never>,
        transaction_data: [transactionDataOf(incomeToProve)],
        client_metadata: { vp_formats_supported: { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES256'] } } },
        ...changes,
      },
      jar: {
        requestUri,
        expiresInSeconds: 600,
        jwtSigner: { method: 'x5c', alg: 'ES256', x5c: [...verifier.x5c] },
        additionalJwtPayload: { aud: 'https://self-issued.me/v2' },
        ...jar,
      },
    });
  }
  type Created = Awaited<ReturnType<typeof request>>;
  const check = async ({ authorizationRequest, jar }: Created) => {
    const link = parseAuthorizationRequest(authorizationRequest);
    if (link.kind !== 'reference') throw new Error('expected a request by reference');
    expect(link).toEqual(linkTo());
    const { certificates } = verifier;
    return checkRequestObject(jar!.authorizationRequestJwt, { link, certificates, now: NOW * 1000 });
  };

  test('requests a proof, and the request is accepted', async () => {
    expect(await check(await request())).toMatchObject({
      clientId: 'x509_san_dns:verifier.example',
      responseUri,
      state: STATE,
      asked: { mode: 'proof', policy: incomeToProve },
    });
  });

  test('names its own request URI as aud by default, which section 5.8 does not allow', async () => {
    const created = await request({}, { additionalJwtPayload: {} });
    expect(decodeJwt(created.jar!.authorizationRequestJwt).aud).toBe(requestUri);
    expect(await outcomeAsync(() => check(created))).toBe('invalid_request');
  });

  test('reads our response', async () => {
    const created = await request();
    const body = await authorizationResponse(await check(created), { salary: PRESENTATION });
    const form = Object.fromEntries(parseForm(body));
    const read = await theirs.parseOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: created.authorizationRequestPayload as never,
      authorizationResponse: { ...form, vp_token: JSON.parse(form.vp_token!) },
      callbacks,
    });
    expect(read).toMatchObject({ type: 'dcql', dcql: { presentations: { salary: [PRESENTATION] } } });
  });

  test('reads our encrypted response', async () => {
    const client_metadata = {
      vp_formats_supported: { 'dc+sd-jwt': {} },
      jwks: { keys: [keys.publicJwk] },
      encrypted_response_enc_values_supported: ['A128CBC-HS256', 'A256GCM'],
    };
    const created = await request({ response_mode: 'direct_post.jwt', client_metadata });
    const body = await authorizationResponse(await check(created), { salary: PRESENTATION });
    const read = await theirs.parseOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: created.authorizationRequestPayload as never,
      authorizationResponse: Object.fromEntries(parseForm(body)),
      callbacks,
    });
    expect(read).toMatchObject({ type: 'dcql', dcql: { presentations: { salary: [PRESENTATION] } } });
    expect(decodeProtectedHeader(parseForm(body).get('response')!)).toMatchObject({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      kid: keys.publicJwk.kid,
    });
  });

  test('signs a request of redirect_uri, which is refused', async () => {
    const clientId = `redirect_uri:${responseUri}`;
    const created = await request({ client_id: clientId });
    const { certificates } = verifier;
    const checks = { link: linkTo(clientId), certificates, now: NOW * 1000 };
    expect(await outcomeAsync(() => checkRequestObject(created.jar!.authorizationRequestJwt, checks))).toBe(
      'invalid_request',
    );
  });
});
