import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import { examplePolicy, inlineProofRunner } from '@zk-income/credential';
import { MemoryRequestStore, makeTestEnvironment, signingKeys } from '@zk-income/credential/testing';
import {
  API_CLIENT_STORE,
  CLIENT_BUDGET_STORE,
  CLOCK,
  IDEMPOTENCY_STORE,
  loadConfig,
  PROOF_RUNNER,
  REQUEST_STORE,
  SIGNING_KEYS,
  WEBHOOK_DELIVERY_STORE,
  WEBHOOK_ENDPOINT_STORE,
  WEBHOOK_SENDER,
} from '@zk-income/service-kit';
import { createTestService, MemoryIdempotencyStore, testClients } from '@zk-income/service-kit/testing';
import { WebhookDispatcher } from '@zk-income/webhooks';
import { MemoryWebhookDeliveryStore, MemoryWebhookEndpointStore } from '@zk-income/webhooks/testing';
import { Webhook } from 'standardwebhooks';
import request, { type Test } from 'supertest';
import { VerifierConfig } from './verifier.config.js';
import { verifier } from './verifier.js';

const URL = 'https://portal.example/webhooks';
const CLIENT_PLANS = JSON.stringify({ tests: { perMinute: 60_000, burst: 10_000, perMonth: 1_000_000 } });

const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
const sent: { headers: Record<string, string>; body: string }[] = [];
const clock = { milliseconds: Date.now(), now: () => clock.milliseconds };
let clients: Awaited<ReturnType<typeof testClients>>;
const apps: NestFastifyApplication[] = [];

async function start(env: Record<string, string>): Promise<NestFastifyApplication> {
  const { receiptKey } = await makeTestEnvironment();
  const app = await createTestService(
    verifier,
    loadConfig(VerifierConfig, {
      DATA_DIR: folder,
      TRUSTED_ISSUERS: JSON.stringify([
        { iss: 'https://issuer.example', attributes: ['gross_income'], complete: [] },
      ]),
      STORE_ENDPOINT: 'http://127.0.0.1:1',
      CLIENT_PLANS,
      DEFAULT_CLIENT_PLAN: 'tests',
      ...env,
    }),
    new Map<unknown, unknown>([
      [CLOCK, clock],
      [SIGNING_KEYS, await signingKeys(receiptKey)],
      [PROOF_RUNNER, inlineProofRunner],
      [API_CLIENT_STORE, clients.store],
      [CLIENT_BUDGET_STORE, new MemoryClientBudgetStore()],
      [IDEMPOTENCY_STORE, new MemoryIdempotencyStore()],
      [REQUEST_STORE, new MemoryRequestStore()],
      [WEBHOOK_ENDPOINT_STORE, new MemoryWebhookEndpointStore()],
      [WEBHOOK_DELIVERY_STORE, new MemoryWebhookDeliveryStore()],
      [
        WEBHOOK_SENDER,
        {
          send: async (message: (typeof sent)[number]) => {
            sent.push(message);
            return { status: 200 };
          },
        },
      ],
    ]),
  );
  apps.push(app);
  return app;
}

let app: NestFastifyApplication;

beforeAll(async () => {
  clients = await testClients();
  app = await start({ WEBHOOK_KEYS: `${'n'.repeat(64)},${'o'.repeat(43)}` });
});

afterAll(async () => {
  for (const one of apps) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

const calling =
  (client: 'landlord' | 'bank' | 'withoutScopes', on = () => app) =>
  (method: 'get' | 'post' | 'delete', path: string): Test =>
    request(on().getHttpServer())[method](path).set('authorization', `Bearer ${clients[client]}`);

const landlord = calling('landlord');

describe('the API of webhooks', () => {
  test('registers, lists, rotates and removes a webhook, of one client', async () => {
    const { body: created } = await landlord('post', '/webhooks').send({ url: URL }).expect(201);
    expect(created).toMatchObject({ url: URL, state: 'active', secret: expect.stringMatching(/^whsec_/) });
    const { secret: _, ...listed } = created;
    expect((await landlord('get', '/webhooks').expect(200)).body).toEqual({ webhooks: [listed] });
    expect((await calling('bank')('get', '/webhooks').expect(200)).body).toEqual({ webhooks: [] });
    const { body: rotated } = await landlord('post', `/webhooks/${created.id}/rotate`).expect(200);
    expect(rotated.id).toBe(created.id);
    expect(rotated.secret).not.toBe(created.secret);
    for (const path of ['', '/rotate', '/deliveries', '/deliveries/msg_1/resend']) {
      const method = path === '' ? 'delete' : path === '/deliveries' ? 'get' : 'post';
      const { body } = await calling('bank')(method, `/webhooks/${created.id}${path}`).expect(404);
      expect(body.code).toBe('webhook_unknown');
    }
    await landlord('delete', `/webhooks/${created.id}`).expect(204);
    expect((await landlord('delete', `/webhooks/${created.id}`).expect(404)).body.code).toBe(
      'webhook_unknown',
    );
  });

  test('returns the same webhook and secret for a retry', async () => {
    const post = () =>
      landlord('post', '/webhooks').set('idempotency-key', 'a-key').send({ url: URL }).expect(201);
    const [first, second] = [await post(), await post()];
    expect(second.body).toEqual(first.body);
    await landlord('delete', `/webhooks/${first.body.id}`).expect(204);
  });

  test.each([
    [{}, 'validation_failed', '#/url'],
    [{ url: URL, events: [] }, 'validation_failed', '#/events'],
    [{ url: URL, events: ['offer.issued'] }, 'validation_failed', '#/events'],
    [{ url: URL, secret: 'mine' }, 'validation_failed', '#/secret'],
  ])('rejects %p', async (body, code, pointer) => {
    const { body: problem } = await landlord('post', '/webhooks').send(body).expect(400);
    expect(problem).toMatchObject({ code, errors: [{ pointer }] });
  });

  test.each(['http://portal.example/', 'https://169.254.169.254/', 'https://[::1]/', 'https://localhost/'])(
    'rejects %s, with an example',
    async (url) => {
      const { body: problem } = await landlord('post', '/webhooks').send({ url }).expect(400);
      expect(problem).toMatchObject({
        code: 'webhook_url_invalid',
        detail: expect.stringContaining('such as https://portal.example/webhooks'),
      });
    },
  );

  test('needs an API key with the scope of requests', async () => {
    await request(app.getHttpServer()).get('/webhooks').expect(401);
    await calling('withoutScopes')('get', '/webhooks').expect(403);
  });

  test('says that a service without keys sends no webhooks, and serves requests', async () => {
    const without = await start({});
    const call = calling('landlord', () => without);
    const { body } = await call('post', '/webhooks').send({ url: URL }).expect(422);
    expect(body.code).toBe('webhooks_unsupported');
    expect((await call('get', '/webhooks').expect(200)).body).toEqual({ webhooks: [] });
    await call('post', '/requests').send({ policy: examplePolicy }).expect(201);
  });

  test('delivers the expiry of a request, lists the delivery, and sends it again', async () => {
    const { body: webhook } = await landlord('post', '/webhooks').send({ url: URL }).expect(201);
    const { body: created } = await landlord('post', '/requests')
      .send({ policy: examplePolicy, expires_in: 60 })
      .expect(201);
    const dispatcher = app.get(WebhookDispatcher);
    await dispatcher.deliverDue();
    expect(sent).toEqual([]);
    clock.milliseconds += 70_000;
    await dispatcher.deliverDue();
    const [{ headers, body }] = sent as [(typeof sent)[number]];
    const verified = new Webhook(webhook.secret).verify(body, headers);
    expect(verified).toMatchObject({ type: 'request.expired', data: { id: created.id } });
    const { deliveries } = (await landlord('get', `/webhooks/${webhook.id}/deliveries`).expect(200)).body;
    expect(deliveries).toEqual([
      expect.objectContaining({ id: headers['webhook-id'], state: 'delivered', attempts: 1, status: 200 }),
    ]);
    await landlord('post', `/webhooks/${webhook.id}/deliveries/${deliveries[0].id}/resend`).expect(204);
    await dispatcher.deliverDue();
    expect(sent.map((message) => message.headers['webhook-id'])).toEqual(
      Array(2).fill(headers['webhook-id']),
    );
    await landlord('delete', `/requests/${created.id}`).expect(204);
    expect((await landlord('get', `/webhooks/${webhook.id}/deliveries`)).body).toEqual({ deliveries: [] });
    const { body: unknown } = await landlord(
      'post',
      `/webhooks/${webhook.id}/deliveries/${deliveries[0].id}/resend`,
    ).expect(404);
    expect(unknown.code).toBe('webhook_delivery_unknown');
  });
});
