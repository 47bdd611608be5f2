import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { callerOf } from '../api-clients/scope-guard.js';
import type { ServiceConfig } from '../config/service-config.js';

/**
 * Logs one line per request. It contains the route pattern instead of the URL, because ids in URLs are capabilities, and
 * no address, header or body.
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
