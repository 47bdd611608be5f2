import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApiClient } from '@zk-income/api-clients';
import { codesOf, fetchDocument, operationsOf } from '../testing/openapi-checks.js';
import { RateLimitedService } from '../testing/rate-limited-service.js';

let service: RateLimitedService;
let key: string;

beforeEach(async () => {
  service = await RateLimitedService.start();
  key = await service.createClient('bank');
});

afterEach(() => service.app.close());

describe('the rate limit', () => {
  test('allows a burst', async () => {
    expect(await service.statuses(7, key)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  test('refills over time, up to the burst', async () => {
    await service.statuses(5, key);
    service.clock.time += 2_000;
    expect(await service.statuses(3, key)).toEqual([200, 200, 429]);
    service.clock.time += 3_600_000;
    expect(await service.statuses(6, key)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('is reported as problem details with Retry-After and the violated policy', async () => {
    await service.statuses(5, key);
    const { body, headers, status } = await service.get(key);
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
    service.clock.time += Number(headers['retry-after']) * 1000;
    await service.get(key).expect(200);
  });

  test('applies to each client separately', async () => {
    await service.statuses(6, key);
    expect(await service.statuses(1, await service.createClient('landlord'))).toEqual([200]);
  });
});

describe('the monthly quota', () => {
  const setUsed = (used: number) => service.budgets.budgets.set('bank', { tat: 0, month: '2026-11', used });

  test('rejects requests until the next month begins in UTC', async () => {
    setUsed(98);
    service.clock.time = Date.UTC(2026, 11, 1) - 10_000;
    expect(await service.statuses(3, key)).toEqual([200, 200, 429]);
    const { body, headers } = await service.get(key);
    expect(body).toMatchObject({
      code: 'quota_exceeded',
      detail: 'The plan allows 100 requests per month.',
      'violated-policies': ['month'],
    });
    expect(headers['retry-after']).toBe('10');
    service.clock.time = Date.UTC(2026, 11, 1) - 1;
    expect(await service.statuses(1, key)).toEqual([429]);
    service.clock.time += 1;
    const { headers: next } = await service.get(key).expect(200);
    expect(next.ratelimit).toContain('"month";r=99;t=2678400');
    expect(next['ratelimit-policy']).toContain('"month";q=100;w=2678400');
  });

  test('is reported together with the rate limit if both are exceeded', async () => {
    setUsed(95);
    await service.statuses(5, key);
    const { body, headers } = await service.get(key);
    expect(body).toMatchObject({ code: 'quota_exceeded', 'violated-policies': ['rate', 'month'] });
    expect(headers['retry-after']).toBe('518400');
  });

  test('does not count requests over the rate limit', async () => {
    await service.statuses(20, key);
    expect(service.budgets.budgets.get('bank')!.used).toBe(5);
  });
});

describe('the RateLimit headers', () => {
  test('contain the policies and the remaining budget', async () => {
    const { headers } = await service.get(key);
    expect(headers['ratelimit-policy']).toBe('"rate";q=5;w=5, "month";q=100;w=2592000');
    expect(headers.ratelimit).toBe('"rate";r=4;t=1, "month";r=99;t=518400');
    expect((await service.get(key)).headers.ratelimit).toBe('"rate";r=3;t=1, "month";r=98;t=518400');
  });

  test('contain no month for a plan without a quota', async () => {
    const { headers } = await service.get(
      await service.createClient('free', { plan: { perMinute: 6, burst: 2 } }),
    );
    expect(headers['ratelimit-policy']).toBe('"rate";q=2;w=20');
    expect(headers.ratelimit).toBe('"rate";r=1;t=10');
  });

  test('are exposed to pages of other origins', async () => {
    const { headers } = await service.get(key).set('origin', 'https://app.example');
    expect(headers['access-control-expose-headers']).toContain('ratelimit-policy');
  });

  test('are sent with errors of an authorized client, but not with 401 and 403', async () => {
    const invalidHeader = await service.post('/things', key, 'a b').expect(400);
    expect(invalidHeader.headers.ratelimit).toContain('"rate";r=4');
    for (const { headers } of [
      await service.post('/revoked', key, 'one').expect(403),
      await service.get('x').expect(401),
    ]) {
      expect(headers).not.toHaveProperty('ratelimit');
      expect(headers).not.toHaveProperty('ratelimit-policy');
    }
    expect(service.budgets.budgets.get('bank')!.used).toBe(1);
  });
});

describe('the plan of a client', () => {
  const policyOf = async (plan: ApiClient['plan'] | undefined) => {
    const planKey = await service.createClient(crypto.randomUUID(), { plan } as Partial<ApiClient>);
    return (await service.get(planKey).expect(200)).headers['ratelimit-policy'];
  };

  test('is given by name or by limits, or is the default plan', async () => {
    expect(await policyOf('free')).toContain('"rate";q=20;w=20, "month";q=1000');
    expect(await policyOf({ perMinute: 120, burst: 3 })).toBe('"rate";q=3;w=2');
    expect(await policyOf(undefined)).toContain('"rate";q=100;w=10, "month";q=100000');
  });

  test('is the default plan if its name is not configured', async () => {
    expect(await policyOf('gold')).toBe(await policyOf('standard'));
    expect(await policyOf('toString')).toBe(await policyOf('standard'));
  });
});

test('the OpenAPI document contains both errors and the RateLimit headers, with examples', async () => {
  const document = await fetchDocument(service.app);
  const operations = operationsOf(document).filter(({ security }) => security!.length > 0);
  expect(operations).toHaveLength(3);
  for (const operation of operations) {
    expect(codesOf(operation)).toEqual(expect.arrayContaining(['rate_exceeded', 'quota_exceeded']));
    const tooMany = operation.responses['429']!;
    expect(tooMany.content!['application/problem+json']!.examples!.rate_exceeded!.value).toMatchObject({
      code: 'rate_exceeded',
      'violated-policies': ['rate'],
    });
    for (const [status, response] of Object.entries(operation.responses)) {
      const headers = Object.keys((response as { headers?: object }).headers ?? {});
      const expected = status === '401' ? 0 : 2;
      expect(headers.filter((name) => name.startsWith('RateLimit'))).toHaveLength(expected);
    }
    expect(Object.keys((tooMany as { headers?: object }).headers!)).toContain('Retry-After');
  }
});
