import { afterEach, expect, test } from '@jest/globals';
import { Controller, Get, Ip } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';

@Controller()
class MirrorController {
  @Get('address')
  address(@Ip() address: string): object {
    return { address };
  }
}

let app: NestFastifyApplication;

afterEach(() => app.close());

async function seenBy(environment: Record<string, string>, headers: Record<string, string>): Promise<string> {
  app = await createTestService(
    {
      name: 'mirror',
      config: ServiceConfig,
      module: { module: class MirrorModule {}, controllers: [MirrorController] },
      api: { title: 'Mirror', description: '', tags: {}, bearer: false },
    },
    loadConfig(ServiceConfig, environment),
  );
  const { body } = await request(app.getHttpServer()).get('/address').set(headers);
  return body.address.replace('::ffff:', '');
}

const GATEWAY = { TRUST_PROXY: '1', CLIENT_ADDRESS_HEADER: 'X-Client-Address' };

test('takes the address from the header that the gateway writes, and not from the one that the load balancer adds to', async () => {
  const headers = { 'x-client-address': '192.0.2.1', 'x-forwarded-for': '198.51.100.7, 10.0.16.4' };
  expect(await seenBy(GATEWAY, headers)).toBe('192.0.2.1');
});

test('takes an IPv6 address from it', async () => {
  expect(await seenBy(GATEWAY, { 'x-client-address': '2001:db8::1' })).toBe('2001:db8::1');
});

test('does not fall back to an X-Forwarded-For that anybody may have written', async () => {
  expect(await seenBy(GATEWAY, { 'x-forwarded-for': '198.51.100.7' })).toBe('127.0.0.1');
});

test('believes the header of nobody unless a proxy is trusted', async () => {
  const { CLIENT_ADDRESS_HEADER } = GATEWAY;
  expect(await seenBy({ CLIENT_ADDRESS_HEADER }, { 'x-client-address': '192.0.2.1' })).toBe('127.0.0.1');
});

test('does not look at the header unless told so', async () => {
  const headers = { 'x-client-address': '192.0.2.1', 'x-forwarded-for': '198.51.100.7' };
  expect(await seenBy({ TRUST_PROXY: '1' }, headers)).toBe('198.51.100.7');
});
