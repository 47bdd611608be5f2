import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ServiceConfig } from '../config/service-config.js';
import type { ServiceAdapter } from '../http/adapter.js';
import { logRequests } from '../logging/access-log.js';
import { observeRequests } from '../observability/observe-requests.js';
import { type ApiDescription, serveDocument } from '../openapi/document.js';
import { ProblemFilter } from '../problems/problem-filter.js';
import { BodyPipe } from '../validation/body-pipe.js';

/** Gives an application what all services share. Tests set up what they test with this very function. */
export function setup(
  app: NestFastifyApplication,
  config: ServiceConfig,
  api: ApiDescription,
): OpenAPIObject {
  const { routes } = app.getHttpAdapter() as unknown as ServiceAdapter;
  app.useGlobalPipes(new BodyPipe());
  app.useGlobalFilters(new ProblemFilter(routes));
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
  return serveDocument(app, api);
}
