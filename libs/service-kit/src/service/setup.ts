import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ServiceConfig } from '../config/service-config.js';
import { allowOrigins } from '../http/cors.js';
import { logRequests } from '../logging/access-log.js';
import { observeRequests } from '../observability/observe-requests.js';
import { type ApiDescription, serveDocument } from '../openapi/document.js';

/** Adds what uses Fastify's hooks rather than Nest's: CORS, telemetry, the access log and the OpenAPI document. */
export function setup(
  app: NestFastifyApplication,
  config: ServiceConfig,
  api: ApiDescription,
): OpenAPIObject {
  allowOrigins(app, config, api.publicPaths);
  observeRequests(app);
  logRequests(app, config);
  return serveDocument(app, api, config);
}
