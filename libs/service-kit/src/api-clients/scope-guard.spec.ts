import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ApiClient, ApiClientStore } from '@zk-income/api-clients';
import { bearerKeyHash, bearerKeyOf, createApiClient, newBearerKey } from '@zk-income/api-clients';
import { MemoryApiClientStore } from '@zk-income/api-clients/testing';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { createTestService, memoryApiClients, testClients } from '../testing/test-service.js';
import { AuthenticatedClient, RequireScope } from './scope-guard.js';

@Controller()
class ClientController {
  @Get('client')
  @RequireScope('issue')
  getClient(@AuthenticatedClient() client: ApiClient): ApiClient {
    return client;
  }
}

let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;

beforeAll(async () => {
  clients = await testClients();
  app = await createTestService(
    {
      name: 'clients',
      config: StatefulServiceConfig,
      module: {
        module: class ClientModule {},
        imports: [memoryApiClients(clients.store)],
        controllers: [ClientController],
      },
      api: { title: 'Clients', description: '', tags: {}, bearer: true },
    },
    loadConfig(StatefulServiceConfig, { TRUST_PROXY: '1', MAX_UNAUTHORIZED_PER_MINUTE: '5' }),
  );
});

afterAll(() => app.close());

const call = (authorization?: string) => {
  const get = request(app.getHttpServer()).get('/client');
  return authorization === undefined ? get : get.set('authorization', authorization);
};

test('accepts a client with the scope', async () => {
  const response = await call(`Bearer ${clients.acme}`).expect(200);
  expect(response.body).toMatchObject({ id: 'acme', sourceId: 'demo:acme' });
  await call(`bearer ${clients.acme}`).expect(200);
});

describe('rejects with 401', () => {
  test.each([
    ['a missing header', () => undefined],
    ['an empty header', () => ''],
    ['another scheme', () => `Basic ${clients.acme}`],
    ['an unknown key', () => `Bearer ${newBearerKey()}`],
    ['a truncated key', () => `Bearer ${clients.acme.slice(0, -1)}`],
    ['text after the key', () => `Bearer ${clients.acme} x`],
    ['the hash of a key', () => `Bearer ${bearerKeyHash(clients.acme)}`],
  ])('%s', async (_, header) => {
    const response = await call(header());
    expect(response.status).toBe(401);
    expect(response.body.code).toBe('unauthorized');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="zk-income"');
  });
});

test('rejects a client without the scope with 403, and names the required scope', async () => {
  for (const key of [clients.landlord, clients.withoutScopes]) {
    const response = await call(`Bearer ${key}`);
    expect(response.status).toBe(403);
    expect(response.body.code).toBe('insufficient_scope');
    expect(response.headers['www-authenticate']).toContain('scope="issue"');
  }
});

describe('invalid keys', () => {
  const from = (address: string, key: string) => call(`Bearer ${key}`).set('x-forwarded-for', address);
  let reads: jest.SpiedFunction<ApiClientStore['findByKeyHash']>;

  beforeEach(() => {
    reads = jest.spyOn(clients.store, 'findByKeyHash');
  });

  afterEach(() => {
    reads.mockRestore();
  });

  test('are throttled by address, with at most as many reads as the limit even if all arrive at once', async () => {
    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => from(`192.0.2.1:${50_000 + i}`, newBearerKey())),
    );
    expect(reads.mock.calls.length).toBe(5);
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(5);
    const { body, headers } = responses.find(({ status }) => status === 429)!;
    expect(body.code).toBe('rate_limited');
    expect(headers['retry-after']).toBeDefined();
  });

  test('do not affect a client of the same address that was accepted before', async () => {
    await from('192.0.2.2', clients.acme).expect(200);
    await Promise.all(Array.from({ length: 40 }, () => from('192.0.2.2', newBearerKey())));
    await from('192.0.2.2', clients.acme).expect(200);
    await from('192.0.2.3', clients.bolt).expect(200);
  });

  test('cause one read if they are repeated', async () => {
    const key = newBearerKey();
    for (let i = 0; i < 20; i++) await from('192.0.2.4', key).expect(401);
    expect(reads.mock.calls.length).toBe(1);
  });

  test('cause no read if they do not have the format of a key', async () => {
    for (const key of ['x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}!`]) {
      await from('192.0.2.5', key).expect(401);
    }
    expect(reads.mock.calls.length).toBe(0);
  });

  test('do not count valid ones that arrive at once', async () => {
    const responses = await Promise.all(Array.from({ length: 5 }, () => from('192.0.2.6', clients.bolt)));
    expect(responses.map(({ status }) => status)).toEqual(Array(5).fill(200));
    await from('192.0.2.6', newBearerKey()).expect(401);
  });
});

describe('a bearer key', () => {
  test('has 256 bits and is stored only as a hash', async () => {
    const store = new MemoryApiClientStore();
    const key = await createApiClient(store, { id: 'x', name: 'X', scopes: [] });
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(JSON.stringify([...store.clients])).not.toContain(key);
    expect([...store.clients.keys()]).toEqual([bearerKeyHash(key)]);
  });

  test('is parsed strictly from the Authorization header', () => {
    const key = newBearerKey();
    expect(bearerKeyOf(`Bearer ${key}`)).toBe(key);
    for (const header of [undefined, key, `Bearer${key}`, `Bearer ${key}=`, `Bearer ${key}A`]) {
      expect(bearerKeyOf(header)).toBeUndefined();
    }
  });
});
