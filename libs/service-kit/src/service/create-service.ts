import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { ServiceAdapter } from '../http/adapter.js';
import { ServiceLogger } from '../logging/service-logger.js';
import { rootModule } from './root-module.js';
import { assertRoutesAreProtected } from './route-access.js';
import type { ServiceDefinition } from './service-definition.js';
import { setup } from './setup.js';

/** Creates and initializes a service, without listening. */
export async function createService<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
  config: Config,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    rootModule(definition, config),
    new ServiceAdapter(config),
    { bodyParser: false, abortOnError: false, logger: new ServiceLogger(definition.name, config) },
  );
  setup(app, config, definition.api);
  await app.init();
  assertRoutesAreProtected(app);
  return app;
}
