import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { callerOf } from '../api-clients/scope-guard.js';
import type { ServiceConfig } from '../config/service-config.js';
import { answerCode, rememberAnswerCode } from './answer-code.js';

/**
 * Logs one line per request, with the code of a problem or verdict. It contains the route pattern instead of the URL,
 * because ids in URLs are capabilities, and no address, header or body.
 */
export function logRequests(app: NestFastifyApplication, { LOG_FORMAT }: ServiceConfig): void {
  const logger = new Logger('Request');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preSerialization', async (request, _reply, answer) => {
      rememberAnswerCode(request, answer);
      return answer;
    })
    .addHook('onResponse', async (request, reply) => {
      const entry = {
        method: request.method,
        route: request.is404 ? 'none' : request.routeOptions.url,
        status: reply.statusCode,
        code: answerCode(request),
        ms: Math.round(reply.elapsedTime),
        client: callerOf(request)?.client.id,
        requestId: request.id,
      };
      const { method, route, status, code = '-', ms, client = '-', requestId } = entry;
      logger.log(
        LOG_FORMAT === 'json'
          ? entry
          : `${method} ${route} ${status} ${code} ${ms} ms ${client} ${requestId}`,
      );
    });
}
