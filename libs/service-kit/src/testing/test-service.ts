import type { Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createApiClient } from '@zk-income/api-clients';
import { MemoryApiClientStore, MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import { systemClock } from '@zk-income/credential';
import { limitClients } from '../api-clients/limit-clients.js';
import { type ServiceConfig, StatefulServiceConfig } from '../config/service-config.js';
import { ServiceAdapter } from '../http/adapter.js';
import type { ServiceDefinition } from '../service/create-service.js';
import { setup } from '../service/setup.js';
import { API_CLIENT_STORE, CLOCK } from '../tokens.js';

/** By token, what stands in the place of the real thing. */
export type Replacements = ReadonlyMap<unknown, unknown>;

/** A service set up as in production, but for what is replaced; ready for requests and silent. */
export async function createTestService<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
  config: Config,
  replacements: Replacements = new Map(),
): Promise<NestFastifyApplication> {
  const builder = Test.createTestingModule({ imports: [await definition.module(config)] });
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

/** Clients by name, and the keys that they call with. */
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
    nobody: await client('nobody', []),
  };
}

/** What a service with `@RequireScope` needs, in memory. */
export const clientProviders = (
  store: MemoryApiClientStore,
  { budgets = new MemoryClientBudgetStore(), clock = systemClock } = {},
): Provider[] => [
  { provide: API_CLIENT_STORE, useValue: store },
  { provide: CLOCK, useValue: clock },
  ...limitClients(new StatefulServiceConfig(), budgets),
];
