import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ServiceConfig } from '../config/service-config.js';
import { logRequests } from '../logging/access-log.js';
import { observeRequests } from '../observability/observe-requests.js';
import { type ApiDescription, serveDocument } from '../openapi/document.js';

/** Adds what uses Fastify's hooks rather than Nest's: CORS, telemetry, the access log and the OpenAPI document. */
export function setup(
  app: NestFastifyApplication,
  config: ServiceConfig,
  api: ApiDescription,
): OpenAPIObject {
  if (config.CORS_ORIGINS.length > 0) {
    app.enableCors({
      origin: [...config.CORS_ORIGINS],
      methods: ['GET', 'HEAD', 'POST', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
      exposedHeaders: [
        'x-request-id',
        'retry-after',
        'idempotency-replayed',
        'ratelimit',
        'ratelimit-policy',
      ],
      maxAge: 600,
    });
  }
  observeRequests(app);
  logRequests(app, config);
  return serveDocument(app, api, config);
}
