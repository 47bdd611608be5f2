import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import { CoreEngine, exampleIssueInput, ProtocolError } from '@zk-income/credential';
import {
  API_CLIENT_STORE,
  CLIENT_BUDGET_STORE,
  CLOCK,
  IDEMPOTENCY_STORE,
  loadConfig,
} from '@zk-income/service-kit';
import {
  codesOf,
  createTestService,
  faultsOf,
  fetchDocument,
  MemoryIdempotencyStore,
  openInputSchemas,
  operationsOf,
  testClients,
} from '@zk-income/service-kit/testing';
import request from 'supertest';
import { IssuerConfig } from './issuer.config.js';
import { issuer } from './issuer.js';

const engine = {
  issueCredential: jest.fn<CoreEngine['issueCredential']>(),
  changeStatus: jest.fn<CoreEngine['changeStatus']>(),
  statusListToken: jest.fn<CoreEngine['statusListToken']>(),
};
const clock = { time: Date.UTC(2026, 10, 24), now: () => clock.time };
const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;

beforeAll(async () => {
  clients = await testClients();
  app = await createTestService(
    issuer,
    loadConfig(IssuerConfig, {
      DATA_DIR: folder,
      PUBLIC_URL: 'https://issuer.example',
      // Nothing listens on this port.
      STORE_ENDPOINT: 'http://127.0.0.1:1',
    }),
    new Map<unknown, unknown>([
      [CoreEngine, engine],
      [API_CLIENT_STORE, clients.store],
      [CLIENT_BUDGET_STORE, new MemoryClientBudgetStore()],
      [IDEMPOTENCY_STORE, new MemoryIdempotencyStore()],
      [CLOCK, clock],
    ]),
  );
});

beforeEach(() => {
  jest.resetAllMocks();
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const http = () => request(app.getHttpServer());
const post = (path: string, key: string, body: object) =>
  http().post(path).set('authorization', `Bearer ${key}`).send(body);

describe('POST /issue', () => {
  test('passes the client and the body on unchanged', async () => {
    engine.issueCredential.mockResolvedValue({ id: 'batch', credentials: ['sd-jwt'] });
    const response = await post('/issue', clients.acme, exampleIssueInput);
    expect(response.status).toBe(201);
    expect(response.body).toEqual({ id: 'batch', credentials: ['sd-jwt'] });
    expect(engine.issueCredential).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'acme', sourceId: 'demo:acme' }),
      exampleIssueInput,
      undefined,
    );
  });

  test('requires the scope issue', async () => {
    expect((await http().post('/issue').send(exampleIssueInput)).status).toBe(401);
    expect((await post('/issue', clients.landlord, exampleIssueInput)).status).toBe(403);
    expect(engine.issueCredential).not.toHaveBeenCalled();
  });

  test.each<[string, object, string]>([
    ['an object of holder keys', { holder_keys: {} }, '#/holder_keys'],
    ['a string as a holder key', { holder_keys: ['key'] }, '#/holder_keys'],
    ['an array of attributes', { attributes: ['1'] }, '#/attributes'],
    ['null as attributes', { attributes: null }, '#/attributes'],
    ['a number as the currency', { currency: 978 }, '#/currency'],
    ['a string as the period', { period: '2026' }, '#/period'],
    ['a period without an end', { period: { start: '2025-11-01' } }, '#/period/end'],
    [
      'a period with an unknown member',
      { period: { ...exampleIssueInput.period, zone: 'UTC' } },
      '#/period/zone',
    ],
    ['a missing identity', { identity: undefined }, '#/identity'],
    ['a number as the id', { identity: { ...exampleIssueInput.identity, id: 12345678901 } }, '#/identity/id'],
    ['an array of claims', { claims: [] }, '#/claims'],
    ['a fraction of a day', { expires_in_days: 0.5 }, '#/expires_in_days'],
    ['a source_id', { source_id: 'demo:bolt' }, '#/source_id'],
  ])('rejects %s before issuing', async (_, change, pointer) => {
    const response = await post('/issue', clients.acme, { ...exampleIssueInput, ...change });
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('validation_failed');
    expect(response.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(engine.issueCredential).not.toHaveBeenCalled();
  });

  test('returns the code of a protocol error', async () => {
    engine.issueCredential.mockRejectedValue(new ProtocolError('value_out_of_range', 'Expected.'));
    const response = await post('/issue', clients.acme, exampleIssueInput);
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({ code: 'value_out_of_range', detail: 'Expected.' });
  });
});

describe('POST /credentials/{id}/status', () => {
  test('changes the status of a batch of the client', async () => {
    await post('/credentials/batch/status', clients.bolt, { status: 'suspended' }).expect(204, '');
    expect(engine.changeStatus).toHaveBeenCalledWith('bolt', 'batch', 'suspended');
  });

  test('rejects an unknown status, and lists the valid ones', async () => {
    const response = await post('/credentials/batch/status', clients.bolt, { status: 'lost' });
    expect(response.body.errors).toEqual([
      { pointer: '#/status', detail: 'Expected one of valid, suspended, revoked.' },
    ]);
  });

  test('requires the scope revoke', async () => {
    expect((await post('/credentials/batch/status', clients.landlord, { status: 'revoked' })).status).toBe(
      403,
    );
  });
});

describe('GET /status-lists/{id}', () => {
  test('returns the token with its ttl as max-age', async () => {
    engine.statusListToken.mockResolvedValue({ token: 'one', ttl: 300 });
    const response = await http().get('/status-lists/0').expect(200);
    expect(response.headers['content-type']).toBe('application/statuslist+jwt');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    expect(response.text ?? response.body.toString()).toBe('one');
  });

  test('signs once for concurrent requests, and again after a tenth of the ttl', async () => {
    clock.time += 3_600_000;
    engine.statusListToken.mockResolvedValue({ token: 'two', ttl: 300 });
    const responses = await Promise.all(Array.from({ length: 5 }, () => http().get('/status-lists/0')));
    expect(new Set(responses.map(({ headers }) => headers.etag)).size).toBe(1);
    expect(engine.statusListToken).toHaveBeenCalledTimes(1);
    clock.time += 31_000;
    await http().get('/status-lists/0').expect(200);
    expect(engine.statusListToken).toHaveBeenCalledTimes(2);
  });

  test('returns 304 if the ETag matches', async () => {
    clock.time += 3_600_000;
    engine.statusListToken.mockResolvedValue({ token: 'three', ttl: 300 });
    const { etag } = (await http().get('/status-lists/0')).headers;
    const same = await http().get('/status-lists/0').set('if-none-match', etag!).expect(304);
    expect(same.headers['cache-control']).toBe('public, max-age=300');
    await http().get('/status-lists/0').set('if-none-match', '"other"').expect(200);
  });

  test.each([
    ['gzip', true],
    ['br, GZIP ; q=0.5, *', true],
    ['gzip;q=1', true],
    ['gzip;q=0', false],
    ['gzip;q=0.000', false],
    ['br', false],
    ['*', false],
    ['', false],
  ])('is compressed for clients that accept gzip: %s', async (accepted, isCompressed) => {
    clock.time += 3_600_000;
    engine.statusListToken.mockResolvedValue({ token: 'a token', ttl: 300 });
    const headers = { 'accept-encoding': accepted };
    const response = await app.inject({ url: '/status-lists/0', headers });
    expect(response.headers['content-encoding']).toBe(isCompressed ? 'gzip' : undefined);
    expect(response.headers['content-type']).toBe('application/statuslist+jwt');
    expect(response.headers.vary).toContain('accept-encoding');
    const bytes = response.rawPayload;
    expect((isCompressed ? gunzipSync(bytes) : bytes).toString()).toBe('a token');
    const etag = String(response.headers.etag);
    const again = await app.inject({
      url: '/status-lists/0',
      headers: { ...headers, 'if-none-match': etag },
    });
    expect([again.statusCode, again.headers.etag]).toEqual([304, etag]);
    const other = isCompressed ? 'identity' : 'gzip';
    const changed = await app.inject({
      url: '/status-lists/0',
      headers: { 'accept-encoding': other, 'if-none-match': etag },
    });
    expect(changed.statusCode).toBe(200);
  });

  test('can be read by pages of any origin', async () => {
    engine.statusListToken.mockResolvedValue({ token: 'five', ttl: 300 });
    const response = await http().get('/status-lists/0').set('origin', 'https://wallet.example').expect(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('does not cache errors', async () => {
    clock.time += 3_600_000;
    engine.statusListToken.mockRejectedValueOnce(new Error('once'));
    await http().get('/status-lists/0').expect(500);
    engine.statusListToken.mockResolvedValue({ token: 'four', ttl: 300 });
    await http().get('/status-lists/0').expect(200);
  });

  test.each(['x', '-1', '00', '1e3', '9999999999'])('returns status_list_unknown for %s', async (id) => {
    expect((await http().get(`/status-lists/${id}`)).body.code).toBe('status_list_unknown');
    expect(engine.statusListToken).not.toHaveBeenCalled();
  });
});

describe('public routes', () => {
  test('return the metadata and the public keys', async () => {
    const metadata = await http().get('/.well-known/jwt-vc-issuer').expect(200);
    expect(metadata.body).toEqual({
      issuer: 'https://issuer.example',
      jwks_uri: 'https://issuer.example/.well-known/jwks.json',
    });
    const { body } = await http().get('/.well-known/jwks.json').expect(200);
    expect(body.keys).toHaveLength(1);
    expect(body.keys[0]).not.toHaveProperty('d');
  });

  test('report that the service is live, and not ready without its store', async () => {
    await http().get('/health/live').expect(200);
    const response = await http().get('/health/ready').expect(503);
    expect(response.body.detail).toBe('Not ready: store.');
  });
});

describe('the OpenAPI document', () => {
  test('has no faults and contains all operations', async () => {
    const document = await fetchDocument(app);
    expect(faultsOf(document)).toEqual([]);
    expect(openInputSchemas(document).sort()).toEqual([
      'CredentialRequest',
      'HolderKey',
      'KeyProofs',
      'NotificationRequest',
      'TokenRequest',
    ]);
    expect(
      operationsOf(document)
        .map(({ operationId }) => operationId)
        .sort(),
    ).toEqual([
      'changeStatus',
      'collectCredentials',
      'createOffer',
      'createWebhook',
      'deleteWebhook',
      'exchangeCode',
      'getAuthorizationServer',
      'getCredentialIssuer',
      'getCredentialSchema',
      'getIssuerMetadata',
      'getKeys',
      'getNonce',
      'getOffer',
      'getStatusList',
      'getTypeMetadata',
      'isLive',
      'isReady',
      'isStarted',
      'issueCredential',
      'listWebhookDeliveries',
      'listWebhooks',
      'notifyIssuer',
      'resendWebhookDelivery',
      'rotateWebhook',
      'withdrawOffer',
    ]);
  });

  test('lists the errors of issueCredential', async () => {
    const operation = operationsOf(await fetchDocument(app)).find(
      ({ operationId }) => operationId === 'issueCredential',
    )!;
    expect(codesOf(operation)).toEqual(
      expect.arrayContaining([
        'private_holder_key',
        'idempotency_key_reused',
        'insufficient_scope',
        'payload_too_large',
      ]),
    );
  });

  test('is shown at /docs', async () => {
    const page = await http().get('/docs').redirects(1).expect(200);
    expect(page.text).toContain('swagger-ui');
  });
});
