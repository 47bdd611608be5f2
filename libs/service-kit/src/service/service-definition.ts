import type { DynamicModule, Type } from '@nestjs/common';
import type { ServiceConfig } from '../config/service-config.js';
import type { ApiDescription } from '../openapi/document.js';

/** What distinguishes one service from another. */
export interface ServiceDefinition<Config extends ServiceConfig> {
  readonly name: string;
  readonly config: new () => Config;
  /** The module of the application. Its providers can inject the configuration by its class. */
  readonly module: Type | DynamicModule;
  readonly api: ApiDescription;
}
