import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import {
  CoreEngine,
  lastTwelveMonths,
  OFFER_TOKEN_SECONDS,
  type PublicJwk,
  parseSdJwt,
  publicJwkOf,
  type SigningKeys,
  salaryInput,
} from '@zk-income/credential';
import {
  MemoryIssuedCredentialStore,
  MemoryOfferStore,
  MemoryStatusListStore,
} from '@zk-income/credential/testing';
import {
  CREDENTIAL_CONFIGURATION_ID,
  OPENINGS_PARAMETER,
  PRE_AUTHORIZED_CODE_GRANT,
} from '@zk-income/openid';
import {
  API_CLIENT_STORE,
  CLIENT_BUDGET_STORE,
  CLOCK,
  IDEMPOTENCY_STORE,
  loadConfig,
  SIGNING_KEYS,
} from '@zk-income/service-kit';
import { createTestService, MemoryIdempotencyStore, testClients } from '@zk-income/service-kit/testing';
import { importJWK, type JWK, SignJWT } from 'jose';
import request, { type Response } from 'supertest';
import { generateHolderKey } from '../../../scripts/generate-jwk.mjs';
import { IssuerConfig } from './issuer.config.js';
import { issuer } from './issuer.js';

const ISSUER = 'https://issuer.example/payroll';
const folder = mkdtempSync(join(tmpdir(), 'issuer-offers-'));
const clock = { time: Date.UTC(2026, 10, 24, 12), now: () => clock.time };
let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;
let offers: MemoryOfferStore;
let batches: MemoryIssuedCredentialStore;

async function start(env: Record<string, string> = {}) {
  const config = loadConfig(IssuerConfig, {
    DATA_DIR: folder,
    PUBLIC_URL: ISSUER,
    // Nothing listens on this port.
    STORE_ENDPOINT: 'http://127.0.0.1:1',
    ...env,
  });
  const replacements = new Map<unknown, unknown>([
    [API_CLIENT_STORE, clients.store],
    [CLIENT_BUDGET_STORE, new MemoryClientBudgetStore()],
    [IDEMPOTENCY_STORE, new MemoryIdempotencyStore()],
    [CLOCK, clock],
  ]);
  const holder: { engine?: CoreEngine } = {};
  const lazily = new Proxy({} as CoreEngine, {
    get: (_, name) => {
      const member: unknown = holder.engine && Reflect.get(holder.engine, name);
      return typeof member === 'function' ? member.bind(holder.engine) : undefined;
    },
  });
  const service = await createTestService(issuer, config, replacements.set(CoreEngine, lazily));
  offers = new MemoryOfferStore();
  batches = new MemoryIssuedCredentialStore();
  holder.engine = new CoreEngine({
    clock,
    issuer: {
      iss: config.publicUrl,
      keys: service.get<SigningKeys>(SIGNING_KEYS),
      credentials: batches,
      statusLists: new MemoryStatusListStore(),
      offers,
      attributes: config.ISSUER_ATTRIBUTES,
      statusListTtlSeconds: 1,
      statusListSize: 256,
    },
  });
  return service;
}

beforeAll(async () => {
  clients = await testClients();
  app = await start();
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const http = () => request(app.getHttpServer());
const input = (changes: object = {}) => {
  const { holder_keys: _, ...attested } = salaryInput([], { period: lastTwelveMonths(clock.time) });
  return { ...attested, ...changes };
};
const postOffer = (body: object = input(), key = clients.acme) =>
  http().post('/offers').set('authorization', `Bearer ${key}`).send(body);
const getOffer = (id: string, key = clients.acme) =>
  http().get(`/offers/${id}`).set('authorization', `Bearer ${key}`);
const offered = async (changes: object = {}) => {
  const { body } = await postOffer(input(changes)).expect(201);
  const text = new URL(body.offer_uri).searchParams.get('credential_offer')!;
  const grant = JSON.parse(text).grants[PRE_AUTHORIZED_CODE_GRANT];
  return { ...body, code: grant['pre-authorized_code'] as string, grant };
};
const tokenForm = (code: string, more: object = {}) => ({
  grant_type: PRE_AUTHORIZED_CODE_GRANT,
  'pre-authorized_code': code,
  ...more,
});
const postToken = (form: object | string) => http().post('/openid/token').type('form').send(form);
const getNonce = async (): Promise<string> =>
  (await http().post('/openid/nonce').expect(200)).body.c_nonce as string;

interface Device {
  readonly publicJwk: PublicJwk;
  readonly privateJwk: JWK;
}
const newDevice = (): Device => {
  const { publicJwk, privateJwk } = generateHolderKey();
  return { publicJwk: publicJwkOf(publicJwk)!, privateJwk };
};
const prove = async (
  { publicJwk, privateJwk }: Device,
  nonce: string,
  { claims = {}, header = {} }: { claims?: object; header?: object } = {},
) =>
  new SignJWT({ aud: ISSUER, iat: Math.floor(clock.time / 1000), nonce, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'openid4vci-proof+jwt', jwk: publicJwk as JWK, ...header })
    .sign(await importJWK(privateJwk, 'ES256'));
const credentialBody = (proofs: readonly string[], more: object = {}) => ({
  credential_configuration_id: CREDENTIAL_CONFIGURATION_ID,
  proofs: { jwt: proofs },
  ...more,
});
const postCredential = (token: string, body: object | string) =>
  http().post('/openid/credential').set('authorization', `Bearer ${token}`).type('json').send(body);
const collect = async (token: string, devices: readonly Device[], more: object = {}) => {
  const nonce = await getNonce();
  const proofs = await Promise.all(devices.map((device) => prove(device, nonce)));
  return postCredential(token, credentialBody(proofs, more));
};
const opened = async (changes: object = {}) => {
  const offer = await offered({ tx_code: false, ...changes });
  const { body } = await postToken(tokenForm(offer.code)).expect(200);
  return { offer, token: body.access_token as string };
};
function expectError(response: Response, status: number, error: string, code?: string): void {
  expect([response.status, response.body.error, response.body.code]).toEqual([status, error, code]);
  expect(response.type).toBe('application/json');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
}

describe('POST /offers', () => {
  test('returns links by value, with the secret in a fragment, and the transaction code beside them', async () => {
    const response = await postOffer().expect(201);
    const { id, offer_uri, link, tx_code, ...rest } = response.body;
    expect(response.headers['cache-control']).toBe('no-store');
    expect(tx_code).toMatch(/^\d{8}$/);
    expect(rest).toEqual({ expires_at: '2026-11-25T12:00:00.000Z' });
    const offer = JSON.parse(new URL(offer_uri).searchParams.get('credential_offer')!);
    expect(offer).toEqual({
      credential_issuer: ISSUER,
      credential_configuration_ids: [CREDENTIAL_CONFIGURATION_ID],
      grants: {
        [PRE_AUTHORIZED_CODE_GRANT]: {
          'pre-authorized_code': expect.stringMatching(new RegExp(`^${id}\\.`)),
          tx_code: { length: 8, input_mode: 'numeric', description: expect.any(String) },
        },
      },
    });
    expect(offer_uri).not.toContain(tx_code);
    expect(link).not.toContain(tx_code);
    expect(link.split('#')[0]).toBe(`${ISSUER}/offer`);
  });

  test('returns the same links to a retry with the same Idempotency-Key', async () => {
    const post = () => postOffer().set('idempotency-key', 'once');
    const [first, second] = [await post().expect(201), await post().expect(201)];
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('requires the scope issue', async () => {
    await http().post('/offers').send(input()).expect(401);
    await postOffer(input(), clients.landlord).expect(403);
  });

  test.each<[string, object, string, string]>([
    ['holder keys', { holder_keys: [] }, 'validation_failed', '#/holder_keys'],
    ['a number as tx_code', { tx_code: 1 }, 'validation_failed', '#/tx_code'],
    ['a text as batch_size', { batch_size: '10' }, 'validation_failed', '#/batch_size'],
    ['a batch of 51', { batch_size: 51 }, 'invalid_input', '#/batch_size'],
    ['a week', { expires_in: 604_800 }, 'invalid_expiry', '#/expires_in'],
    [
      'a placeholder',
      { identity: { country: 'DE', id_type: 'tax_id', id: '-' } },
      'invalid_identity',
      '#/identity/id',
    ],
  ])('rejects %s at once', async (_, change, code, pointer) => {
    const { status, body } = await postOffer(input(change));
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, code, pointer]);
  });

  test('is refused where wallets would not accept the issuer', async () => {
    const service = await start({ PUBLIC_URL: 'http://issuer.example' });
    const ask = () => request(service.getHttpServer());
    const refused = await ask().post('/offers').set('authorization', `Bearer ${clients.acme}`).send(input());
    expect([refused.status, refused.body.code]).toEqual([422, 'offers_unsupported']);
    for (const name of ['openid-credential-issuer', 'oauth-authorization-server'])
      expect((await ask().get(`/.well-known/${name}`)).body.code).toBe('offers_unsupported');
    await service.close();
    await app.close();
    app = await start();
  });
});

describe('GET and DELETE /offers/{id}', () => {
  test('show and withdraw the offers of the client only', async () => {
    const { id, code } = await offered({ tx_code: false });
    const shown = await getOffer(id).expect(200);
    expect(shown.body).toMatchObject({ id, state: 'created', alerts: [] });
    expect(shown.headers['cache-control']).toBe('no-store');
    expect(JSON.stringify(shown.body)).not.toContain(code.split('.')[1]);
    expect((await getOffer(id, clients.bolt)).body.code).toBe('offer_unknown');
    const withdraw = (key: string) => http().delete(`/offers/${id}`).set('authorization', `Bearer ${key}`);
    await withdraw(clients.bolt).expect(404);
    await withdraw(clients.landlord).expect(403);
    await withdraw(clients.acme).expect(204, '');
    expectError(await postToken(tokenForm(code)), 400, 'invalid_grant', 'offer_code_invalid');
    expect((await getOffer(id)).body.state).toBe('withdrawn');
  });

  test('revoke what was collected', async () => {
    const { offer, token } = await opened();
    await await collect(token, [newDevice()]);
    await http().delete(`/offers/${offer.id}`).set('authorization', `Bearer ${clients.acme}`).expect(204);
    expect(batches.batches.get(offer.id)?.status).toBe('revoked');
  });
});

describe('a wallet', () => {
  test('collects a batch with openings, and the owner sees it', async () => {
    const offer = await offered();
    const token = await postToken(tokenForm(offer.code, { tx_code: offer.tx_code })).expect(200);
    expect(token.body).toEqual({
      access_token: expect.stringMatching(new RegExp(`^${offer.id}\\.`)),
      token_type: 'Bearer',
      expires_in: 300,
    });
    expect(token.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const devices = [newDevice(), newDevice(), newDevice()];
    const response = await collect(token.body.access_token, devices, { [OPENINGS_PARAMETER]: true });
    expect(response.status).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    const { credentials, notification_id, ...more } = response.body;
    const payloads = credentials.map(
      ({ credential }: { credential: string }) => parseSdJwt(credential)!.issuerJwt.payload,
    );
    expect(payloads.map(({ cnf }: { cnf: { jwk: object } }) => cnf.jwk)).toEqual(
      devices.map(({ publicJwk }) => publicJwk),
    );
    expect(more[OPENINGS_PARAMETER]).toHaveLength(3);
    const disclosed = Buffer.from(more[OPENINGS_PARAMETER][0].split('~')[0], 'base64url').toString();
    expect(disclosed).toContain('5400000');
    await http()
      .post('/openid/notification')
      .set('authorization', `Bearer ${token.body.access_token}`)
      .send({ notification_id, event: 'credential_accepted' })
      .expect(204, '');
    expect((await getOffer(offer.id)).body).toMatchObject({
      state: 'issued',
      issued: 3,
      notification: { event: 'credential_accepted' },
      alerts: [],
    });
  });

  test('that does not ask for openings gets none', async () => {
    const { token } = await opened();
    const { body } = await collect(token, [newDevice()]);
    expect(body).not.toHaveProperty(OPENINGS_PARAMETER);
    const { disclosures } = parseSdJwt(body.credentials[0].credential)!;
    const texts = disclosures.map((text) => Buffer.from(text, 'base64url').toString());
    expect(texts.join()).toContain('Mustermann');
    expect(texts.join()).not.toMatch(/5400000|gross_income/);
  });

  test('may send parameters that the issuer does not know', async () => {
    const { code } = await offered({ tx_code: false });
    const form = tokenForm(code, {
      user_pin: '1234',
      resource: ISSUER,
      client_id: 'wallet',
      authorization_details: '[]',
    });
    const { body } = await postToken(form).expect(200);
    const nonce = await getNonce();
    const proof = await prove(newDevice(), nonce, { claims: { iss: 'wallet' } });
    const more = { format: 'dc+sd-jwt', vct: 'x', unknown: { a: 1 } };
    expect((await postCredential(body.access_token, credentialBody([proof], more))).status).toBe(200);
  });

  test('that loses the credential response gets the same bytes again', async () => {
    const { token } = await opened();
    const devices = [newDevice(), newDevice()];
    const [first, second] = [await collect(token, devices), await collect(token, devices)];
    expect(first.status).toBe(200);
    expect(second.text).toBe(first.text);
  });

  test('that loses the token response gets no second token, and the owner is told', async () => {
    const { offer, token } = await opened();
    expectError(await postToken(tokenForm(offer.code)), 400, 'invalid_grant', 'offer_code_invalid');
    clock.time += OFFER_TOKEN_SECONDS * 1000;
    const { body } = await getOffer(offer.id);
    expect(body.state).toBe('failed');
    expect(body.alerts.map(({ code }: { code: string }) => code)).toEqual([
      'already_collected',
      'not_collected',
    ]);
    expectError(await collect(token, [newDevice()]), 401, 'invalid_token', 'access_token_invalid');
  });
});

describe('POST /openid/token', () => {
  test.each<[string, (code: string) => object | string, string, string?]>([
    ['no grant type', (code) => ({ 'pre-authorized_code': code }), 'invalid_request'],
    [
      'another grant type',
      (code) => ({ ...tokenForm(code), grant_type: 'authorization_code' }),
      'unsupported_grant_type',
    ],
    ['no code', () => ({ grant_type: PRE_AUTHORIZED_CODE_GRANT }), 'invalid_request'],
    ['an empty code', () => tokenForm(''), 'invalid_request'],
    ['an unknown code', () => tokenForm('x'), 'invalid_grant', 'offer_code_invalid'],
    ['a code of 2,000 dots', () => tokenForm('.'.repeat(2_000)), 'invalid_grant', 'offer_code_invalid'],
    [
      'a transaction code that is not asked for',
      (code) => tokenForm(code, { tx_code: '12345678' }),
      'invalid_request',
      'tx_code_unexpected',
    ],
    [
      'a client_id of 257 characters',
      (code) => tokenForm(code, { client_id: 'x'.repeat(257) }),
      'invalid_request',
      'invalid_input',
    ],
    [
      'a repeated parameter',
      (code) => `${new URLSearchParams(tokenForm(code) as never)}&pre-authorized_code=${code}`,
      'invalid_request',
    ],
    [
      'a repeated tx_code',
      (code) => `${new URLSearchParams(tokenForm(code) as never)}&tx_code=1&tx_code=2`,
      'invalid_request',
    ],
    ['bytes that are not UTF-8', (code) => `pre-authorized_code=${code}&grant_type=%ff`, 'invalid_request'],
    ['65 parameters', () => Array.from({ length: 65 }, (_, i) => `p${i}=1`).join('&'), 'invalid_request'],
  ])('rejects %s', async (_, form, error, ...[code]) => {
    const offer = await offered({ tx_code: false });
    expectError(await postToken(form(offer.code)), 400, error, code);
    await postToken(tokenForm(offer.code)).expect(200);
  });

  test('rejects other media types, methods and large bodies with errors of OAuth', async () => {
    const json = await http().post('/openid/token').send(tokenForm('x'));
    expectError(json, 415, 'invalid_request', 'unsupported_media_type');
    expectError(await postToken(`a=${'x'.repeat(10_000)}`), 413, 'invalid_request', 'payload_too_large');
    expectError(await http().get('/openid/token'), 405, 'invalid_request', 'method_not_allowed');
    expectError(await http().post('/openid/tokens'), 404, 'invalid_request', 'not_found');
  });

  test('requires the transaction code, and throttles after a wrong one', async () => {
    const { code, tx_code, id } = await offered();
    expectError(await postToken(tokenForm(code)), 400, 'invalid_request', 'tx_code_required');
    const wrong = tx_code === '00000000' ? '00000001' : '00000000';
    expectError(
      await postToken(tokenForm(code, { tx_code: wrong })),
      400,
      'invalid_grant',
      'offer_code_invalid',
    );
    const throttled = await postToken(tokenForm(code, { tx_code }));
    expectError(throttled, 429, 'slow_down', 'tx_code_throttled');
    expect(throttled.headers['retry-after']).toBe('1');
    clock.time += 1000;
    await postToken(tokenForm(code, { tx_code })).expect(200);
    expect((await getOffer(id)).body.alerts[0].code).toBe('wrong_tx_codes');
  });

  test('compares one of many concurrent guesses', async () => {
    const { code } = await offered();
    const guesses = Array.from({ length: 30 }, (_, i) =>
      postToken(tokenForm(code, { tx_code: String(10_000_000 + i) })),
    );
    const errors = (await Promise.all(guesses)).map(({ body }) => body.error);
    expect(errors.filter((error) => error === 'invalid_grant').length).toBeLessThanOrEqual(1);
    expect(errors.every((error) => ['invalid_grant', 'slow_down'].includes(error))).toBe(true);
  });

  test('opens an offer for one of many concurrent wallets', async () => {
    const { code, id } = await offered({ tx_code: false });
    const responses = await Promise.all(Array.from({ length: 20 }, () => postToken(tokenForm(code))));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const response of responses)
      if (response.status !== 200) expectError(response, 400, 'invalid_grant', 'offer_code_invalid');
    expect((await getOffer(id)).body.alerts[0].code).toBe('already_collected');
  });

  test('does not accept the key of an API client, nor does any other route a token', async () => {
    const { token } = await opened();
    const nonce = await getNonce();
    const body = credentialBody([await prove(newDevice(), nonce)]);
    expectError(await postCredential(clients.acme, body), 401, 'invalid_token', 'access_token_invalid');
    await http().post('/issue').set('authorization', `Bearer ${token}`).send({}).expect(401);
    await http().post('/offers').set('authorization', `Bearer ${token}`).send(input()).expect(401);
  });
});

describe('POST /openid/nonce', () => {
  test('returns an unpredictable nonce each time, which is not cached', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => http().post('/openid/nonce')));
    expect(new Set(responses.map(({ body }) => body.c_nonce)).size).toBe(10);
    for (const { status, headers } of responses)
      expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
  });

  test('needs no body, whatever the Content-Type', async () => {
    await http().post('/openid/nonce').type('json').send('').expect(200);
    await http().post('/openid/nonce').type('json').send('{}').expect(200);
  });

  const outcome = async (nonce: string) => {
    const { token } = await opened();
    const { body } = await postCredential(token, credentialBody([await prove(newDevice(), nonce)]));
    return body.error ?? 'accepted';
  };

  test('returns nonces that work for five minutes', async () => {
    const nonce = await getNonce();
    clock.time += 299_000;
    expect(await outcome(nonce)).toBe('accepted');
    clock.time += 1_000;
    expect(await outcome(nonce)).toBe('invalid_nonce');
  });

  test('does not accept nonces of others', async () => {
    const [head, payload, signature] = (await getNonce()).split('.') as [string, string, string];
    const parts = (change: object) =>
      Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...change }),
      ).toString('base64url');
    const header = (change: object) =>
      Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(head, 'base64url').toString()), ...change }),
      ).toString('base64url');
    for (const nonce of [
      'x',
      `${head}.${parts({ jti: 'another' })}.${signature}`,
      `${header({ kid: 'another' })}.${payload}.${signature}`,
      `${header({ alg: 'none' })}.${payload}.`,
      `${head}.${payload}.${'A'.repeat(86)}`,
    ]) {
      expect(await outcome(nonce)).toBe('invalid_nonce');
    }
    const other = newDevice();
    const signed = (typ: string, claims: object) =>
      importJWK(other.privateJwk, 'ES256').then((key) =>
        new SignJWT({ aud: ISSUER, exp: clock.time / 1000 + 200, jti: 'x', ...claims })
          .setProtectedHeader({ alg: 'ES256', typ, kid: 'x' })
          .sign(key),
      );
    expect(await outcome(await signed('zk-income-nonce+jwt', {}))).toBe('invalid_nonce');
  });

  test('does not accept another JWT of the issuer as a nonce', async () => {
    const { token } = await opened();
    const { body } = await collect(token, [newDevice()]);
    const [credential] = body.credentials[0].credential.split('~');
    expect(await outcome(credential)).toBe('invalid_nonce');
  });
});

describe('POST /openid/credential', () => {
  test('requires a token, in the header', async () => {
    const body = credentialBody([await prove(newDevice(), await getNonce())]);
    for (const header of [undefined, 'Basic YTpi', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(300)}`]) {
      const call = http().post('/openid/credential').send(body);
      const response = await (header === undefined ? call : call.set('authorization', header));
      expectError(response, 401, 'invalid_token', 'access_token_invalid');
      expect(response.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    }
  });

  test.each<[string, (proof: string) => object | string, string, string?]>([
    ['null', () => 'null', 'invalid_credential_request'],
    ['an array', () => '[]', 'invalid_credential_request'],
    ['a truncated body', () => '{"proofs":', 'invalid_credential_request', 'invalid_json'],
    [
      'a duplicate member',
      (proof) =>
        `{"credential_configuration_id":"${CREDENTIAL_CONFIGURATION_ID}","proofs":{"jwt":["${proof}"]},"proofs":{}}`,
      'invalid_credential_request',
      'invalid_json',
    ],
    ['no configuration', (proof) => ({ proofs: { jwt: [proof] } }), 'invalid_credential_request'],
    [
      'both configuration and identifier',
      (proof) => credentialBody([proof], { credential_identifier: 'x' }),
      'invalid_credential_request',
    ],
    [
      'an identifier',
      (proof) => ({ credential_identifier: 'x', proofs: { jwt: [proof] } }),
      'unknown_credential_identifier',
    ],
    [
      'another configuration',
      (proof) => ({ ...credentialBody([proof]), credential_configuration_id: 'x' }),
      'unknown_credential_configuration',
    ],
    ['no proofs', () => ({ credential_configuration_id: CREDENTIAL_CONFIGURATION_ID }), 'invalid_proof'],
    ['an empty list of proofs', () => credentialBody([]), 'invalid_proof'],
    ['51 proofs', (proof) => credentialBody(Array(51).fill(proof)), 'invalid_proof'],
    ['a proof twice', (proof) => credentialBody([proof, proof]), 'invalid_proof'],
    ['a proof that is no JWT', () => credentialBody(['x']), 'invalid_proof'],
    [
      'an encrypted response',
      (proof) => credentialBody([proof], { credential_response_encryption: {} }),
      'invalid_encryption_parameters',
    ],
    [
      'openings as text',
      (proof) => credentialBody([proof], { [OPENINGS_PARAMETER]: 'yes' }),
      'invalid_credential_request',
    ],
  ])('rejects %s, and the token stays usable', async (_, body, error, ...[code]) => {
    const { token } = await opened();
    const proof = await prove(newDevice(), await getNonce());
    expectError(await postCredential(token, body(proof)), 400, error, code);
    expect((await postCredential(token, credentialBody([proof]))).status).toBe(200);
  });

  test('takes JSON only', async () => {
    const { token } = await opened();
    const form = http().post('/openid/credential').set('authorization', `Bearer ${token}`).type('form');
    expectError(await form.send({ a: '1' }), 415, 'invalid_request', 'unsupported_media_type');
  });

  test.each<[string, { claims?: object; header?: object }, string]>([
    ['another audience', { claims: { aud: 'https://other.example' } }, 'invalid_proof'],
    ['a list of audiences', { claims: { aud: [ISSUER] } }, 'invalid_proof'],
    ['a time in 2100', { claims: { iat: 4_102_444_800 } }, 'invalid_proof'],
    ['another type', { header: { typ: 'JWT' } }, 'invalid_proof'],
    ['an issuer, though the wallet is anonymous', { claims: { iss: 'wallet' } }, 'invalid_proof'],
    ['no nonce', { claims: { nonce: undefined } }, 'invalid_proof'],
    ['a nonce that the issuer did not make', { claims: { nonce: 'mine' } }, 'invalid_nonce'],
  ])('rejects a proof with %s', async (_, changes, error) => {
    const { token } = await opened();
    const proof = await prove(newDevice(), await getNonce(), changes);
    expectError(await postCredential(token, credentialBody([proof])), 400, error);
  });

  test('issues for one of two wallets that have the same token, and tells the owner', async () => {
    const { offer, token } = await opened();
    const responses = await Promise.all([collect(token, [newDevice()]), collect(token, [newDevice()])]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400]);
    const refused = responses.find(({ status }) => status === 400)!;
    expectError(refused, 400, 'credential_request_denied', 'offer_not_collectable');
    expect(batches.batches.get(offer.id)?.statusReferences).toHaveLength(1);
    expectError(
      await collect(token, [newDevice()]),
      400,
      'credential_request_denied',
      'offer_not_collectable',
    );
    expect((await getOffer(offer.id)).body.alerts[0].code).toBe('already_collected');
  });

  test('does not issue for a proof of another wallet without its token', async () => {
    const [victim, attacker] = [await opened(), await opened()];
    const proof = await prove(newDevice(), await getNonce());
    expect((await postCredential(victim.token, credentialBody([proof]))).status).toBe(200);
    // The attacker can hand in the proof, and gets a credential that only the victim's key can present.
    const { body } = await postCredential(attacker.token, credentialBody([proof]));
    expect(parseSdJwt(body.credentials[0].credential)!.issuerJwt.payload.cnf).toEqual(
      parseSdJwt(
        (await postCredential(victim.token, credentialBody([proof]))).body.credentials[0].credential,
      )!.issuerJwt.payload.cnf,
    );
  });

  test('issues 50 credentials for 50 proofs', async () => {
    const { token } = await opened({ batch_size: 50 });
    const response = await collect(token, Array.from({ length: 50 }, newDevice), {
      [OPENINGS_PARAMETER]: true,
    });
    expect([response.status, response.body.credentials.length]).toEqual([200, 50]);
  });
});

describe('POST /openid/notification', () => {
  const notify = (token: string, body: object) =>
    http().post('/openid/notification').set('authorization', `Bearer ${token}`).send(body);

  test.each<[string, object, string, string?]>([
    ['an unknown event', { notification_id: 'x', event: 'credential_lost' }, 'invalid_notification_request'],
    ['no id', { event: 'credential_accepted' }, 'invalid_notification_request'],
    [
      'a description with quotes',
      { notification_id: 'x', event: 'credential_failure', event_description: '"' },
      'invalid_notification_request',
    ],
    [
      'the id of other credentials',
      { notification_id: 'x', event: 'credential_failure' },
      'invalid_notification_id',
      'notification_unknown',
    ],
  ])('rejects %s', async (_, body, error, ...[code]) => {
    const { token } = await opened();
    await collect(token, [newDevice()]);
    expectError(await notify(token, body), 400, error, code);
  });

  test('does not change the status of the credentials', async () => {
    const { offer, token } = await opened();
    const { notification_id } = (await collect(token, [newDevice()])).body;
    for (const event of ['credential_failure', 'credential_deleted', 'credential_deleted'])
      await notify(token, { notification_id, event, more: 1 }).expect(204, '');
    expect(batches.batches.get(offer.id)).toMatchObject({ status: 'valid', version: 0 });
    expectError(
      await notify('unknown', { notification_id, event: 'credential_failure' }),
      401,
      'invalid_token',
      'access_token_invalid',
    );
  });
});

describe('pages of any origin', () => {
  test.each(['/openid/token', '/openid/nonce', '/openid/credential', '/openid/notification'])(
    'may call %s without cookies',
    async (path) => {
      const preflight = await http()
        .options(path)
        .set('origin', 'https://wallet.example')
        .set('access-control-request-method', 'POST')
        .set('access-control-request-headers', 'authorization,content-type')
        .expect(204);
      expect(preflight.headers['access-control-allow-origin']).toBe('*');
      expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
      const response = await http().post(path).set('origin', 'https://wallet.example');
      expect(response.headers['access-control-allow-origin']).toBe('*');
      expect(response.headers['access-control-allow-credentials']).toBeUndefined();
    },
  );
});

describe('the documents for wallets', () => {
  test.each<[string, object]>([
    [
      'openid-credential-issuer',
      {
        credential_issuer: ISSUER,
        credential_endpoint: `${ISSUER}/openid/credential`,
        nonce_endpoint: `${ISSUER}/openid/nonce`,
        notification_endpoint: `${ISSUER}/openid/notification`,
        batch_credential_issuance: { batch_size: 50 },
      },
    ],
    ['oauth-authorization-server', { issuer: ISSUER, token_endpoint: `${ISSUER}/openid/token` }],
    ['jwt-vc-issuer', { issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` }],
  ])('%s is between host and path of the issuer', async (name, members) => {
    const response = await http()
      .get(`/.well-known/${name}/payroll`)
      .set('origin', 'https://a.example')
      .expect(200);
    expect(response.body).toMatchObject(members);
    expect(response.type).toBe('application/json');
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
    expect((await http().get(`/.well-known/${name}`).expect(200)).body).toEqual(response.body);
    expect((await http().get(`/.well-known/${name}/other`)).body.code).toBe('not_found');
    expect((await http().post(`/.well-known/${name}/payroll`)).body.code).toBe('method_not_allowed');
  });

  test('describe the credential type, for pages of any origin', async () => {
    const metadata = await http().get('/type-metadata').set('origin', 'https://a.example').expect(200);
    expect(metadata.body.vct).toBe('urn:zk-income:income:2');
    expect(metadata.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
    const schema = await http().get('/type-metadata/schema').expect(200);
    expect(schema.body.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
});

test('addresses that send unknown codes and tokens are throttled, and a known offer is not', async () => {
  const service = await start({ MAX_UNKNOWN_REQUESTS_PER_MINUTE: '5', MAX_REFUSED_PER_MINUTE: '5' });
  const ask = () => request(service.getHttpServer());
  const post = (form: object) => ask().post('/openid/token').type('form').send(form);
  const created = await ask()
    .post('/offers')
    .set('authorization', `Bearer ${clients.acme}`)
    .send(input({ tx_code: false }));
  const offer = JSON.parse(new URL(created.body.offer_uri).searchParams.get('credential_offer')!);
  const code = offer.grants[PRE_AUTHORIZED_CODE_GRANT]['pre-authorized_code'];
  const { body } = await post(tokenForm(code)).expect(200);
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push((await post(tokenForm(`${i}.${'A'.repeat(43)}`))).status);
  expect(statuses.slice(0, 4)).toEqual([400, 400, 400, 400]);
  expect(statuses).toContain(429);
  const throttled = await post(tokenForm('x.y'));
  expectError(throttled, 429, 'temporarily_unavailable', 'rate_limited');
  expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
  const { c_nonce } = (await ask().post('/openid/nonce').expect(200)).body;
  const response = await ask()
    .post('/openid/credential')
    .set('authorization', `Bearer ${body.access_token}`)
    .send(credentialBody([await prove(newDevice(), c_nonce)]));
  expect(response.status).toBe(200);
  await service.close();
});

test('calls with one access token are throttled also where they succeed', async () => {
  const service = await start({ MAX_REFUSED_PER_MINUTE: '10' });
  const ask = () => request(service.getHttpServer());
  const created = await ask()
    .post('/offers')
    .set('authorization', `Bearer ${clients.acme}`)
    .send(input({ tx_code: false }));
  const offer = JSON.parse(new URL(created.body.offer_uri).searchParams.get('credential_offer')!);
  const code = offer.grants[PRE_AUTHORIZED_CODE_GRANT]['pre-authorized_code'];
  const { body } = await ask().post('/openid/token').type('form').send(tokenForm(code)).expect(200);
  const { c_nonce } = (await ask().post('/openid/nonce').expect(200)).body;
  const proofs = [await prove(newDevice(), c_nonce)];
  const statuses: number[] = [];
  for (let i = 0; i < 15; i++) {
    const response = await ask()
      .post('/openid/credential')
      .set('authorization', `Bearer ${body.access_token}`)
      .send(credentialBody(proofs));
    statuses.push(response.status);
  }
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(statuses).toContain(429);
  await service.close();
});
