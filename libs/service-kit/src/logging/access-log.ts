import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { callerOf } from '../api-clients/scope-guard.js';
import type { ServiceConfig } from '../config/service-config.js';

/**
 * One line a request: the route's pattern and not the URL, whose ids let somebody act; no address, no header, no
 * body.
 */
export function logRequests(app: NestFastifyApplication, { LOG_FORMAT }: ServiceConfig): void {
  const logger = new Logger('Request');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', async (request, reply) => {
      const entry = {
        method: request.method,
        route: request.is404 ? 'none' : request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        client: callerOf(request)?.client.id,
        requestId: request.id,
      };
      const { method, route, status, ms, client = '-', requestId } = entry;
      logger.log(
        LOG_FORMAT === 'json' ? entry : `${method} ${route} ${status} ${ms} ms ${client} ${requestId}`,
      );
    });
}
