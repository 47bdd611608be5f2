import { afterEach, expect, test } from '@jest/globals';
import { Controller, type DynamicModule, Get, Post, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryApiClientStore } from '@zk-income/api-clients/testing';
import { PublicRoute } from '../api-clients/public-route.js';
import { RequireScope } from '../api-clients/scope-guard.js';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { Idempotent } from '../idempotency/idempotency.interceptor.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { MemoryIdempotencyStore } from '../testing/memory-idempotency-store.js';
import { createTestService, memoryApiClients } from '../testing/test-service.js';
import { ThrottleRefusals } from '../throttle/refusal-throttle.interceptor.js';
import { RefusalThrottleModule } from '../throttle/refusal-throttle.module.js';
import { createService } from './create-service.js';
import { assertRoutesAreProtected } from './route-access.js';

@Controller()
class ThingsController {
  @Get('things')
  @PublicRoute()
  list(): void {}

  @Post('things')
  @RequireScope('request')
  @Idempotent()
  create(): void {}

  @Post('verdicts')
  @PublicRoute()
  @ThrottleRefusals()
  verdict(): void {}
}

@Controller()
class ForgottenController {
  @Get('forgotten')
  forgotten(): void {}

  helper(): void {}
}

const clients = memoryApiClients(new MemoryApiClientStore());
const idempotency = IdempotencyModule.forRootAsync({ useFactory: () => new MemoryIdempotencyStore() });
const throttle = RefusalThrottleModule.forRootAsync({ useFactory: () => ({ refused: 1, unknown: 1 }) });

const definition = (controllers: Type[], imports: DynamicModule[]) => ({
  name: 'things',
  config: StatefulServiceConfig,
  module: { module: class ThingsModule {}, imports, controllers },
  api: { title: 'Things', description: '', tags: {}, bearer: true },
});
const config = loadConfig(StatefulServiceConfig, { LOG_LEVEL: 'error' });

let app: NestFastifyApplication | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function faults(controllers: Type[], imports: DynamicModule[]): Promise<string> {
  app = await createTestService(definition(controllers, imports), config);
  try {
    assertRoutesAreProtected(app);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a service whose routes are declared and protected starts', async () => {
  expect(await faults([ThingsController], [clients, idempotency, throttle])).toBe('');
});

test.each([
  ['ApiClientsModule', '@RequireScope', [idempotency, throttle]],
  ['IdempotencyModule', '@Idempotent', [clients, throttle]],
  ['RefusalThrottleModule', '@ThrottleRefusals', [clients, idempotency]],
])('a service without %s does not start if a route has %s', async (module, decorator, imports) => {
  const message = await faults([ThingsController], imports);
  expect(message).toContain(`has ${decorator}, but the service does not import ${module}.`);
  expect(message.split('\n')).toHaveLength(2);
});

test('a service with a route that does not declare who may call it does not start', async () => {
  const definitionOf = definition([ForgottenController], []);
  await expect(createService(definitionOf, config)).rejects.toThrow(
    'ForgottenController.forgotten has neither @RequireScope nor @PublicRoute.',
  );
});
