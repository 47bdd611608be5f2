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

@Controller()
class DoorController {
  @Post('door')
  @HttpCode(200)
  @ThrottleRefusals()
  knock(@Body() { say }: Record<string, string>): object {
    if (say === 'mellon') return { verified: true };
    if (say === 'again') throw new ProtocolError('request_already_answered');
    if (say === 'quake') throw new Error('ours');
    return { verified: false };
  }
}

let app: NestFastifyApplication;

beforeEach(async () => {
  app = await createTestService(
    {
      name: 'door',
      config: ServiceConfig,
      module: {
        module: class DoorModule {},
        imports: [RefusalThrottleModule.forRootAsync({ useFactory: () => 3 })],
        controllers: [DoorController],
      },
      api: { title: 'Door', description: '', tags: {}, bearer: false },
    },
    loadConfig(ServiceConfig, { TRUST_PROXY: '1' }),
  );
});

afterEach(() => {
  jest.restoreAllMocks();
  return app.close();
});

const knock = (say: string, address = '192.0.2.1') =>
  request(app.getHttpServer())
    .post('/door')
    .set('x-forwarded-for', address)
    .send({ say })
    .then((response) => response);

const statuses = async (words: string[], address?: string) => {
  const seen: number[] = [];
  for (const word of words) seen.push((await knock(word, address)).status);
  return seen;
};

test('turns an address away after too many refusals, however they came about', async () => {
  expect(await statuses(['no', 'again', 'no', 'mellon'])).toEqual([200, 409, 200, 429]);
  const { body, headers } = await knock('mellon');
  expect(body.code).toBe('rate_limited');
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
});

test('counts neither what is accepted nor what goes wrong here', async () => {
  expect(await statuses(['mellon', 'mellon', 'quake', 'quake', 'mellon', 'quake', 'mellon'])).toEqual([
    200, 200, 500, 500, 200, 500, 200,
  ]);
});

test('leaves other addresses alone, and takes a network of IPv6 for one', async () => {
  await statuses(['no', 'no', 'no']);
  expect((await knock('mellon', '192.0.2.2')).status).toBe(200);
  await knock('no', '2001:db8::1');
  await knock('no', '2001:db8::2');
  await knock('no', '2001:db8::3');
  expect((await knock('mellon', '2001:db8::4')).status).toBe(429);
  expect((await knock('mellon', '2001:db8:0:1::4')).status).toBe(200);
});

test('does not believe an address that the caller made up', async () => {
  for (const n of [1, 2, 3]) await knock('no', `198.51.100.${n}, 192.0.2.9`);
  expect((await knock('mellon', '198.51.100.4, 192.0.2.9')).status).toBe(429);
});

test('lets an address in when its minute is over, though no timer has run: it may have been frozen', async () => {
  await statuses(['no', 'no', 'no']);
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now');
  clock.mockReturnValue(now + 59_000);
  expect((await knock('mellon')).status).toBe(429);
  clock.mockReturnValue(now + 61_000);
  expect((await knock('mellon')).status).toBe(200);
});
