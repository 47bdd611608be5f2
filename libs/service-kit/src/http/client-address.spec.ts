import { afterEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Ip } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { addressGroup, canonicalAddress } from './client-address.js';

@Controller()
class AddressController {
  @Get('address')
  address(@Ip() address: string): object {
    return { address };
  }
}

let app: NestFastifyApplication | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

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

describe('the address of an entry of X-Forwarded-For', () => {
  test.each([
    ['203.0.113.8', '203.0.113.8'],
    [' 203.0.113.8 ', '203.0.113.8'],
    ['203.0.113.8:50000', '203.0.113.8'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:50000', '2001:db8::1'],
    ['2001:0DB8:0:0::0001', '2001:db8::1'],
    ['::ffff:203.0.113.8', '203.0.113.8'],
    ['::ffff:cb00:7108', '203.0.113.8'],
    ['[::ffff:203.0.113.8]:50000', '203.0.113.8'],
    ['::ffff:0:203.0.113.8', '203.0.113.8'],
    ['64:ff9b::203.0.113.8', '203.0.113.8'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
  ])('%s is %s', (entry, address) => {
    expect(canonicalAddress(entry)).toBe(address);
  });

  test.each([
    '',
    'unknown',
    '_hidden',
    '203.0.113.8:',
    '203.0.113.8:500000',
    '203.0.113.8:port',
    '203.0.113',
    '203.0.113.256',
    '0203.0.113.8',
    '0x7f.0.0.1',
    '2130706433',
    '203.0.113.8/24',
    '[203.0.113.8',
    '2001:db8::1::2',
    '2001:db8:1:2:3:4:5:6:7',
    '"203.0.113.8"',
    'for=203.0.113.8',
  ])('%j is not an address', (entry) => {
    expect(canonicalAddress(entry)).toBeUndefined();
  });
});

describe('the client address behind proxies', () => {
  const through = (proxies: string, forwarded: string) =>
    clientAddress({ TRUST_PROXY: proxies }, { 'x-forwarded-for': forwarded });

  test('does not depend on the ports that a proxy adds', async () => {
    expect(await through('1', '203.0.113.8:50001')).toBe('203.0.113.8');
  });

  test('is found behind a trusted network whose proxies add ports', async () => {
    expect(await through('127.0.0.1,10.0.0.0/8', '203.0.113.8:50001, 10.0.0.4:443')).toBe('203.0.113.8');
  });

  test('is that of the last known hop if an entry is not an address', async () => {
    expect(await through('1', 'garbage')).toBe('127.0.0.1');
    expect(await through('3', '198.51.100.1, garbage, 10.0.0.4')).toBe('10.0.0.4');
    expect(await through('true', '198.51.100.1, , 10.0.0.4')).toBe('10.0.0.4');
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['::1', '::/64'],
  ['garbage', 'unknown'],
  [undefined, 'unknown'],
])('groups %s as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
