import { type DynamicModule, Module } from '@nestjs/common';
import type { ServiceConfig } from '../config/service-config.js';
import { ServiceModule } from './service.module.js';
import type { ServiceDefinition } from './service-definition.js';

@Module({})
class RootModule {}

/** The root module of a service: its own module and the `ServiceModule`. */
export const rootModule = <Config extends ServiceConfig>(
  { module }: ServiceDefinition<Config>,
  config: Config,
): DynamicModule => ({ module: RootModule, imports: [ServiceModule.forRoot(config), module] });
