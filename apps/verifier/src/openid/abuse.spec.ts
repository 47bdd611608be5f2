import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MAX_PRESENTATION_BYTES, type Presentations } from '@zk-income/credential';
import { VERIFIER } from '@zk-income/credential/testing';
import { type AuthorizationRequest, encodeForm, generateEncryptionKey } from '@zk-income/openid';
import { CompactEncrypt, decodeProtectedHeader, generateKeyPair, importJWK, type JWK } from 'jose';
import request, { type Response } from 'supertest';
import { expectError, expectTaken } from '../testing/expectations.js';
import { Owner } from '../testing/owner.js';
import { postForm, Wallet } from '../testing/wallet.js';
import { startWalletService, type WalletService } from '../testing/wallet-service.js';
import { newSecret } from './request-link.js';

let service: WalletService;
let owner: Owner;
let wallet: Wallet;

beforeAll(async () => {
  service = await startWalletService({ env: { MAX_UNKNOWN_REQUESTS_PER_MINUTE: '20' } });
  owner = new Owner(service);
  wallet = await Wallet.with(service);
});

afterAll(() => service.close());

const http = () => request(service.app.getHttpServer());
const pathOf = (url: string) => url.slice(VERIFIER.length);
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('a form', () => {
  let link: string;
  let asked: AuthorizationRequest;
  let presentations: Presentations;

  beforeEach(async () => {
    link = (await owner.create()).wallet_link;
    asked = await wallet.open(link);
    presentations = await wallet.prove(asked);
  });

  const post = (body: string): Promise<Response> => postForm(service.app, asked.responseUri, body);
  const vpToken = (value: unknown, changes: object = {}) =>
    encodeForm({ vp_token: JSON.stringify(value), state: asked.state, ...changes });

  test.each<[string, () => string]>([
    ['that is empty', () => ''],
    ['without state', () => encodeForm({ vp_token: JSON.stringify({ salary: [presentations.salary] }) })],
    ['with another state', () => vpToken({ salary: [presentations.salary] }, { state: newSecret() })],
    ['with the state twice', () => `${vpToken({ salary: [presentations.salary] })}&state=${asked.state}`],
    [
      'with two vp_tokens',
      () => `${vpToken({ salary: ['x'] })}&${vpToken({ salary: [presentations.salary] })}`,
    ],
    [
      'with an answer and an error',
      () => vpToken({ salary: [presentations.salary] }, { error: 'access_denied' }),
    ],
    ['with an encrypted answer', () => encodeForm({ response: 'a.b.c.d.e' })],
    ['with a vp_token that is no JSON', () => encodeForm({ vp_token: '{', state: asked.state })],
    ['with a vp_token that is a text', () => vpToken(presentations.salary)],
    ['with a vp_token that is a list', () => vpToken([presentations.salary])],
    ['with an empty vp_token', () => vpToken({})],
    ['with a presentation that is in no list', () => vpToken(presentations)],
    ['with an empty list', () => vpToken({ salary: [] })],
    ['with two presentations', () => vpToken({ salary: [presentations.salary, presentations.salary] })],
    ['with a presentation that is an object', () => vpToken({ salary: [{}] })],
    [
      'with a credential that was not asked for',
      () => vpToken({ salary: [presentations.salary], other: ['x'] }),
    ],
    ['with __proto__ as a credential', () => vpToken(JSON.parse('{"__proto__":["x"]}'))],
    [
      'with a member twice',
      () => `vp_token=${encodeURIComponent('{"salary":["x"],"salary":["y"]}')}&state=${asked.state}`,
    ],
    ['nested deeply', () => encodeForm({ vp_token: '['.repeat(20_000), state: asked.state })],
    ['of percent signs', () => `vp_token=${'%'.repeat(1_000)}`],
    ['of a thousand parameters', () => Array.from({ length: 1_000 }, (_, i) => `p${i}=x`).join('&')],
    ['with an error code of other characters', () => encodeForm({ error: 'ä', state: asked.state })],
  ])('%s is rejected, and the request stays open', async (_, body) => {
    const response = await post(body());
    expect([response.status, response.body.error]).toEqual([400, 'invalid_request']);
    expectTaken(await wallet.send(asked, presentations));
  });

  test('that is no SD-JWT, or too large, gets the code of the check', async () => {
    expectError(await post(vpToken({ salary: ['x'] })), 400, 'presentation_malformed');
    expectError(
      await post(vpToken({ salary: ['x'.repeat(MAX_PRESENTATION_BYTES + 1)] })),
      413,
      'presentation_too_large',
    );
    expectError(await post(vpToken({ salary: ['x'.repeat(120_000)] })), 413, 'payload_too_large');
    expectError(await post(`unknown=${'x'.repeat(1_000_000)}`), 413, 'payload_too_large');
    expectTaken(await wallet.send(asked, presentations));
  });

  test('with unknown parameters is accepted', async () => {
    const body = vpToken(
      { salary: [presentations.salary] },
      { iss: 'x', presentation_submission: '{}', code: '' },
    );
    expectTaken(await post(body));
  });

  test('of another media type or method is rejected', async () => {
    const path = pathOf(asked.responseUri);
    const json = await http()
      .post(path)
      .send({ vp_token: { salary: [presentations.salary] } });
    expectError(json, 415, 'unsupported_media_type');
    const response = await http().get(path);
    expectError(response, 405, 'method_not_allowed');
    expect(response.headers.allow).toBe('POST');
    expectError(await http().put(pathOf(wallet.reference(link).requestUri)), 405, 'method_not_allowed');
    expectError(await http().get('/openid/unknown'), 404, 'not_found');
  });
});

describe('an encrypted answer', () => {
  let asked: AuthorizationRequest;
  let content: object;

  beforeEach(async () => {
    const { wallet_link } = await owner.create({ response_mode: 'direct_post.jwt' });
    asked = await wallet.open(wallet_link);
    const { salary } = await wallet.prove(asked);
    content = { vp_token: { salary: [salary] }, state: asked.state };
  });

  const encrypt = async (header: object, key: JWK = asked.encryption!.key, plaintext = bytes(content)) =>
    new CompactEncrypt(plaintext)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', kid: asked.encryption!.key.kid, ...header })
      .encrypt(await importJWK(key as JWK, 'ECDH-ES'));
  const post = (response: string, more: object = {}) =>
    postForm(service.app, asked.responseUri, encodeForm({ response, ...more }));

  test.each(['A128GCM', 'A256GCM'])('by %s is taken', async (enc) => {
    expectTaken(await post(await encrypt({ enc })));
  });

  test('with a foreign key, another algorithm or another header is rejected', async () => {
    const foreign = await generateEncryptionKey();
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const rsa = new CompactEncrypt(bytes(content)).setProtectedHeader({
      alg: 'RSA-OAEP-256',
      enc: 'A128GCM',
      kid: asked.encryption!.key.kid,
    });
    const direct = new CompactEncrypt(bytes(content)).setProtectedHeader({
      alg: 'dir',
      enc: 'A128GCM',
      kid: asked.encryption!.key.kid,
    });
    const valid = await encrypt({});
    const [header, ...rest] = valid.split('.');
    const withoutKid = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(valid), kid: undefined }));
    for (const jwe of [
      await encrypt({}, foreign.publicJwk as JWK),
      await encrypt({ kid: foreign.publicJwk.kid }, foreign.publicJwk as JWK),
      await encrypt({ kid: foreign.publicJwk.kid }),
      await encrypt({ alg: 'ECDH-ES+A128KW' }),
      await encrypt({ enc: 'A128CBC-HS256' }),
      await rsa.encrypt(publicKey),
      await direct.encrypt(new Uint8Array(16)),
      [withoutKid.toString('base64url'), ...rest].join('.'),
      [header, ...rest.slice(0, 3), 'AAAAAAAAAAAAAAAAAAAAAA'].join('.'),
      valid.slice(0, -10),
      `${valid}.x`,
      'x',
      '.'.repeat(50_000),
    ])
      expectError(await post(jwe), 400);
    expectTaken(await post(valid));
  });

  test('with other content is rejected', async () => {
    const { state } = asked;
    for (const other of [
      null,
      [],
      'x',
      {},
      { ...content, state: undefined },
      { ...content, state: newSecret() },
      { ...content, state: 7 },
      { vp_token: JSON.stringify((content as { vp_token: object }).vp_token), state },
    ])
      expectError(await post(await encrypt({}, undefined, bytes(other))), 400);
    expectError(await post(await encrypt({}, undefined, Uint8Array.of(0xff))), 400);
    expectTaken(await post(await encrypt({}), { state: 'ignored' }));
  });

  test('of another request is rejected, as is one in clear', async () => {
    const other = await wallet.open((await owner.create({ response_mode: 'direct_post.jwt' })).wallet_link);
    const jwe = await encrypt({});
    expectError(await postForm(service.app, other.responseUri, encodeForm({ response: jwe })), 400);
    const { vp_token } = content as { vp_token: object };
    const clear = encodeForm({ vp_token: JSON.stringify(vp_token), state: asked.state });
    expectError(await postForm(service.app, asked.responseUri, clear), 400);
    expectTaken(await post(jwe));
  });

  test('of 64 KiB of presentations is read', async () => {
    const vp_token = { salary: ['x'.repeat(MAX_PRESENTATION_BYTES)] };
    const jwe = await encrypt({}, undefined, bytes({ ...content, vp_token }));
    expectError(await post(jwe), 400, 'presentation_malformed');
  });
});

test('guessed links are throttled by address, and known ones are not', async () => {
  const { wallet_link, status_id } = await owner.create();
  const guess = () => http().get(`/openid/requests/${newSecret().slice(0, 22)}.${newSecret()}`);
  const guesses = await Promise.all(Array.from({ length: 40 }, guess));
  expect(guesses.filter(({ status }) => status === 404).length).toBeLessThanOrEqual(20);
  const throttled = guesses.find(({ status }) => status === 429)!;
  expectError(throttled, 429, 'rate_limited');
  expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
  const unknown = await http().get(`/requests/status/${newSecret()}`).expect(429);
  expect(unknown.body.code).toBe('rate_limited');
  expectError(
    await postForm(service.app, `${VERIFIER}/openid/responses/a.${newSecret()}`, 'error=x'),
    429,
    'rate_limited',
  );
  expect((await owner.status(status_id)).body).toEqual({ state: 'open' });
  expectTaken(await wallet.answer(wallet_link));
});

test('errors that a party with the link reports are throttled as refused answers are', async () => {
  const limited = await startWalletService({ env: { MAX_REFUSED_PER_MINUTE: '10' } });
  const { wallet_link } = await new Owner(limited).create();
  const { responseUri } = await (await Wallet.with(limited)).open(wallet_link);
  const statuses: number[] = [];
  for (let i = 0; i < 15; i++)
    statuses.push((await postForm(limited.app, responseUri, 'error=access_denied')).status);
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(statuses).toContain(429);
  await limited.close();
});
