import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import {
  CoreEngine,
  ERRORS,
  examplePolicy,
  exampleRequest,
  exampleTwoIncomesPolicy,
  exampleVerdict,
  inlineProofRunner,
  listTemplates,
  MAX_PRESENTATION_BYTES,
  PERSONAL_CLAIMS,
  ProtocolError,
  parsePolicy,
  REFUSAL_CODES,
  type Verdict,
} from '@zk-income/credential';
import {
  API_CLIENT_STORE,
  CLIENT_BUDGET_STORE,
  ConfigError,
  IDEMPOTENCY_STORE,
  loadConfig,
  PROOF_RUNNER,
} from '@zk-income/service-kit';
import {
  createTestService,
  faultsOf,
  fetchDocument,
  MemoryIdempotencyStore,
  openInputSchemas,
  operationsOf,
  testClients,
} from '@zk-income/service-kit/testing';
import type { FastifyReply } from 'fastify';
import request from 'supertest';
import { answeredExample } from './requests.docs.js';
import { VerifierConfig } from './verifier.config.js';
import { verifier } from './verifier.js';
import { MAX_CONCURRENT_VERIFICATIONS } from './verifier.module.js';
import { VerifyController } from './verify.controller.js';
import { verifyExample } from './verify.docs.js';

const TRUSTED_ISSUERS = JSON.stringify([
  { iss: 'https://issuer.example', attributes: ['gross_income'], complete: [] },
]);
const engine = {
  createRequest: jest.fn<CoreEngine['createRequest']>(),
  findRequest: jest.fn<CoreEngine['findRequest']>(),
  deleteRequest: jest.fn<CoreEngine['deleteRequest']>(),
  verifyProof: jest.fn<CoreEngine['verifyProof']>(),
};
const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;

beforeAll(async () => {
  clients = await testClients();
  app = await createTestService(
    verifier,
    loadConfig(VerifierConfig, { DATA_DIR: folder, TRUSTED_ISSUERS, STORE_ENDPOINT: 'http://127.0.0.1:1' }),
    new Map<unknown, unknown>([
      [CoreEngine, engine],
      [PROOF_RUNNER, inlineProofRunner],
      [API_CLIENT_STORE, clients.store],
      [CLIENT_BUDGET_STORE, new MemoryClientBudgetStore()],
      [IDEMPOTENCY_STORE, new MemoryIdempotencyStore()],
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
const as = (key: string) => ({ authorization: `Bearer ${key}` });

describe('POST /requests', () => {
  test('passes the policy on unchanged', async () => {
    engine.createRequest.mockResolvedValue(exampleRequest);
    const body = { policy: { ...examplePolicy, unknown: [{ deep: 1 }] }, expires_in: 60 };
    await http().post('/requests').set(as(clients.landlord)).send(body).expect(201, exampleRequest);
    expect(engine.createRequest).toHaveBeenCalledWith('landlord', body, undefined, undefined);
  });

  test.each<[object, string]>([
    [{ template: 7 }, '#/template'],
    [{ template: 'rent_multiple', parameters: [] }, '#/parameters'],
    [{ policy: 'x' }, '#/policy'],
    [{ policy: [] }, '#/policy'],
    [{ policy: examplePolicy, expires_in: '60' }, '#/expires_in'],
    [{ policy: examplePolicy, expires_in: 0.5 }, '#/expires_in'],
    [{ policy: examplePolicy, callback: 'x' }, '#/callback'],
  ])('rejects %j', async (body, pointer) => {
    const response = await http().post('/requests').set(as(clients.landlord)).send(body).expect(400);
    expect(response.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test('requires the scope request', async () => {
    await http().post('/requests').send({ policy: examplePolicy }).expect(401);
    await http().post('/requests').set(as(clients.acme)).send({ policy: examplePolicy }).expect(403);
  });
});

describe('GET /policy-templates', () => {
  test('lists the templates to anyone, also to other web pages', async () => {
    const { body, headers } = await http()
      .get('/policy-templates')
      .set('Origin', 'https://portal.example')
      .expect(200);
    expect(body).toEqual({ templates: listTemplates() });
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': expect.stringContaining('public'),
    });
  });
});

describe('/requests/{id}', () => {
  test('returns the state and the receipt to the owner, with no-store', async () => {
    engine.findRequest.mockResolvedValue(answeredExample as never);
    const response = await http().get('/requests/abc').set(as(clients.bank)).expect(200, answeredExample);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(engine.findRequest).toHaveBeenCalledWith('bank', 'abc');
  });

  test('deletes the request', async () => {
    await http().delete('/requests/abc').set(as(clients.bank)).expect(204);
    expect(engine.deleteRequest).toHaveBeenCalledWith('bank', 'abc');
  });

  test('returns 404 to other clients, and 401 without a key', async () => {
    engine.findRequest.mockRejectedValue(new ProtocolError('request_unknown'));
    expect((await http().get('/requests/abc').set(as(clients.bank)).expect(404)).body.code).toBe(
      'request_unknown',
    );
    await http().get('/requests/abc').expect(401);
    await http().delete('/requests/abc').expect(401);
  });
});

describe('POST /verify', () => {
  test('returns the verdict without an API key', async () => {
    engine.verifyProof.mockResolvedValue(exampleVerdict as never);
    await http().post('/verify').send(verifyExample).expect(200, exampleVerdict);
    expect(engine.verifyProof).toHaveBeenCalledWith(verifyExample, { onRepeated: expect.any(Function) });
  });

  test('marks the verdict of an earlier call', async () => {
    engine.verifyProof.mockImplementation(async (_, options) => {
      options!.onRepeated!();
      return exampleVerdict as Verdict;
    });
    const { headers } = await http().post('/verify').send(verifyExample).expect(200, exampleVerdict);
    expect(headers['idempotency-replayed']).toBe('true');
  });

  test('returns a refused verdict with 200', async () => {
    const refusal = {
      verified: false,
      code: 'credential_revoked',
      detail: ERRORS.credential_revoked.title,
    } as const;
    engine.verifyProof.mockResolvedValue(refusal);
    await http().post('/verify').send(verifyExample).expect(200, refusal);
  });

  test.each([
    ['request_unknown', 404],
    ['request_expired', 410],
    ['request_already_answered', 409],
    ['presentation_missing', 400],
    ['presentation_too_large', 413],
    ['too_many_attempts', 429],
    ['overloaded', 503],
  ] as const)('returns %s with %d', async (code, status) => {
    engine.verifyProof.mockRejectedValue(new ProtocolError(code));
    expect((await http().post('/verify').send(verifyExample).expect(status)).body.code).toBe(code);
  });

  test('rejects presentations over the concurrency limit, with Retry-After', async () => {
    let complete = (_verdict: Verdict) => {};
    engine.verifyProof.mockReturnValue(
      new Promise((resolve) => {
        complete = resolve;
      }),
    );
    const controller = app.get(VerifyController);
    const { total, perKey } = MAX_CONCURRENT_VERIFICATIONS;
    const running = Array.from({ length: total }, (_, i) =>
      controller.verifyProof(
        { ...verifyExample, request_id: `request ${i % (total / perKey)}` },
        {} as FastifyReply,
      ),
    );
    const { body, headers } = await http().post('/verify').send(verifyExample).expect(503);
    expect(body.code).toBe('overloaded');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(engine.verifyProof).toHaveBeenCalledTimes(total);
    complete(exampleVerdict as Verdict);
    await Promise.all(running);
    await http().post('/verify').send(verifyExample).expect(200);
  });

  test('accepts 64 KiB of presentations, and rejects larger bodies', async () => {
    engine.verifyProof.mockResolvedValue({ verified: false, code: 'nonce_mismatch', detail: 'Words.' });
    const body = (bytes: number) => ({ request_id: 'abc', presentations: { salary: 'x'.repeat(bytes) } });
    await http().post('/verify').send(body(MAX_PRESENTATION_BYTES)).expect(200);
    expect((await http().post('/verify').send(body(80_000)).expect(413)).body.code).toBe('payload_too_large');
    expect((await http().post('/verify').send(body(1_000_000)).expect(413)).body.code).toBe(
      'payload_too_large',
    );
  });

  test.each<object>([
    {},
    { request_id: 7, presentations: {} },
    // DynamoDB does not accept an empty key.
    { request_id: '', presentations: {} },
    { request_id: 'abc', presentations: ['x'] },
  ])('rejects %j', async (body) => {
    expect((await http().post('/verify').send(body).expect(400)).body.code).toBe('validation_failed');
  });
});

describe('the OpenAPI document', () => {
  test('has no faults and contains all operations', async () => {
    const document = await fetchDocument(app);
    expect(faultsOf(document)).toEqual([]);
    // OAuth demands that unknown parameters are ignored.
    expect(openInputSchemas(document)).toEqual(['RequestObjectForm', 'AuthorizationResponse']);
    expect(
      operationsOf(document)
        .map(({ operationId }) => operationId)
        .sort(),
    ).toEqual([
      'applyToListing',
      'closeListing',
      'createListing',
      'createRequest',
      'createWebhook',
      'deleteListing',
      'deleteRequest',
      'deleteWebhook',
      'fetchRequestObject',
      'getKeys',
      'getListing',
      'getListingInvitation',
      'getRequest',
      'getRequestObject',
      'getRequestStatus',
      'isLive',
      'isReady',
      'isStarted',
      'listTemplates',
      'listWebhookDeliveries',
      'listWebhooks',
      'redeemResponseCode',
      'resendWebhookDelivery',
      'rotateWebhook',
      'sendResponse',
      'verifyProof',
    ]);
  });

  test('contains every member of a policy, and both shapes of a verdict', async () => {
    const { components, paths } = await fetchDocument(app);
    const policy = components.schemas.Policy as { properties: object; required: string[] };
    expect(Object.keys(policy.properties).sort()).toEqual(
      [...Object.keys(examplePolicy), 'any_of', 'people', 'issuers', 'disclose'].sort(),
    );
    expect([...policy.required].sort()).toEqual(Object.keys(examplePolicy).sort());
    const verdict = paths['/verify']!.post!.responses['200']!.content!['application/json']!.schema;
    expect(verdict).toEqual({ $ref: '#/components/schemas/Verdict' });
    expect(components.schemas.Verdict).toMatchObject({ oneOf: [expect.anything(), expect.anything()] });
    expect(REFUSAL_CODES).toContain('range_proof_invalid');
  });

  test('contains valid policies as examples', () => {
    expect(parsePolicy(examplePolicy)).toEqual(examplePolicy);
    expect(parsePolicy(exampleTwoIncomesPolicy)).toEqual(exampleTwoIncomesPolicy);
    expect(PERSONAL_CLAIMS).toEqual(expect.arrayContaining(exampleTwoIncomesPolicy.disclose as string[]));
  });
});

describe('the configuration', () => {
  test.each([
    undefined,
    '[]',
    '{',
    '[{"iss":"issuer.example","attributes":[],"complete":[]}]',
    '[{"iss":"https://issuer.example","attributes":["wealth"],"complete":[]}]',
  ])('requires a valid trust list, and rejects %s', (text) => {
    expect(() => loadConfig(VerifierConfig, { TRUSTED_ISSUERS: text })).toThrow(ConfigError);
  });

  test('derives the audience from PUBLIC_URL unless CLIENT_ID is set', () => {
    const env = { TRUSTED_ISSUERS, PUBLIC_URL: 'https://verifier.example' };
    expect(loadConfig(VerifierConfig, env).audience).toBe('redirect_uri:https://verifier.example/verify');
    expect(loadConfig(VerifierConfig, { ...env, CLIENT_ID: 'x509_san_dns:a' }).audience).toBe(
      'x509_san_dns:a',
    );
  });
});
