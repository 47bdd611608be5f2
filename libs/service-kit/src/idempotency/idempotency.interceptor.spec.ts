import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Body, Controller, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProtocolError } from '@zk-income/credential';
import request from 'supertest';
import { RequireScope } from '../api-clients/scope-guard.js';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { MemoryIdempotencyStore } from '../testing/memory-idempotency-store.js';
import { createTestService, memoryApiClients, testClients } from '../testing/test-service.js';
import { until } from '../testing/until.js';
import { CLOCK } from '../tokens.js';
import { Idempotent } from './idempotency.interceptor.js';
import { IdempotencyModule } from './idempotency.module.js';
import { OperationId, OperationSecret } from './operation-id.js';

/** The executions of the handlers, which the tests complete unless `completesAtOnce`. */
let runs: {
  body: unknown;
  operation: string | undefined;
  operationSecret?: string | undefined;
  complete: (result: object | Error) => void;
}[];
let completesAtOnce: boolean;

@Controller()
class ThingsController {
  @Post('things')
  @RequireScope('issue')
  @Idempotent()
  create(
    @Body() body: Record<string, unknown>,
    @OperationId() operation?: string,
    @OperationSecret() operationSecret?: string,
  ): Promise<object> {
    return run(body, operation, operationSecret);
  }

  @Post('others')
  @RequireScope('issue')
  @Idempotent()
  createOther(@Body() body: Record<string, unknown>): Promise<object> {
    return run(body, undefined);
  }
}

function run(
  body: unknown,
  operation: string | undefined,
  operationSecret?: string | undefined,
): Promise<object> {
  return new Promise((resolve, reject) => {
    const complete = (result: object | Error) => (result instanceof Error ? reject(result) : resolve(result));
    runs.push({ body, operation, operationSecret, complete });
    if (completesAtOnce) complete({ run: runs.length, secret: 'Erika' });
  });
}

/** The error of a store that is not available. */
function unavailable(): Error {
  return Object.assign(new Error('The store is not available.'), { code: 'store_unavailable' });
}

type StoredRecord = Parameters<MemoryIdempotencyStore['records']['set']>[1];

let store: MemoryIdempotencyStore;
let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;
let now: number;

beforeEach(async () => {
  runs = [];
  completesAtOnce = true;
  now = Date.UTC(2026, 10, 24);
  store = new MemoryIdempotencyStore();
  clients = await testClients();
  app = await createTestService(
    {
      name: 'things',
      config: StatefulServiceConfig,
      module: {
        module: class ThingsModule {},
        imports: [
          memoryApiClients(clients.store),
          IdempotencyModule.forRootAsync({ useFactory: () => store }),
        ],
        controllers: [ThingsController],
      },
      api: { title: 'Things', description: '', tags: {}, bearer: true },
    },
    loadConfig(StatefulServiceConfig, {}),
    new Map([[CLOCK, { now: () => now }]]),
  );
});

afterEach(() => {
  // A failed test may have left requests open, which would delay the shutdown.
  for (const { complete } of runs) complete({});
  return app.close();
});

const send = (body: string, { key = 'one', bearer = clients.acme, path = '/things' } = {}) =>
  request(app.getHttpServer())
    .post(path)
    .set({ authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': key })
    .send(body)
    .then((response) => response);

describe('with the same Idempotency-Key', () => {
  test('the same body gets the first response, and the handler does not run again', async () => {
    const first = await send('{"a":1,"b":2}');
    const again = await send('{ "b": 2, "a": 1 }');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(runs).toHaveLength(1);
  });

  test('another body is rejected', async () => {
    await send('{"a":1}');
    const response = await send('{"a":2}');
    expect(response.status).toBe(409);
    expect(response.body.code).toBe('idempotency_key_reused');
    expect(runs).toHaveLength(1);
  });

  test('a retry while the first request runs is rejected with in_progress', async () => {
    completesAtOnce = false;
    const first = send('{"a":1}');
    await until(() => runs.length === 1);
    const second = await send('{"a":1}');
    expect(second.status).toBe(409);
    expect(second.body.code).toBe('in_progress');
    expect(second.headers['retry-after']).toBe('1');
    runs[0]!.complete({ done: true });
    expect((await first).body).toEqual({ done: true });
    expect((await send('{"a":1}')).body).toEqual({ done: true });
  });

  test('one of many concurrent requests runs', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => send('{"a":1}')));
    expect(runs).toHaveLength(1);
    for (const { status, body } of responses) {
      if (status === 201) expect(body).toEqual({ run: 1, secret: 'Erika' });
      else expect(body.code).toBe('in_progress');
    }
  });

  test('a failed request can be retried, also with another body', async () => {
    completesAtOnce = false;
    const failing = send('{"a":1}');
    await until(() => runs.length === 1);
    runs[0]!.complete(new ProtocolError('unknown_currency'));
    expect((await failing).status).toBe(400);
    completesAtOnce = true;
    expect((await send('{"a":2}')).status).toBe(201);
  });

  test('requests of another client or to another endpoint are independent', async () => {
    await send('{"a":1}');
    await send('{"a":1}', { bearer: clients.bolt });
    await send('{"a":1}', { path: '/others' });
    expect(runs).toHaveLength(3);
  });

  test('the record expires after a day', async () => {
    await send('{"a":1}');
    now += 24 * 60 * 60 * 1000;
    expect((await send('{"a":2}')).status).toBe(201);
    expect(runs).toHaveLength(2);
  });
});

describe('the stored record', () => {
  test('reveals neither the key, the body nor the response', async () => {
    await send('{"income":"5400000"}', { key: 'Erika' });
    const [[name, record]] = [...store.records] as [[string, StoredRecord]];
    const stored = `${name}${Buffer.from(record.fingerprint)}${Buffer.from(record.response!)}`;
    expect(stored).not.toMatch(/Erika|5400000|income/);
  });

  test('is not valid under another Idempotency-Key', async () => {
    await send('{"a":1}', { key: 'one' });
    await send('{"a":1}', { key: 'two' });
    const [[, one], [name, two]] = [...store.records] as [[string, StoredRecord], [string, StoredRecord]];
    store.records.set(name, one);
    expect((await send('{"a":1}', { key: 'two' })).status).toBe(409);
    store.records.set(name, { ...one, fingerprint: two.fingerprint });
    expect((await send('{"a":1}', { key: 'two' })).status).toBe(500);
  });
});

describe('the header', () => {
  test('is optional: without it, every request runs', async () => {
    const call = () =>
      request(app.getHttpServer())
        .post('/things')
        .set('authorization', `Bearer ${clients.acme}`)
        .send({ a: 1 });
    await call().expect(201);
    await call().expect(201);
    expect(runs.map(({ operation }) => operation)).toEqual([undefined, undefined]);
    expect(store.records.size).toBe(0);
  });

  test.each(['x'.repeat(256), 'with space', ''])('is rejected as %p', async (key) => {
    const response = await send('{"a":1}', { key });
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('invalid_idempotency_key');
    expect(runs).toHaveLength(0);
  });

  test('does not replace the API key', async () => {
    expect((await send('{"a":1}', { bearer: 'unknown' })).status).toBe(401);
    expect(store.records.size).toBe(0);
  });
});

describe('a retry', () => {
  const operations = () => runs.map(({ operation }) => operation);

  /** A request whose process died: it does not renew its claim, and sends no response. */
  async function abandonedRequest() {
    completesAtOnce = false;
    store.renew = async () => {};
    const response = send('{"a":1}');
    await until(() => runs.length === 1);
    completesAtOnce = true;
    return { response };
  }

  test('continues the operation of a process that died', async () => {
    await abandonedRequest();
    expect((await send('{"a":1}')).body).toEqual({ run: 2, secret: 'Erika' });
    expect(operations()).toEqual([expect.stringMatching(/^[\w-]{22}$/), runs[0]!.operation]);
    const [secret, again] = runs.map(({ operationSecret }) => operationSecret);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(again).toBe(secret);
    expect(JSON.stringify([...store.records])).not.toContain(secret);
  });

  test('with another body does not continue it', async () => {
    await abandonedRequest();
    expect((await send('{"a":2}')).body.code).toBe('idempotency_key_reused');
    expect(runs).toHaveLength(1);
  });

  test('is the only one whose response is sent if the first process was only slow', async () => {
    const slow = await abandonedRequest();
    const retried = await send('{"a":1}');
    runs[0]!.complete({ run: 'slow' });
    expect((await slow.response).body.code).toBe('in_progress');
    expect((await send('{"a":1}')).body).toEqual(retried.body);
  });

  test('does not continue an operation whose process is alive, whatever the clocks say', async () => {
    completesAtOnce = false;
    const first = send('{"a":1}');
    await until(() => runs.length === 1);
    const [{ renewals = 0 } = {}] = store.records.values();
    now += 600_000;
    expect((await send('{"a":1}')).body.code).toBe('in_progress');
    const [record] = store.records.values();
    expect(record!.renewals).toBeGreaterThan(renewals);
    runs[0]!.complete({ done: true });
    expect((await first).body).toEqual({ done: true });
  });

  test('of many concurrent ones continues, and all get one response', async () => {
    await abandonedRequest();
    const responses = await Promise.all(Array.from({ length: 20 }, () => send('{"a":1}')));
    const bodies = responses.filter(({ status }) => status === 201).map(({ body }) => body);
    expect(bodies).toEqual(bodies.map(() => ({ run: 2, secret: 'Erika' })));
    for (const { status, body } of responses) if (status !== 201) expect(body.code).toBe('in_progress');
    expect((await send('{"a":1}')).body).toEqual({ run: 2, secret: 'Erika' });
    expect(runs).toHaveLength(2);
  });

  test.each([unavailable(), new Error('a bug')])(
    'continues at once after a failure that may have left something behind (%s)',
    async (failure) => {
      completesAtOnce = false;
      const failing = send('{"a":1}');
      await until(() => runs.length === 1);
      runs[0]!.complete(failure);
      expect((await failing).status).toBeGreaterThanOrEqual(500);
      completesAtOnce = true;
      expect((await send('{"a":2}')).body.code).toBe('idempotency_key_reused');
      expect((await send('{"a":1}')).status).toBe(201);
      expect(operations()).toEqual([runs[0]!.operation, runs[0]!.operation]);
    },
  );

  test('continues after a rejection of a request that was continued itself', async () => {
    completesAtOnce = false;
    const failing = send('{"a":1}');
    await until(() => runs.length === 1);
    runs[0]!.complete(unavailable());
    await failing;
    const rejected = send('{"a":1}');
    await until(() => runs.length === 2);
    runs[1]!.complete(new ProtocolError('unknown_currency'));
    expect((await rejected).status).toBe(400);
    completesAtOnce = true;
    await send('{"a":1}');
    expect(new Set(operations()).size).toBe(1);
  });

  test('continues after a response that could not be stored, which is not sent', async () => {
    const { complete } = store;
    store.complete = () => Promise.reject(unavailable());
    const first = await send('{"a":1}');
    expect([first.status, first.body.code]).toEqual([503, 'unavailable']);
    store.complete = complete;
    expect((await send('{"a":1}')).status).toBe(201);
    expect(operations()).toEqual([runs[0]!.operation, runs[0]!.operation]);
  });

  test('gets the response if it was stored, but the confirmation was lost', async () => {
    const { complete } = store;
    store.complete = async (...args) => {
      await complete.apply(store, args);
      throw unavailable();
    };
    expect((await send('{"a":1}')).status).toBe(503);
    expect((await send('{"a":1}')).body).toEqual({ run: 1, secret: 'Erika' });
    expect(runs).toHaveLength(1);
  });
});
