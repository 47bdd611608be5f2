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
import { CLOCK } from '../tokens.js';
import { Idempotent } from './idempotency.interceptor.js';
import { IdempotencyModule } from './idempotency.module.js';

/** Runs that were started; each ends when told to. */
let runs: { body: unknown; end: (answer: object | Error) => void }[];
let automatic: boolean;

@Controller()
class ThingsController {
  @Post('things')
  @RequireScope('issue')
  @Idempotent()
  create(@Body() body: Record<string, unknown>): Promise<object> {
    return run(body);
  }

  @Post('others')
  @RequireScope('issue')
  @Idempotent()
  createOther(@Body() body: Record<string, unknown>): Promise<object> {
    return run(body);
  }
}

function run(body: unknown): Promise<object> {
  return new Promise((resolve, reject) => {
    const end = (answer: object | Error) => (answer instanceof Error ? reject(answer) : resolve(answer));
    runs.push({ body, end });
    if (automatic) end({ run: runs.length, secret: 'Erika' });
  });
}

type Kept = Parameters<MemoryIdempotencyStore['records']['set']>[1];

let store: MemoryIdempotencyStore;
let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;
let now: number;

beforeEach(async () => {
  runs = [];
  automatic = true;
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

afterEach(() => app.close());

const send = (body: string, { key = 'one', bearer = clients.acme, path = '/things' } = {}) =>
  request(app.getHttpServer())
    .post(path)
    .set({ authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': key })
    .send(body)
    .then((response) => response);

/** Waits for something that happens on the server. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((next) => setImmediate(next));
}

describe('with the same key', () => {
  test('the same body gets the answer of the first time, and nothing runs again', async () => {
    const first = await send('{"a":1,"b":2}');
    const again = await send('{ "b": 2, "a": 1 }');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(runs).toHaveLength(1);
  });

  test('another body is refused', async () => {
    await send('{"a":1}');
    const response = await send('{"a":2}');
    expect(response.status).toBe(409);
    expect(response.body.code).toBe('idempotency_key_reused');
    expect(runs).toHaveLength(1);
  });

  test('a second call waits for nobody while the first runs', async () => {
    automatic = false;
    const first = send('{"a":1}');
    await until(() => runs.length === 1);
    const second = await send('{"a":1}');
    expect(second.status).toBe(409);
    expect(second.body.code).toBe('in_progress');
    expect(second.headers['retry-after']).toBe('1');
    runs[0]!.end({ done: true });
    expect((await first).body).toEqual({ done: true });
    expect((await send('{"a":1}')).body).toEqual({ done: true });
  });

  test('of many calls at once one runs', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => send('{"a":1}')));
    expect(runs).toHaveLength(1);
    for (const { status, body } of responses) {
      if (status === 201) expect(body).toEqual({ run: 1, secret: 'Erika' });
      else expect(body.code).toBe('in_progress');
    }
  });

  test('a run that failed may be tried again, with another body too', async () => {
    automatic = false;
    const failing = send('{"a":1}');
    await until(() => runs.length === 1);
    runs[0]!.end(new ProtocolError('unknown_currency'));
    expect((await failing).status).toBe(400);
    automatic = true;
    expect((await send('{"a":2}')).status).toBe(201);
  });

  test('a run that never ended is taken for dead after a minute', async () => {
    automatic = false;
    const dead = send('{"a":1}');
    await until(() => runs.length === 1);
    now += 61_000;
    const second = send('{"a":1}');
    await until(() => runs.length === 2);
    runs[1]!.end({ run: 'second' });
    expect((await second).body).toEqual({ run: 'second' });
    runs[0]!.end({ run: 'first' });
    await dead;
    expect((await send('{"a":1}')).body).toEqual({ run: 'second' });
  });

  test('another client, or another endpoint, is another matter', async () => {
    await send('{"a":1}');
    await send('{"a":1}', { bearer: clients.bolt });
    await send('{"a":1}', { path: '/others' });
    expect(runs).toHaveLength(3);
  });

  test('a day later it is new', async () => {
    await send('{"a":1}');
    now += 24 * 60 * 60 * 1000;
    expect((await send('{"a":2}')).status).toBe(201);
    expect(runs).toHaveLength(2);
  });
});

describe('what is kept', () => {
  test('shows neither key, body nor answer', async () => {
    await send('{"income":"5400000"}', { key: 'Erika' });
    const [[name, record]] = [...store.records] as [[string, Kept]];
    const kept = `${name}${Buffer.from(record.fingerprint)}${Buffer.from(record.response!)}`;
    expect(kept).not.toMatch(/Erika|5400000|income/);
  });

  test('is not given out from under another key', async () => {
    await send('{"a":1}', { key: 'one' });
    await send('{"a":1}', { key: 'two' });
    const [[, one], [name, two]] = [...store.records] as [[string, Kept], [string, Kept]];
    store.records.set(name, one);
    expect((await send('{"a":1}', { key: 'two' })).status).toBe(409);
    store.records.set(name, { ...one, fingerprint: two.fingerprint });
    expect((await send('{"a":1}', { key: 'two' })).status).toBe(500);
  });
});

describe('the header', () => {
  test('may be missing: then every call runs', async () => {
    const call = () =>
      request(app.getHttpServer())
        .post('/things')
        .set('authorization', `Bearer ${clients.acme}`)
        .send({ a: 1 });
    await call().expect(201);
    await call().expect(201);
    expect(runs).toHaveLength(2);
    expect(store.records.size).toBe(0);
  });

  test.each(['x'.repeat(256), 'with space', ''])('is refused as %p', async (key) => {
    const response = await send('{"a":1}', { key });
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('invalid_idempotency_key');
    expect(runs).toHaveLength(0);
  });

  test('does not stand in for an API key', async () => {
    expect((await send('{"a":1}', { bearer: 'unknown' })).status).toBe(401);
    expect(store.records.size).toBe(0);
  });
});

test('what was made is given out even where it cannot be kept', async () => {
  store.complete = () => Promise.reject(new Error('gone'));
  expect((await send('{"a":1}')).body).toEqual({ run: 1, secret: 'Erika' });
});
