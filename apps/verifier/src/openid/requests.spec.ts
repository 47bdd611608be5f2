import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { examplePolicy } from '@zk-income/credential';
import { NOW, VERIFIER } from '@zk-income/credential/testing';
import { encodeForm } from '@zk-income/openid';
import { SigningCertificate } from '@zk-income/service-kit';
import { compactVerify, decodeJwt, decodeProtectedHeader, importX509 } from 'jose';
import request from 'supertest';
import { expectError, expectTaken, REDIRECT_URI } from '../testing/expectations.js';
import { type CreatedLinks, DISCLOSURE_POLICY, Owner } from '../testing/owner.js';
import { postForm, Wallet } from '../testing/wallet.js';
import { HOST, startWalletService, type WalletService } from '../testing/wallet-service.js';
import { newSecret } from './request-link.js';

const CLIENT_ID = `x509_san_dns:${HOST}`;
let service: WalletService;
let owner: Owner;
let wallet: Wallet;

beforeAll(async () => {
  service = await startWalletService();
  owner = new Owner(service);
  wallet = await Wallet.with(service);
});

afterAll(() => service.close());

const http = () => request(service.app.getHttpServer());

afterEach(() => {
  service.environment.clock.time = NOW;
});

describe('POST /requests', () => {
  test('returns links for wallets, whose secret and response key the store does not contain', async () => {
    const created = await owner.create({ response_mode: 'direct_post.jwt', redirect_uri: REDIRECT_URI });
    const { clientId, requestUri, requestUriMethod } = wallet.reference(created.wallet_link);
    expect(created.wallet_link).toMatch(/^openid4vp:\/\/\?/);
    expect([clientId, requestUriMethod]).toEqual([CLIENT_ID, 'post']);
    expect(created.link.startsWith(`${VERIFIER}/request#`)).toBe(true);
    expect(wallet.reference(created.link)).toEqual(wallet.reference(created.wallet_link));
    expect(new URLSearchParams(new URL(created.link).hash.slice(1)).get('status_id')).toBe(created.status_id);
    expect(created.wallet_link).not.toContain(created.status_id);
    const [, secret] = requestUri.split('.').slice(-2);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { links } = service.environment.requests.requests.get(created.id)!;
    const stored = JSON.stringify({ ...links, sealedResponseKey: Buffer.from(links!.sealedResponseKey!) });
    expect(stored).not.toContain(secret);
    expect(Buffer.from(links!.sealedResponseKey!).toString('latin1')).not.toContain('"d"');
    for (const text of [created.id, secret!, created.nonce]) expect(created.status_id).not.toContain(text);
  });

  test('returns the same links to a retry, also if the first call was interrupted', async () => {
    const headers = { 'idempotency-key': newSecret() };
    const { complete } = service.idempotency;
    service.idempotency.complete = async () => {
      service.idempotency.complete = complete;
      throw Object.assign(new Error('The store is not available.'), { code: 'store_unavailable' });
    };
    const body = { wallet: { response_mode: 'direct_post.jwt' } };
    await owner.post(body, headers).expect(503);
    const created: CreatedLinks = (await owner.post(body, headers).expect(201)).body;
    const replayed = await owner.post(body, headers).expect(201);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(replayed.body).toEqual(created);
    // The retry found the request of the interrupted call, with its id of the state.
    expect(created.link).toContain(`status_id=${created.status_id}`);
    expectTaken(await wallet.answer(created.wallet_link));
  });

  test.each<[string, object]>([
    ['#/wallet/redirect_uri', { redirect_uri: 'http://portal.example' }],
    ['#/wallet/redirect_uri', { redirect_uri: 'https://portal.example/#page' }],
    ['#/wallet/redirect_uri', { redirect_uri: 'https://user:key@portal.example/' }],
    ['#/wallet/redirect_uri', { redirect_uri: 'wallet:x' }],
    ['#/wallet/redirect_uri', { redirect_uri: 7 }],
    ['#/wallet/mode', { mode: 'trust' }],
    ['#/wallet/response_mode', { response_mode: 'fragment' }],
    ['#/wallet/client_id_scheme', { client_id_scheme: 'did' }],
    ['#/wallet/unknown', { unknown: true }],
  ])('rejects %s of %j', async (pointer, options) => {
    const { body } = await owner.post({ wallet: options }).expect(400);
    expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test.each<[string, object]>([
    ['several credentials', { credentials: ['salary', 'pension'], disclose: ['given_name'] }],
    [
      'several people',
      {
        credentials: ['salary', 'partner_salary'],
        credential_ids: ['salary', 'partner_salary'],
        people: { main: ['salary'], partner: ['partner_salary'] },
        disclose: ['given_name', 'family_name', 'birthdate'],
      },
    ],
    [
      'alternatives',
      {
        any_of: [
          { id: 'a', label: 'A', predicates: examplePolicy.predicates },
          { id: 'b', label: 'B', predicates: examplePolicy.predicates },
        ],
      },
    ],
    ['predicates', { predicates: examplePolicy.predicates }],
  ])('rejects %s in disclosure mode', async (_, changes) => {
    const policy = { ...DISCLOSURE_POLICY, ...changes };
    const { body } = await owner.post({ policy, wallet: { mode: 'disclosure' } }).expect(400);
    expect(body.code).toBe('policy_invalid');
  });

  test.each([
    ['certificate', { hasCertificate: false }],
    ['https URL', { env: { PUBLIC_URL: 'http://verifier.example' } }],
    ['certificate for its host', { env: { PUBLIC_URL: 'https://other.example' } }],
  ])('returns no links, and rejects options for wallets, without a %s', async (_, options) => {
    const without = await startWalletService(options);
    const client = new Owner(without);
    const { body } = await client.post({}).expect(201);
    for (const member of ['wallet_link', 'link', 'status_id']) expect(body).not.toHaveProperty(member);
    expect((await client.post({ wallet: {} }).expect(422)).body.code).toBe('wallets_unsupported');
    await without.close();
  });
});

describe('the request object', () => {
  test('is signed by the certified key, and asks for what the policy asks for', async () => {
    const created = await owner.create();
    const response = await wallet.fetch(created.wallet_link);
    expect([response.status, response.type]).toEqual([200, 'application/oauth-authz-req+jwt']);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(decodeProtectedHeader(response.text)).toMatchObject({
      typ: 'oauth-authz-req+jwt',
      alg: 'ES256',
      x5c: [service.leaf.raw.toString('base64')],
    });
    await compactVerify(response.text, await importX509(service.leaf.toString(), 'ES256'));
    const payload = decodeJwt(response.text);
    expect(payload).toMatchObject({
      client_id: CLIENT_ID,
      aud: 'https://self-issued.me/v2',
      response_type: 'vp_token',
      response_mode: 'direct_post',
      nonce: created.nonce,
      transaction_data: [expect.any(String)],
      iat: NOW / 1000,
      exp: NOW / 1000 + 600,
    });
    expect(String(payload.response_uri).startsWith(`${VERIFIER}/openid/responses/`)).toBe(true);
    for (const member of ['wallet_nonce', 'redirect_uri', 'client_id_scheme', 'nbf'])
      expect(payload).not.toHaveProperty(member);
    expect(payload.client_metadata).not.toHaveProperty('vp_formats');
  });

  test('5.10: contains wallet_nonce as sent by POST, and tolerates metadata and unknown parameters', async () => {
    const { wallet_link } = await owner.create();
    const { requestUri } = wallet.reference(wallet_link);
    const form = {
      wallet_nonce: 'a nonce of the wallet: ä/+=&',
      wallet_metadata: '{"vp_formats_supported":{"x":[{"y":{}}]},"unknown":true}',
      unknown: 'x',
    };
    const response = await postForm(service.app, requestUri, encodeForm(form));
    expect([response.status, response.type]).toEqual([200, 'application/oauth-authz-req+jwt']);
    expect(decodeJwt(response.text).wallet_nonce).toBe(form.wallet_nonce);
    const empty = await postForm(service.app, requestUri, '');
    expect(empty.status).toBe(200);
    expect(decodeJwt(empty.text)).not.toHaveProperty('wallet_nonce');
    for (const body of ['wallet_metadata=%7B', 'wallet_metadata=[]', 'wallet_nonce=a&wallet_nonce=b'])
      expectError(await postForm(service.app, requestUri, body), 400);
  });

  test('is refused by wallets if it is changed by a byte, or lacks the nonce of the wallet', async () => {
    const { wallet_link } = await owner.create();
    const { text } = await wallet.fetch(wallet_link, 'mine');
    await wallet.check(wallet_link, text, 'mine');
    await expect(wallet.check(wallet_link, text, 'another')).rejects.toThrow('invalid_request');
    const [header, payload, signature] = text.split('.') as [string, string, string];
    const changed = { ...decodeJwt(text), response_uri: 'https://attacker.example/openid/responses/x' };
    const other = Buffer.from(JSON.stringify(changed)).toString('base64url');
    const flipped = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
    for (const forged of [`${header}.${other}.${signature}`, `${header}.${payload}.${flipped}`])
      await expect(wallet.check(wallet_link, forged, 'mine')).rejects.toThrow('invalid_request');
  });

  test('has the hash of the certificate, an encryption key and legacy formats where the request says so', async () => {
    const options = { client_id_scheme: 'x509_hash', response_mode: 'direct_post.jwt', legacy_formats: true };
    const { wallet_link } = await owner.create({ ...options, request_uri_method: 'get' });
    expect(wallet.reference(wallet_link).requestUriMethod).toBe('get');
    const hash = Buffer.from(service.leaf.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
    const first = decodeJwt((await wallet.fetch(wallet_link)).text);
    expect(first).toMatchObject({
      client_id: `x509_hash:${hash}`,
      response_mode: 'direct_post.jwt',
      client_metadata: { vp_formats: expect.anything(), vp_formats_supported: expect.anything() },
    });
    const { jwks } = first.client_metadata as { jwks: { keys: object[] } };
    expect(jwks.keys).toEqual([
      expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ECDH-ES', use: 'enc' }),
    ]);
    expect(jwks.keys[0]).not.toHaveProperty('d');
    const again = decodeJwt((await wallet.fetch(wallet_link)).text);
    expect(again.client_metadata).toEqual(first.client_metadata);
    const other = await owner.create({ response_mode: 'direct_post.jwt' });
    expect(decodeJwt((await wallet.fetch(other.wallet_link)).text).client_metadata).not.toEqual(
      first.client_metadata,
    );
  });

  test('is not found without the secret of the link', async () => {
    const { id, wallet_link } = await owner.create();
    const { requestUri } = wallet.reference(wallet_link);
    const base = requestUri.slice(0, requestUri.lastIndexOf('/'));
    const other = await owner.create();
    const [otherSecret] = wallet.reference(other.wallet_link).requestUri.split('.').slice(-1);
    const texts = [id, `${id}.`, `${id}.${newSecret()}`, `${id}.${otherSecret}`, `.${otherSecret}`, 'x'];
    const answers = [];
    for (const text of texts) {
      const response = await http().get(`${base.slice(VERIFIER.length)}/${text}`);
      expectError(response, 404, 'request_unknown');
      answers.push(response.text);
      expectError(
        await postForm(service.app, `${VERIFIER}/openid/responses/${text}`, 'error=access_denied'),
        404,
        'request_unknown',
      );
    }
    expect(new Set(answers).size).toBe(1);
  });

  test('is not signed once the request expired, was answered or deleted', async () => {
    const { wallet_link } = await owner.create();
    service.environment.clock.time = NOW + 600_000;
    expectError(await wallet.fetch(wallet_link), 410, 'request_expired');
    service.environment.clock.time = NOW;
    const week = await owner.create({ client_id_scheme: 'x509_hash' }, { expires_in: 7 * 86_400 });
    expect((await wallet.fetch(week.wallet_link)).status).toBe(200);
    await owner.delete(week).expect(204);
    expectError(await wallet.fetch(week.wallet_link), 404, 'request_unknown');
    expect((await owner.status(week.status_id)).body).toMatchObject({ code: 'request_unknown' });
    expectTaken(await wallet.answer(wallet_link));
    const answered = await wallet.fetch(wallet_link);
    expectError(answered, 409, 'request_already_answered');
    expect(answered.text).not.toContain('verified');
  });

  test('is not signed with another certificate than that of the request', async () => {
    const certificate = service.app.get(SigningCertificate, { strict: false });
    const { key, chain } = await certificate.current();
    const [byName, byHash] = [await owner.create(), await owner.create({ client_id_scheme: 'x509_hash' })];
    const current = jest.spyOn(certificate, 'current');
    const replaced = { ...chain!, x5c: [Buffer.from('another').toString('base64')] as const };
    current.mockResolvedValue({ key, chain: replaced });
    expect((await wallet.fetch(byName.wallet_link)).status).toBe(200);
    expectError(await wallet.fetch(byHash.wallet_link), 410, 'request_expired');
    current.mockResolvedValue({ key });
    for (const { wallet_link } of [byName, byHash])
      expectError(await wallet.fetch(wallet_link), 410, 'request_expired');
    current.mockRestore();
    expect((await wallet.fetch(byHash.wallet_link)).status).toBe(200);
  });
});

describe('the state of a request', () => {
  test('is for any web page, and tells nothing else', async () => {
    const created = await owner.create();
    const response = await http()
      .get(`/requests/status/${created.status_id}`)
      .set('origin', 'https://portal.example');
    expect(response.body).toEqual({ state: 'open' });
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
    for (const id of [created.id, 'unknown', `${created.status_id}x`]) {
      const { body } = await http().get(`/requests/status/${id}`).expect(404);
      expect(body.code).toBe('request_unknown');
    }
    service.environment.clock.time = NOW + 600_000;
    expect((await owner.status(created.status_id)).body).toEqual({ state: 'gone' });
  });
});
