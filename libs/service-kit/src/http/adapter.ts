import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { FastifyAdapter, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { problemFor } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, problemBody, sendProblem } from '../problems/problem-filter.js';
import { ServiceError } from '../problems/service-error.js';
import { normalizeForwardedFor } from './client-address.js';
import { parseJsonBody } from './json-body.js';
import { newRequestId } from './request-id.js';
import { RouteTable } from './route-table.js';

const DEFAULT_BODY_BYTES = 16_384;
const MAX_PARAMETER_CHARACTERS = 256;
const REQUEST_TIMEOUT_MS = 30_000;
const READINESS_ROUTE = '/health/ready';

/** Limits the size of a route's request body; a larger body is rejected with 413. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/** Sends problem details for bytes that Node cannot parse as HTTP. Fastify has no reply object for them. */
function rejectMalformedHttp(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const body = JSON.stringify(problemBody(problemFor(new ServiceError('bad_request')), randomUUID()));
  const head = [
    'HTTP/1.1 400 Bad Request',
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function trustedProxies(trust: ServiceConfig['TRUST_PROXY']) {
  if (typeof trust === 'number') return (_address: string, hop: number) => hop < trust;
  return typeof trust === 'boolean' ? trust : [...trust];
}

/** The Fastify adapter of all services: accepts JSON bodies only, generates request ids and records the routes. */
export class ServiceAdapter extends FastifyAdapter {
  readonly routes = new RouteTable();
  private draining = false;

  constructor({ TRUST_PROXY, CLIENT_ADDRESS_HEADER }: ServiceConfig) {
    super({
      bodyLimit: DEFAULT_BODY_BYTES,
      trustProxy: trustedProxies(TRUST_PROXY),
      genReqId: newRequestId,
      requestIdHeader: false,
      requestTimeout: REQUEST_TIMEOUT_MS,
      routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
      // Requests that arrive on open connections during shutdown are still served.
      return503OnClosing: false,
      // The router rejects malformed URLs before any hook or filter runs.
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        sendProblem(error, request, reply),
      clientErrorHandler: rejectMalformedHttp,
    });
    const fastify = this.getInstance();
    fastify.addHook('onRoute', (route) => {
      this.routes.add(route);
      const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
      if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
    });
    fastify.addHook('onRequest', async (request, reply) => {
      normalizeForwardedFor(request.raw.headers, CLIENT_ADDRESS_HEADER);
      reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
      if (!this.draining) return;
      // Clients with keep-alive connections reconnect, and the load balancer routes them to another replica.
      reply.header('connection', 'close');
      if (request.routeOptions.url === READINESS_ROUTE) {
        throw new ServiceError('unavailable', 'The service is shutting down.');
      }
    });
    // Fastify's default parsers also accept plain text, and keep the last of several members with the same name.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, parseJsonBody(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    });
  }

  /** Makes the readiness probe fail; all other requests are still served. */
  drain(): void {
    this.draining = true;
  }
}
