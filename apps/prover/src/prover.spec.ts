import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CoreEngine, inlineProofRunner, ProtocolError } from '@zk-income/credential';
import { loadConfig, PROOF_RUNNER } from '@zk-income/service-kit';
import { createTestService, faultsOf, fetchDocument, openInputSchemas } from '@zk-income/service-kit/testing';
import request from 'supertest';
import { proveExample } from './prove.docs.js';
import { ProverConfig } from './prover.config.js';
import { prover } from './prover.js';

const engine = { generateProof: jest.fn<CoreEngine['generateProof']>() };
let app: NestFastifyApplication;

beforeAll(async () => {
  app = await createTestService(
    prover,
    loadConfig(ProverConfig, { PROVER_ENABLED: 'true', LOG_FORMAT: 'json' }),
    new Map<unknown, unknown>([
      [CoreEngine, engine],
      [PROOF_RUNNER, inlineProofRunner],
    ]),
  );
});

beforeEach(() => {
  jest.resetAllMocks();
});

afterAll(() => app.close());

const prove = (body: object) => request(app.getHttpServer()).post('/prove').send(body);

describe('the configuration', () => {
  test.each([undefined, '', 'false', '1', 'yes'])('rejects PROVER_ENABLED=%s', (PROVER_ENABLED) => {
    expect(() => loadConfig(ProverConfig, { PROVER_ENABLED })).toThrow(
      /PROVER_ENABLED: expected true, to enable the test prover.*on their own device/,
    );
  });
});

describe('POST /prove', () => {
  test('passes the request and the credentials on unchanged', async () => {
    engine.generateProof.mockResolvedValue({ salary: 'sd-jwt+kb' });
    const response = await prove(proveExample).expect(200);
    expect(response.body).toEqual({ presentations: { salary: 'sd-jwt+kb' } });
    expect(engine.generateProof).toHaveBeenCalledWith(proveExample.request, proveExample.credentials, {});
  });

  test('passes the alternative on, where there is one', async () => {
    await prove({ ...proveExample, alternative: 'two_incomes' }).expect(200);
    expect(engine.generateProof).toHaveBeenCalledWith(proveExample.request, proveExample.credentials, {
      alternative: 'two_incomes',
    });
    await prove({ ...proveExample, alternative: null }).expect(200);
    expect(engine.generateProof).toHaveBeenLastCalledWith(proveExample.request, proveExample.credentials, {});
    await prove({ ...proveExample, alternative: 1 }).expect(400);
  });

  test('returns 422 for a predicate that is not satisfied', async () => {
    engine.generateProof.mockRejectedValue(new ProtocolError('predicate_not_satisfied'));
    expect((await prove(proveExample).expect(422)).body.code).toBe('predicate_not_satisfied');
  });

  test.each<object>([{}, { request: 'x', credentials: [] }, { ...proveExample, more: 1 }])(
    'rejects %j',
    async (body) => {
      expect((await prove(body).expect(400)).body.code).toBe('validation_failed');
      expect(engine.generateProof).not.toHaveBeenCalled();
    },
  );

  test('logs neither the credential nor the private key', async () => {
    const logged: unknown[] = [];
    const record = (...message: unknown[]) => logged.push(message);
    Logger.overrideLogger({ log: record, warn: record, error: record });
    engine.generateProof.mockRejectedValue(new Error(proveExample.credentials.salary.holder_key.d));
    await prove(proveExample).expect(500);
    Logger.overrideLogger(false);
    expect(logged.length).toBeGreaterThan(0);
    const { credential, holder_key } = proveExample.credentials.salary;
    for (const secret of [credential, holder_key.d]) expect(JSON.stringify(logged)).not.toContain(secret);
  });
});

test('the OpenAPI document has no faults, and says that real holders prove on their own device', async () => {
  const document = await fetchDocument(app);
  expect(faultsOf(document)).toEqual([]);
  expect(openInputSchemas(document)).toEqual(['PresentationRequest', 'PrivateHolderKey']);
  expect(JSON.stringify(document)).toContain('Real holders prove on their own device');
});
