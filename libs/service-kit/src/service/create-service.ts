import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { ServiceAdapter } from '../http/adapter.js';
import { ServiceLogger } from '../logging/service-logger.js';
import type { ApiDescription } from '../openapi/document.js';
import { setup } from './setup.js';

/** What makes one service of the parts that all share. */
export interface ServiceDefinition<Config extends ServiceConfig> {
  readonly name: string;
  readonly config: new () => Config;
  /** Made from the configuration; opens keys and store. */
  readonly module: (config: Config) => Promise<DynamicModule> | DynamicModule;
  readonly api: ApiDescription;
}

/** A service that is ready to listen. */
export async function createService<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
  config: Config,
): Promise<NestFastifyApplication> {
  const module = await definition.module(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, new ServiceAdapter(config), {
    bodyParser: false,
    abortOnError: false,
    logger: new ServiceLogger(definition.name, config),
  });
  setup(app, config, definition.api);
  await app.init();
  return app;
}
