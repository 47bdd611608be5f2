import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProtocolError } from '@zk-income/credential';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { ThrottleRefusals } from './refusal-throttle.interceptor.js';
import { RefusalThrottleModule } from './refusal-throttle.module.js';

type Outcome = 'verified' | 'refused' | 'client error' | 'server error';

@Controller()
class VerdictController {
  @Post('verdict')
  @HttpCode(200)
  @ThrottleRefusals()
  verdict(@Body() { outcome }: { outcome: Outcome }): object {
    switch (outcome) {
      case 'verified':
        return { verified: true };
      case 'refused':
        return { verified: false };
      case 'client error':
        throw new ProtocolError('request_already_answered');
      case 'server error':
        throw new Error('unexpected');
    }
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
        imports: [RefusalThrottleModule.forRootAsync({ useFactory: () => 3 })],
        controllers: [VerdictController],
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

const post = (outcome: Outcome, address = '192.0.2.1') =>
  request(app.getHttpServer())
    .post('/verdict')
    .set('x-forwarded-for', address)
    .send({ outcome })
    .then((response) => response);

const statuses = async (...outcomes: Outcome[]) => {
  const statuses: number[] = [];
  for (const outcome of outcomes) statuses.push((await post(outcome)).status);
  return statuses;
};

test('throttles an address after too many refused verdicts and client errors', async () => {
  expect(await statuses('refused', 'client error', 'refused', 'verified')).toEqual([200, 409, 200, 429]);
  const { body, headers } = await post('verified');
  expect(body.code).toBe('rate_limited');
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
});

test('counts neither verified presentations nor server errors', async () => {
  const [ok, error] = ['verified', 'server error'] as const;
  expect(await statuses(ok, ok, error, error, ok, error, ok)).toEqual([200, 200, 500, 500, 200, 500, 200]);
});

test('counts addresses separately, but IPv6 addresses per /64 network', async () => {
  await statuses('refused', 'refused', 'refused');
  expect((await post('verified', '192.0.2.2')).status).toBe(200);
  await post('refused', '2001:db8::1');
  await post('refused', '2001:db8::2');
  await post('refused', '2001:db8::3');
  expect((await post('verified', '2001:db8::4')).status).toBe(429);
  expect((await post('verified', '2001:db8:0:1::4')).status).toBe(200);
});

test('ignores addresses that the client adds to X-Forwarded-For', async () => {
  for (const n of [1, 2, 3]) await post('refused', `198.51.100.${n}, 192.0.2.9`);
  expect((await post('verified', '198.51.100.4, 192.0.2.9')).status).toBe(429);
});

test('accepts an address again after a minute, even if no timer ran because the process was frozen', async () => {
  await statuses('refused', 'refused', 'refused');
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now');
  clock.mockReturnValue(now + 59_000);
  expect((await post('verified')).status).toBe(429);
  clock.mockReturnValue(now + 61_000);
  expect((await post('verified')).status).toBe(200);
});
