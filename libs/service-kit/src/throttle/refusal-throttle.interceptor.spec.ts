import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProtocolError } from '@zk-income/credential';
import { OpenidError } from '@zk-income/openid';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { KnownRequests, ThrottleRefusals } from './refusal-throttle.interceptor.js';
import { RefusalThrottleModule } from './refusal-throttle.module.js';

type Outcome = 'verified' | 'refused' | 'answered' | 'unknown' | 'malformed' | 'server error';

let lookups = 0;

@Controller()
class VerdictController {
  @Post('verdict')
  @HttpCode(200)
  @ThrottleRefusals()
  async verdict(@Body() { outcome }: { outcome: Outcome }): Promise<object> {
    if (outcome === 'malformed') throw new ProtocolError('presentation_malformed');
    lookups += 1;
    // Concurrent calls all reach the store before the first is answered.
    await new Promise((resolve) => setImmediate(resolve));
    switch (outcome) {
      case 'verified':
        return { verified: true };
      case 'refused':
        return { verified: false };
      case 'answered':
        throw new ProtocolError('request_already_answered');
      case 'unknown':
        throw new ProtocolError('request_unknown');
      default:
        throw new Error('unexpected');
    }
  }
}

@Controller('links')
class LinkController {
  @Post(':link')
  @HttpCode(200)
  @ThrottleRefusals({
    idOf: ({ params }) => `link/${(params as { link: string }).link}`,
    isCounted: (answer) => 'error' in (answer as object),
  })
  answer(@Param('link') link: string, @Body() { outcome }: { outcome: string }): object {
    if (link === 'unknown') throw new ProtocolError('request_unknown');
    if (outcome === 'malformed') throw new OpenidError('invalid_request', 'The state is wrong.');
    return outcome === 'refused' ? { error: 'invalid_request' } : {};
  }
}

let app: NestFastifyApplication;

beforeEach(async () => {
  app = await createTestService(
    {
      name: 'verdicts',
      config: ServiceConfig,
      module: {
        module: class VerdictModule {},
        imports: [RefusalThrottleModule.forRootAsync({ useFactory: () => ({ refused: 3, unknown: 4 }) })],
        controllers: [VerdictController, LinkController],
      },
      api: { title: 'Verdicts', description: '', tags: {}, bearer: false },
    },
    loadConfig(ServiceConfig, { TRUST_PROXY: '1' }),
  );
});

afterEach(() => {
  jest.restoreAllMocks();
  return app.close();
});

beforeEach(() => {
  lookups = 0;
});

const post = (outcome: Outcome, { address = '192.0.2.1', id = 'known' } = {}) =>
  request(app.getHttpServer())
    .post('/verdict')
    .set('x-forwarded-for', address)
    .send({ request_id: id, outcome })
    .then((response) => response);

const statuses = async (outcomes: Outcome[], options = {}) => {
  const statuses: number[] = [];
  for (const outcome of outcomes) statuses.push((await post(outcome, options)).status);
  return statuses;
};

const junk = (count: number, address?: string) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      post('unknown', { id: `junk ${i}`, ...(address && { address }) }),
    ),
  );

describe('presentations of unknown requests', () => {
  test('are throttled by address, with at most as many lookups as the limit even if all arrive at once', async () => {
    const responses = await junk(40);
    expect(lookups).toBe(4);
    expect(responses.filter(({ status }) => status === 404)).toHaveLength(4);
    const { body, headers } = responses.find(({ status }) => status === 429)!;
    expect(body.code).toBe('rate_limited');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(15);
  });

  test('do not affect a request that the replica knows, from the same address', async () => {
    await post('refused');
    await junk(40);
    expect((await post('verified')).status).toBe(200);
    app.get(KnownRequests, { strict: false }).add('created here');
    expect((await post('verified', { id: 'created here' })).status).toBe(200);
  });

  test('do not affect another address', async () => {
    await junk(40);
    expect((await post('verified', { address: '192.0.2.2', id: 'new' })).status).toBe(200);
  });

  test('delay a request that only another replica knows by one lookup', async () => {
    await junk(40);
    const now = Date.now();
    expect((await post('verified', { id: 'new' })).status).toBe(429);
    jest.spyOn(Date, 'now').mockReturnValue(now + 15_001);
    expect((await post('verified', { id: 'new' })).status).toBe(200);
  });

  test('count if the request was deleted', async () => {
    await post('refused');
    await post('unknown');
    expect(await statuses(['unknown', 'unknown', 'unknown', 'unknown'])).toEqual([404, 404, 404, 404]);
    expect((await post('unknown')).status).toBe(429);
  });
});

describe('refused presentations', () => {
  test('are throttled by address and request', async () => {
    expect(await statuses(['refused', 'refused', 'answered', 'refused', 'verified'])).toEqual([
      200, 200, 409, 200, 429,
    ]);
    expect((await post('verified', { id: 'another' })).status).toBe(200);
    expect((await post('verified', { address: '192.0.2.2' })).status).toBe(200);
  });

  test('are throttled exactly if all arrive at once', async () => {
    await post('verified');
    await Promise.all(Array.from({ length: 40 }, () => post('refused')));
    expect(lookups).toBe(4);
  });
});

describe('routes of their own', () => {
  const answer = async (link: string, outcome: string): Promise<number> =>
    (await request(app.getHttpServer()).post(`/links/${link}`).send({ outcome })).status;

  test('count answers and errors by what they are called for, once that is known', async () => {
    for (let i = 0; i < 5; i++) expect(await answer('one', 'accepted')).toBe(200);
    expect(await answer('one', 'refused')).toBe(200);
    expect(await answer('one', 'malformed')).toBe(500);
    expect(await answer('one', 'refused')).toBe(200);
    expect(await answer('one', 'accepted')).toBe(429);
    expect(await answer('two', 'accepted')).toBe(200);
  });

  test('share the limit of unknown requests', async () => {
    for (let i = 0; i < 4; i++) expect(await answer('unknown', 'accepted')).toBe(404);
    expect(await answer('unknown', 'accepted')).toBe(429);
    expect((await post('verified', { address: '127.0.0.1', id: 'new' })).status).toBe(429);
  });
});

test('counts neither verified presentations, nor malformed ones, nor server errors', async () => {
  const outcomes: Outcome[] = ['verified', 'server error', 'malformed'];
  for (let i = 0; i < 4; i++) expect(await statuses(outcomes, { id: `${i}` })).toEqual([200, 500, 400]);
  for (let i = 0; i < 4; i++) expect(await statuses(['verified', 'server error'])).toEqual([200, 500]);
});

test.each([
  ['IPv6 addresses of one /64 network', (i: number) => `2001:db8::${i}`],
  ['connections of one address', (i: number) => `203.0.113.8:${50_000 + i}`],
  ['connections of one IPv6 address', (i: number) => `[2001:db8::1]:${50_000 + i}`],
  ['addresses that the client adds to X-Forwarded-For', (i: number) => `198.51.100.${i}, 192.0.2.9`],
  ['texts that are not addresses', (i: number) => `unknown-${i}`],
])('counts %s together', async (_, address) => {
  for (let i = 1; i <= 4; i++) expect((await post('unknown', { address: address(i) })).status).toBe(404);
  expect((await post('unknown', { address: address(5) })).status).toBe(429);
  expect((await post('unknown', { address: '2001:db8:0:1::4' })).status).toBe(404);
});
