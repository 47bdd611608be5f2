import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Body, Controller, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ApiClient, createApiClient } from '@zk-income/api-clients';
import { MemoryApiClientStore, MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { Idempotent } from '../idempotency/idempotency.interceptor.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { MemoryIdempotencyStore } from '../testing/memory-idempotency-store.js';
import { codesOf, fetchDocument, operationsOf } from '../testing/openapi-checks.js';
import { createTestService, memoryApiClients } from '../testing/test-service.js';
import { CLOCK } from '../tokens.js';
import { RequireScope } from './scope-guard.js';

@Controller()
class ThingsController {
  @Get('things')
  @RequireScope('request')
  things(): object {
    return { ok: true };
  }

  @Post('things')
  @RequireScope('request')
  @Idempotent()
  make(@Body() body: Record<string, unknown>): object {
    made.push(body);
    return { made: made.length };
  }

  @Post('revoked')
  @RequireScope('revoke')
  revoked(): object {
    return {};
  }
}

/** One a second. */
const LIMITS = { perMinute: 60, burst: 5, perMonth: 100 };

let made: object[];
let clock: { time: number; now(): number };
let store: MemoryApiClientStore;
let budgets: MemoryClientBudgetStore;
let idempotency: MemoryIdempotencyStore;
let app: NestFastifyApplication;
let key: string;

const client = (id: string, more: Partial<ApiClient> = {}) =>
  createApiClient(store, { id, name: id, scopes: ['request'], plan: LIMITS, ...more });

beforeEach(async () => {
  made = [];
  clock = { time: Date.UTC(2026, 10, 25), now: () => clock.time };
  store = new MemoryApiClientStore();
  budgets = new MemoryClientBudgetStore();
  idempotency = new MemoryIdempotencyStore();
  key = await client('bank');
  app = await createTestService(
    {
      name: 'things',
      config: StatefulServiceConfig,
      module: {
        module: class ThingsModule {},
        imports: [
          memoryApiClients(store, budgets),
          IdempotencyModule.forRootAsync({ useFactory: () => idempotency }),
        ],
        controllers: [ThingsController],
      },
      api: { title: 'Things', description: '', tags: {}, bearer: true },
    },
    loadConfig(StatefulServiceConfig, { CORS_ORIGINS: 'https://app.example' }),
    new Map([[CLOCK, clock]]),
  );
});

afterEach(() => app.close());

const call = (as = key) => request(app.getHttpServer()).get('/things').set('authorization', `Bearer ${as}`);
const statuses = async (count: number, as = key) => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await call(as)).status);
  return seen;
};

describe('the rate', () => {
  test('lets a burst through and no more', async () => {
    expect(await statuses(7)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  test('flows back with time, up to the burst', async () => {
    await statuses(5);
    clock.time += 2_000;
    expect(await statuses(3)).toEqual([200, 200, 429]);
    clock.time += 3_600_000;
    expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('is refused as a problem that says when to come back, and in which policy', async () => {
    await statuses(5);
    const { body, headers, status } = await call();
    expect(status).toBe(429);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toEqual({
      type: 'urn:zk-income:problem:rate_exceeded',
      title: 'The client exceeded the rate limit of its plan.',
      status: 429,
      detail: 'The plan allows 60 requests per minute, in bursts of up to 5.',
      code: 'rate_exceeded',
      instance: `urn:uuid:${headers['x-request-id']}`,
      'violated-policies': ['rate'],
    });
    expect(headers['retry-after']).toBe('1');
    expect(headers.ratelimit).toBe('"rate";r=0;t=1, "month";r=95;t=518400');
    clock.time += Number(headers['retry-after']) * 1000;
    await call().expect(200);
  });

  test('is of each client', async () => {
    await statuses(6);
    expect(await statuses(1, await client('landlord'))).toEqual([200]);
  });
});

describe('the month', () => {
  const budgetAfter = (used: number) => budgets.budgets.set('bank', { tat: 0, month: '2026-11', used });

  test('ends what it allows, to the last request, until the next one begins in UTC', async () => {
    budgetAfter(98);
    clock.time = Date.UTC(2026, 11, 1) - 10_000;
    expect(await statuses(3)).toEqual([200, 200, 429]);
    const { body, headers } = await call();
    expect(body).toMatchObject({
      code: 'quota_exceeded',
      detail: 'The plan allows 100 requests per month.',
      'violated-policies': ['month'],
    });
    expect(headers['retry-after']).toBe('10');
    clock.time = Date.UTC(2026, 11, 1) - 1;
    expect(await statuses(1)).toEqual([429]);
    clock.time += 1;
    const { headers: next } = await call().expect(200);
    expect(next.ratelimit).toContain('"month";r=99;t=2678400');
    expect(next['ratelimit-policy']).toContain('"month";q=100;w=2678400');
  });

  test('and the rate are both named where both allow no more', async () => {
    budgetAfter(95);
    await statuses(5);
    const { body, headers } = await call();
    expect(body).toMatchObject({ code: 'quota_exceeded', 'violated-policies': ['rate', 'month'] });
    expect(headers['retry-after']).toBe('518400');
  });

  test('is not used up by what the rate refuses', async () => {
    await statuses(20);
    expect(budgets.budgets.get('bank')!.used).toBe(5);
  });
});

describe('the fields', () => {
  test('tell the policies and what is left of them', async () => {
    const { headers } = await call();
    expect(headers['ratelimit-policy']).toBe('"rate";q=5;w=5, "month";q=100;w=2592000');
    expect(headers.ratelimit).toBe('"rate";r=4;t=1, "month";r=99;t=518400');
    expect((await call()).headers.ratelimit).toBe('"rate";r=3;t=1, "month";r=98;t=518400');
  });

  test('speak of no month where none is counted', async () => {
    const { headers } = await call(await client('free', { plan: { perMinute: 6, burst: 2 } }));
    expect(headers['ratelimit-policy']).toBe('"rate";q=2;w=20');
    expect(headers.ratelimit).toBe('"rate";r=1;t=10');
  });

  test('can be read by pages of other origins', async () => {
    const { headers } = await call().set('origin', 'https://app.example');
    expect(headers['access-control-expose-headers']).toContain('ratelimit-policy');
  });

  test('come with problems too, but not for whoever is not known or may not', async () => {
    const post = (path: string, as: string) =>
      request(app.getHttpServer())
        .post(path)
        .set('authorization', `Bearer ${as}`)
        .set('idempotency-key', 'a b')
        .send({});
    expect((await post('/things', key).expect(400)).headers.ratelimit).toContain('"rate";r=4');
    for (const answer of [await post('/revoked', key).expect(403), await call('x').expect(401)]) {
      expect(answer.headers).not.toHaveProperty('ratelimit');
      expect(answer.headers).not.toHaveProperty('ratelimit-policy');
    }
    expect(budgets.budgets.get('bank')!.used).toBe(1);
  });
});

describe('a plan', () => {
  const policyOf = async (plan: ApiClient['plan']) => {
    const id = crypto.randomUUID();
    const as = await createApiClient(store, {
      id,
      name: id,
      scopes: ['request'],
      ...(plan !== undefined && { plan }),
    });
    return (await call(as).expect(200)).headers['ratelimit-policy'];
  };

  test('is what the client has, by name or by numbers, or the default', async () => {
    expect(await policyOf('free')).toContain('"rate";q=20;w=20, "month";q=1000');
    expect(await policyOf({ perMinute: 120, burst: 3 })).toBe('"rate";q=3;w=2');
    expect(await policyOf(undefined)).toContain('"rate";q=100;w=10, "month";q=100000');
  });

  test('that is not configured is the default', async () => {
    expect(await policyOf('gold')).toBe(await policyOf('standard'));
    expect(await policyOf('toString')).toBe(await policyOf('standard'));
  });
});

describe('a refused request', () => {
  const post = () =>
    request(app.getHttpServer())
      .post('/things')
      .set('authorization', `Bearer ${key}`)
      .set('idempotency-key', 'once')
      .send({ a: 1 });

  test('writes nothing, and leaves its Idempotency-Key free', async () => {
    await statuses(5);
    const before = structuredClone(budgets.budgets);
    await post().expect(429);
    expect(made).toEqual([]);
    expect(idempotency.records.size).toBe(0);
    expect(budgets.budgets).toEqual(before);
    clock.time += 2_000;
    await post().expect(201, { made: 1 });
    const { headers } = await post().expect(201, { made: 1 });
    expect(headers['idempotency-replayed']).toBe('true');
  });

  test('is refused for a second without asking the store', async () => {
    await statuses(6);
    const { calls } = budgets;
    clock.time += 999;
    expect(await statuses(50)).toEqual(Array(50).fill(429));
    expect(budgets.calls).toBe(calls);
    clock.time += 1;
    expect(await statuses(1)).toEqual([200]);
  });

  test('is not one of those that a larger plan allows from now on', async () => {
    await statuses(6);
    for (const [hash, found] of store.clients)
      store.clients.set(hash, { ...found, plan: { perMinute: 60, burst: 7 } });
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });
});

describe('many requests at once', () => {
  test('are let through as one after another would be, with few writes', async () => {
    const as = await client('payroll', { plan: { perMinute: 60, burst: 60 } });
    budgets.delayMs = 100;
    const seen = await Promise.all(Array.from({ length: 100 }, async () => (await call(as)).status));
    expect(seen.filter((status) => status === 200)).toHaveLength(60);
    expect(seen.filter((status) => status === 429)).toHaveLength(40);
    expect(budgets.budgets.get('payroll')!.used).toBe(60);
    expect(budgets.calls).toBeLessThan(10);
  });
});

describe('without the store', () => {
  test('nobody is let through, and everybody again when it is back', async () => {
    budgets.failure = Object.assign(new Error('away'), { code: 'store_unavailable' });
    const answers = await Promise.all([call(), call(), call()]);
    for (const { status, body, headers } of answers) {
      expect(status).toBe(503);
      expect(body.code).toBe('unavailable');
      expect(headers['retry-after']).toBe('5');
    }
    budgets.failure = undefined;
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('a key', () => {
  const seconds = () => clock.time / 1000;

  test('of a disabled client is good for nothing, at once', async () => {
    await call().expect(200);
    for (const [hash, found] of store.clients) store.clients.set(hash, { ...found, disabledAt: seconds() });
    const { body } = await call().expect(401);
    expect(body.code).toBe('unauthorized');
  });

  test('works until it expires, beside the one that took its place, on one budget', async () => {
    const old = await client('tax', { expiresAt: seconds() + 60 });
    const fresh = await client('tax', { rotatedAt: seconds() });
    expect(await statuses(3, old)).toEqual([200, 200, 200]);
    expect(await statuses(3, fresh)).toEqual([200, 200, 429]);
    clock.time += 59_999;
    await call(old).expect(200);
    clock.time += 1;
    await call(old).expect(401);
    await call(fresh).expect(200);
  });
});

test('the description names both refusals and the fields, with examples', async () => {
  const operations = operationsOf(await fetchDocument(app)).filter(({ security }) => security !== undefined);
  expect(operations).toHaveLength(3);
  for (const operation of operations) {
    expect(codesOf(operation)).toEqual(expect.arrayContaining(['rate_exceeded', 'quota_exceeded']));
    const refused = operation.responses['429']!;
    expect(refused.content!['application/problem+json']!.examples!.rate_exceeded!.value).toMatchObject({
      code: 'rate_exceeded',
      'violated-policies': ['rate'],
    });
    for (const [status, response] of Object.entries(operation.responses)) {
      const headers = Object.keys((response as { headers?: object }).headers ?? {});
      const expected = /^2|^429$/.test(status) ? 2 : 0;
      expect(headers.filter((name) => name.startsWith('RateLimit'))).toHaveLength(expected);
    }
    expect(Object.keys((refused as { headers?: object }).headers!)).toContain('Retry-After');
  }
});
