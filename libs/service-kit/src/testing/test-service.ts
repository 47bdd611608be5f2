import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createApiClient } from '@zk-income/api-clients';
import { MemoryApiClientStore, MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import { ApiClientsModule } from '../api-clients/api-clients.module.js';
import type { ServiceConfig } from '../config/service-config.js';
import { ServiceAdapter } from '../http/adapter.js';
import { rootModule } from '../service/root-module.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { setup } from '../service/setup.js';

/** Creates a service as in production, but without logs and with `replacements` of providers by token. */
export async function createTestService<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
  config: Config,
  replacements: ReadonlyMap<unknown, unknown> = new Map(),
): Promise<NestFastifyApplication> {
  const builder = Test.createTestingModule({ imports: [rootModule(definition, config)] });
  for (const [token, value] of replacements) builder.overrideProvider(token).useValue(value);
  const module = await builder.compile();
  const app = module.createNestApplication<NestFastifyApplication>(new ServiceAdapter(config), {
    bodyParser: false,
    logger: false,
  });
  setup(app, config, definition.api);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** An in-memory store with test clients, and the bearer key of each client. */
export async function testClients() {
  const store = new MemoryApiClientStore();
  const client = (id: string, scopes: ('issue' | 'revoke' | 'request')[], sourceId?: string) =>
    createApiClient(store, { id, name: id, scopes, ...(sourceId === undefined ? {} : { sourceId }) });
  return {
    store,
    acme: await client('acme', ['issue', 'revoke'], 'demo:acme'),
    bolt: await client('bolt', ['issue', 'revoke'], 'demo:bolt'),
    landlord: await client('landlord', ['request']),
    bank: await client('bank', ['request']),
    withoutScopes: await client('without-scopes', []),
  };
}

/** `ApiClientsModule` with in-memory stores. */
export const memoryApiClients = (
  clients: MemoryApiClientStore,
  budgets = new MemoryClientBudgetStore(),
): DynamicModule => ApiClientsModule.forRootAsync({ useFactory: () => ({ clients, budgets }) });
