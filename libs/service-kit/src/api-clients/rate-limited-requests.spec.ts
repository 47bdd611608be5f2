import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RateLimiter } from '@zk-income/api-clients';
import { RateLimitedService } from '../testing/rate-limited-service.js';
import { until } from '../testing/until.js';

let service: RateLimitedService;
let key: string;

beforeEach(async () => {
  service = await RateLimitedService.start();
  key = await service.createClient('bank');
});

afterEach(() => service.app.close());

describe('a request over the limit', () => {
  test('writes nothing and does not use its Idempotency-Key', async () => {
    await service.statuses(5, key);
    const before = structuredClone(service.budgets.budgets);
    await service.post('/things', key, 'one').expect(429);
    expect(service.idempotency.records.size).toBe(0);
    expect(service.budgets.budgets).toEqual(before);
    service.clock.time += 2_000;
    await service.post('/things', key, 'one').expect(201, { created: 1 });
    const { headers } = await service.post('/things', key, 'one').expect(201, { created: 1 });
    expect(headers['idempotency-replayed']).toBe('true');
  });

  test('is rejected without a store call for a second', async () => {
    await service.statuses(6, key);
    const { calls } = service.budgets;
    service.clock.time += 999;
    expect(await service.statuses(50, key)).toEqual(Array(50).fill(429));
    expect(service.budgets.calls).toBe(calls);
    service.clock.time += 1;
    expect(await service.statuses(1, key)).toEqual([200]);
  });

  test('is allowed once the client gets a larger plan', async () => {
    await service.statuses(6, key);
    service.changeClients({ plan: { perMinute: 60, burst: 7 } });
    expect(await service.statuses(3, key)).toEqual([200, 200, 429]);
  });
});

test('concurrent requests are allowed up to the limit, and share store calls', async () => {
  const payroll = await service.createClient('payroll', { plan: { perMinute: 60, burst: 60 } });
  // The first store call completes only after all requests have reached the limiter.
  const limiterCalls = jest.spyOn(service.app.get(RateLimiter, { strict: false }), 'take');
  const take = service.budgets.take.bind(service.budgets);
  service.budgets.take = async (...parameters) => {
    await until(() => limiterCalls.mock.calls.length >= 100);
    return take(...parameters);
  };
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async () => (await service.get(payroll)).status),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  expect(statuses.filter((status) => status === 429)).toHaveLength(40);
  expect(service.budgets.budgets.get('payroll')!.used).toBe(60);
  expect(service.budgets.calls).toBe(2);
});

test('all requests are rejected while the store is unavailable', async () => {
  service.budgets.failure = Object.assign(new Error('unavailable'), { code: 'store_unavailable' });
  const responses = await Promise.all([service.get(key), service.get(key), service.get(key)]);
  for (const { status, body, headers } of responses) {
    expect(status).toBe(503);
    expect(body.code).toBe('unavailable');
    expect(headers['retry-after']).toBe('5');
  }
  service.budgets.failure = undefined;
  expect(await service.statuses(1, key)).toEqual([200]);
});

describe('a bearer key', () => {
  const seconds = () => service.clock.time / 1000;

  test('of a disabled client is rejected immediately', async () => {
    await service.get(key).expect(200);
    service.changeClients({ disabledAt: seconds() });
    const { body } = await service.get(key).expect(401);
    expect(body.code).toBe('unauthorized');
  });

  test('is valid until it expires, and shares the budget of the key that replaces it', async () => {
    const oldKey = await service.createClient('tax', { expiresAt: seconds() + 60 });
    const newKey = await service.createClient('tax', { rotatedAt: seconds() });
    expect(await service.statuses(3, oldKey)).toEqual([200, 200, 200]);
    expect(await service.statuses(3, newKey)).toEqual([200, 200, 429]);
    service.clock.time += 59_999;
    await service.get(oldKey).expect(200);
    service.clock.time += 1;
    await service.get(oldKey).expect(401);
    await service.get(newKey).expect(200);
  });
});
