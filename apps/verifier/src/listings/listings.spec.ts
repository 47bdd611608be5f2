import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exampleLegalBasis, examplePolicy, exampleTemplateInput } from '@zk-income/credential';
import { VERIFIER } from '@zk-income/credential/testing';
import request, { type Test } from 'supertest';
import { WalletChannels } from '../openid/wallet-channels.js';
import { expectTaken } from '../testing/expectations.js';
import { Owner } from '../testing/owner.js';
import { Wallet } from '../testing/wallet.js';
import { startWalletService, type WalletService } from '../testing/wallet-service.js';

const INPUT = { title: 'Flat 7', policy: examplePolicy };

let service: WalletService;
let wallet: Wallet;

beforeAll(async () => {
  service = await startWalletService({ env: { MAX_APPLICATIONS_PER_MINUTE: '1000' } });
  wallet = await Wallet.with(service);
});

afterAll(() => service.close());

const call = (
  method: 'get' | 'post' | 'delete',
  path: string,
  client: 'landlord' | 'bank' | 'acme' | undefined = 'landlord',
  of = service,
): Test => request(of.app.getHttpServer())[method](path).set('authorization', `Bearer ${of.clients[client]}`);
const create = async (changes: object = {}, of = service) =>
  (
    await call('post', '/listings', 'landlord', of)
      .send({ ...INPUT, ...changes })
      .expect(201)
  ).body;
const pathOf = (url: string) => url.slice(VERIFIER.length);
const apply = (listing: { apply_url: string }, of = service): Test =>
  request(of.app.getHttpServer()).post(pathOf(listing.apply_url));
const applyTo = (link: string): Test =>
  request(service.app.getHttpServer()).post(`/listings/${link}/requests`);

describe('a listing', () => {
  test('makes a request for each applicant, whose answers the owner sees', async () => {
    const listing = await create({ legal_basis: exampleLegalBasis });
    expect(listing.link).toMatch(/^https:\/\/verifier\.example\/listing#[\w-]{22}\.[\w-]{43}$/);
    expect(listing.apply_url).toBe(`${VERIFIER}/listings/${listing.link.split('#')[1]}/requests`);
    const [one, two] = [(await apply(listing).expect(201)).body, (await apply(listing).expect(201)).body];
    const third = await apply(listing);
    expect(third.headers['cache-control']).toBe('no-store');
    expect(Object.keys(third.body).sort()).toEqual(['expires_at', 'link', 'status_id', 'wallet_link']);
    expect(one.status_id).not.toBe(two.status_id);
    expectTaken(await wallet.answer(one.wallet_link));
    const owner = new Owner(service);
    expect((await owner.status(one.status_id)).body).toEqual({ state: 'done' });
    expect((await owner.status(two.status_id)).body).toEqual({ state: 'open' });
    const { body, headers } = await call('get', `/listings/${listing.id}`).expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ id: listing.id, state: 'open', legal_basis: exampleLegalBasis });
    expect(body).not.toHaveProperty('link');
    expect(body.requests.map(({ state }: { state: string }) => state).sort()).toEqual([
      'answered',
      'pending',
      'pending',
    ]);
    const answered = body.requests.find(({ state }: { state: string }) => state === 'answered');
    expect(answered.verdict).toMatchObject({ verified: true });
    expect((await call('get', `/requests/${answered.id}`).expect(200)).body).toMatchObject({
      listing_id: listing.id,
      legal_basis: exampleLegalBasis,
      receipt: expect.any(String),
    });
  });

  test('is closed, then deleted with its requests', async () => {
    const listing = await create();
    const { status_id } = (await apply(listing).expect(201)).body;
    // Some clients send a Content-Type with every request.
    await call('post', `/listings/${listing.id}/close`)
      .set('content-type', 'multipart/form-data')
      .expect(204);
    expect((await apply(listing).expect(410)).body.code).toBe('listing_closed');
    expect((await call('get', `/listings/${listing.id}`)).body.state).toBe('closed');
    await call('delete', `/listings/${listing.id}`).expect(204);
    for (const response of [
      await call('get', `/listings/${listing.id}`),
      await call('delete', `/listings/${listing.id}`),
      await call('post', `/listings/${listing.id}/close`),
      await apply(listing),
    ])
      expect([response.status, response.body.code]).toEqual([404, 'listing_unknown']);
    expect((await new Owner(service).status(status_id)).status).toBe(404);
  });

  test('can be of a template, in disclosure mode and with other wallet options', async () => {
    const template = await create({ policy: undefined, ...exampleTemplateInput });
    expect(template.policy.predicates).toHaveLength(1);
    const disclosure = await create({
      policy: { ...examplePolicy, predicates: [], disclose: ['given_name'] },
      wallet: { mode: 'disclosure', response_mode: 'direct_post.jwt', legacy_formats: true },
    });
    const { wallet_link } = (await apply(disclosure).expect(201)).body;
    expect(await wallet.open(wallet_link)).toMatchObject({ responseMode: 'direct_post.jwt' });
  });

  test('is returned again for the same Idempotency-Key', async () => {
    const post = () => call('post', '/listings').set('idempotency-key', 'listing-1').send(INPUT).expect(201);
    expect((await post()).body).toEqual((await post()).body);
  });

  test.each<[object, number, string]>([
    [{ title: 7 }, 400, 'validation_failed'],
    [{ title: '' }, 400, 'invalid_input'],
    [{ max_requests: 501 }, 400, 'invalid_input'],
    [{ expires_in: 1 }, 400, 'invalid_expiry'],
    [{ wallet: { redirect_uri: 'https://portal.example' } }, 400, 'validation_failed'],
    [{ policy: undefined }, 400, 'policy_or_template_required'],
    [{ policy: null, ...exampleTemplateInput }, 400, 'policy_or_template_required'],
  ])('with %j is refused', async (changes, status, code) => {
    const response = await call('post', '/listings').send({ ...INPUT, ...changes });
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  test('belongs to its owner, who needs the scope request', async () => {
    const listing = await create();
    for (const [method, path] of [
      ['get', `/listings/${listing.id}`],
      ['post', `/listings/${listing.id}/close`],
      ['delete', `/listings/${listing.id}`],
    ] as const) {
      expect((await call(method, path, 'bank').expect(404)).body.code).toBe('listing_unknown');
      await call(method, path, 'acme').expect(403);
      await request(service.app.getHttpServer())[method](path).expect(401);
    }
    await request(service.app.getHttpServer()).post('/listings').send(INPUT).expect(401);
    await call('post', '/listings', 'acme').send(INPUT).expect(403);
  });

  test('needs a certificate of the verifier', async () => {
    const plain = await startWalletService({ hasCertificate: false });
    const response = await call('post', '/listings', 'landlord', plain).send(INPUT).expect(422);
    expect(response.body.code).toBe('wallets_unsupported');
    await plain.close();
  });
});

describe('a person with the link', () => {
  test('sees what is asked before a request is made', async () => {
    const listing = await create();
    await apply(listing).expect(201);
    const path = pathOf(listing.apply_url).replace('/requests', '/invitation');
    const { body, headers } = await request(service.app.getHttpServer()).get(path).expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      title: 'Flat 7',
      purpose: examplePolicy.purpose,
      statements: listing.statements,
      expires_at: listing.expires_at,
    });
  });

  test('that is wrong in any way gets one and the same error', async () => {
    const { apply_url } = await create();
    const link = apply_url.split('/').at(-2)!;
    const [id, secret] = link.split('.');
    for (const wrong of [
      `${id}.${'A'.repeat(43)}`,
      `${'A'.repeat(22)}.${secret}`,
      id!,
      `${id}.`,
      `${link}A`,
      'x',
    ]) {
      const response = await applyTo(wrong).expect(404);
      expect([response.body.code, response.body.detail]).toEqual([
        'listing_unknown',
        'The listing was not found.',
      ]);
    }
  });

  test('is throttled by address and listing', async () => {
    const limited = await startWalletService({ env: { MAX_APPLICATIONS_PER_MINUTE: '3' } });
    const listing = await create({}, limited);
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await apply(listing, limited)).status);
    expect(statuses.slice(0, 3)).toEqual([201, 201, 201]);
    const throttled = await apply(listing, limited);
    expect(throttled.body.code).toBe('rate_limited');
    expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
    await apply(await create({}, limited), limited).expect(201);
    await limited.close();
  });

  test('uses up the plan of the owner, and learns nothing of it', async () => {
    const poor = await startWalletService({
      env: {
        MAX_APPLICATIONS_PER_MINUTE: '1000',
        CLIENT_PLANS: JSON.stringify({ tests: { perMinute: 60, burst: 10, perMonth: 4 } }),
      },
    });
    const listing = await create({}, poor);
    for (let i = 0; i < 3; i++) await apply(listing, poor).expect(201);
    const { body, headers } = await apply(listing, poor).expect(429);
    expect(body.code).toBe('rate_limited');
    expect(body).not.toHaveProperty('violated-policies');
    expect(headers).not.toHaveProperty('ratelimit');
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3_600);
    expect((await call('get', `/listings/${listing.id}`, 'landlord', poor)).body.code).toBe('quota_exceeded');
    await poor.close();
  });

  test('gets no request of an owner that is disabled', async () => {
    const listing = await create();
    const { store } = service.clients;
    const find = store.findByKeyHash.bind(store);
    store.findByKeyHash = async (hash) => {
      const client = await find(hash);
      return client && { ...client, disabledAt: 1 };
    };
    expect((await apply(listing).expect(410)).body.code).toBe('listing_closed');
    store.findByKeyHash = async () => undefined;
    await apply(listing).expect(201);
    store.findByKeyHash = find;
  });

  test('gets no request once the verifier has no valid certificate', async () => {
    const listing = await create();
    const open = jest.spyOn(service.app.get(WalletChannels), 'open').mockResolvedValue(undefined);
    expect((await apply(listing).expect(503)).body.code).toBe('unavailable');
    open.mockRestore();
    await apply(listing).expect(201);
  });
});
