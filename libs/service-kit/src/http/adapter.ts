import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { FastifyAdapter, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { problemFor } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, problemBody, sendProblem } from '../problems/problem-filter.js';
import { ServiceError } from '../problems/service-error.js';
import { forwardedForFrom } from './client-address.js';
import { parseJsonBody } from './json-body.js';
import { newRequestId } from './request-id.js';
import { RouteTable } from './route-table.js';

const DEFAULT_BODY_BYTES = 16_384;
const MAX_PARAMETER_CHARACTERS = 256;
const REQUEST_TIMEOUT_MS = 30_000;
const READY_ROUTE = '/health/ready';

/** The most bytes that a route reads; a larger body is a 413. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/** What is no HTTP has no request to answer: the same problem, written by hand. */
function answerNoHttp(_error: Error, socket: Socket): void {
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

/** A Fastify that reads JSON and nothing else, numbers its requests itself and knows its routes. */
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
      // While the service ends, what still comes in over open connections is answered.
      return503OnClosing: false,
      // The router refuses a malformed URL before anything else runs.
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        sendProblem(error, request, reply),
      clientErrorHandler: answerNoHttp,
    });
    const fastify = this.getInstance();
    fastify.addHook('onRoute', (route) => {
      this.routes.add(route);
      const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
      if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
    });
    fastify.addHook('onRequest', async (request, reply) => {
      if (CLIENT_ADDRESS_HEADER !== undefined) forwardedForFrom(CLIENT_ADDRESS_HEADER, request.raw.headers);
      reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
      if (!this.draining) return;
      // Whoever keeps the connection for later finds another replica with the next one.
      reply.header('connection', 'close');
      if (request.routeOptions.url === READY_ROUTE)
        throw new ServiceError('unavailable', 'The service is ending.');
    });
    // Fastify's own readers also take plain text, and keep the last of two members of one name.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, parseJsonBody(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    });
  }

  /** From now on the service says that it is not ready, and answers everything else as before. */
  drain(): void {
    this.draining = true;
  }
}
