import { afterEach, expect, test } from '@jest/globals';
import { Controller, Get, Ip } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';

@Controller()
class AddressController {
  @Get('address')
  address(@Ip() address: string): object {
    return { address };
  }
}

let app: NestFastifyApplication;

afterEach(() => app.close());

/** The client address that a service with these variables reads from these headers. */
async function clientAddress(
  environment: Record<string, string>,
  headers: Record<string, string>,
): Promise<string> {
  app = await createTestService(
    {
      name: 'addresses',
      config: ServiceConfig,
      module: { module: class AddressModule {}, controllers: [AddressController] },
      api: { title: 'Addresses', description: '', tags: {}, bearer: false },
    },
    loadConfig(ServiceConfig, environment),
  );
  const { body } = await request(app.getHttpServer()).get('/address').set(headers);
  return body.address.replace('::ffff:', '');
}

const GATEWAY = { TRUST_PROXY: '1', CLIENT_ADDRESS_HEADER: 'X-Client-Address' };

test('reads the header of the gateway instead of X-Forwarded-For, to which the load balancer adds', async () => {
  const headers = { 'x-client-address': '192.0.2.1', 'x-forwarded-for': '198.51.100.7, 10.0.16.4' };
  expect(await clientAddress(GATEWAY, headers)).toBe('192.0.2.1');
});

test('reads an IPv6 address from the header of the gateway', async () => {
  expect(await clientAddress(GATEWAY, { 'x-client-address': '2001:db8::1' })).toBe('2001:db8::1');
});

test('ignores X-Forwarded-For if the header of the gateway is missing', async () => {
  expect(await clientAddress(GATEWAY, { 'x-forwarded-for': '198.51.100.7' })).toBe('127.0.0.1');
});

test('ignores the header of the gateway without a trusted proxy', async () => {
  const { CLIENT_ADDRESS_HEADER } = GATEWAY;
  expect(await clientAddress({ CLIENT_ADDRESS_HEADER }, { 'x-client-address': '192.0.2.1' })).toBe(
    '127.0.0.1',
  );
});

test('reads X-Forwarded-For unless another header is configured', async () => {
  const headers = { 'x-client-address': '192.0.2.1', 'x-forwarded-for': '198.51.100.7' };
  expect(await clientAddress({ TRUST_PROXY: '1' }, headers)).toBe('198.51.100.7');
});
