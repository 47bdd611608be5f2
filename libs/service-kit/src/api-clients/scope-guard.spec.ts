import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ApiClient } from '@zk-income/api-clients';
import { bearerKeyHash, bearerKeyOf, createApiClient, newBearerKey } from '@zk-income/api-clients';
import { MemoryApiClientStore } from '@zk-income/api-clients/testing';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { createTestService, memoryApiClients, testClients } from '../testing/test-service.js';
import { AuthenticatedClient, RequireScope } from './scope-guard.js';

@Controller()
class WhoController {
  @Get('who')
  @RequireScope('issue')
  who(@AuthenticatedClient() client: ApiClient): ApiClient {
    return client;
  }
}

let clients: Awaited<ReturnType<typeof testClients>>;
let app: NestFastifyApplication;

beforeAll(async () => {
  clients = await testClients();
  app = await createTestService(
    {
      name: 'who',
      config: StatefulServiceConfig,
      module: {
        module: class WhoModule {},
        imports: [memoryApiClients(clients.store)],
        controllers: [WhoController],
      },
      api: { title: 'Who', description: '', tags: {}, bearer: true },
    },
    loadConfig(StatefulServiceConfig, {}),
  );
});

afterAll(() => app.close());

const call = (authorization?: string) => {
  const who = request(app.getHttpServer()).get('/who');
  return authorization === undefined ? who : who.set('authorization', authorization);
};

test('lets a client through that has the scope', async () => {
  const response = await call(`Bearer ${clients.acme}`).expect(200);
  expect(response.body).toMatchObject({ id: 'acme', sourceId: 'demo:acme' });
  await call(`bearer ${clients.acme}`).expect(200);
});

describe('is unauthorized', () => {
  test.each([
    ['without a header', () => undefined],
    ['with an empty header', () => ''],
    ['with another scheme', () => `Basic ${clients.acme}`],
    ['with a key that nobody has', () => `Bearer ${newBearerKey()}`],
    ['with a key cut short', () => `Bearer ${clients.acme.slice(0, -1)}`],
    ['with a key and more', () => `Bearer ${clients.acme} x`],
    ['with the hash of a key', () => `Bearer ${bearerKeyHash(clients.acme)}`],
  ])('%s', async (_, header) => {
    const response = await call(header());
    expect(response.status).toBe(401);
    expect(response.body.code).toBe('unauthorized');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="zk-income"');
  });
});

test('forbids a client without the scope, and says which it takes', async () => {
  for (const key of [clients.landlord, clients.nobody]) {
    const response = await call(`Bearer ${key}`);
    expect(response.status).toBe(403);
    expect(response.body.code).toBe('insufficient_scope');
    expect(response.headers['www-authenticate']).toContain('scope="issue"');
  }
});

describe('a bearer key', () => {
  test('is 256 random bits that are stored as a hash alone', async () => {
    const store = new MemoryApiClientStore();
    const key = await createApiClient(store, { id: 'x', name: 'X', scopes: [] });
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(JSON.stringify([...store.clients])).not.toContain(key);
    expect([...store.clients.keys()]).toEqual([bearerKeyHash(key)]);
  });

  test('is read from its header and nothing else', () => {
    const key = newBearerKey();
    expect(bearerKeyOf(`Bearer ${key}`)).toBe(key);
    for (const header of [undefined, key, `Bearer${key}`, `Bearer ${key}=`, `Bearer ${key}A`]) {
      expect(bearerKeyOf(header)).toBeUndefined();
    }
  });
});
