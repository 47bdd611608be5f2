import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { FastifyAdapter, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { assertJsonRoute, FORM_MEDIA_TYPE, parseFormBody } from '../openid/form-body.js';
import { isOpenidPath } from '../openid/openid-path.js';
import { sendProblem } from '../problems/problem-filter.js';
import { ServiceError } from '../problems/service-error.js';
import { normalizeForwardedFor } from './client-address.js';
import { Connections } from './connections.js';
import { createHttpServer } from './http-server.js';
import { parseJsonBody } from './json-body.js';
import { newRequestId } from './request-id.js';
import { RouteTable } from './route-table.js';
import { TlsListener } from './tls-listener.js';
import { withoutIdentifierPath } from './well-known-path.js';

const DEFAULT_BODY_BYTES = 16_384;
/**
 * A rejected body up to this size is read and dropped, which costs less than the connection that its client would open
 * next. The connection of a larger one is closed.
 */
const MAX_DROPPED_BYTES = 131_072;
const MAX_PARAMETER_CHARACTERS = 256;
/** Load balancers stop routing requests to a replica whose probes fail. */
const PROBES_OF_LOAD_BALANCERS = ['/health/ready', '/health/started'];

/** Limits the size of a route's request body; a larger body is rejected with 413. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/** Rejects what HTTP requires a server to reject, and content codings, which no route supports. */
function assertProcessable(request: FastifyRequest): void {
  const { headers, raw } = request;
  const hosts = raw.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host').length;
  if (hosts > 1 || (headers.host === undefined && raw.httpVersion === '1.1')) {
    throw new ServiceError('bad_request', 'Expected exactly one Host header.');
  }
  const { 'content-encoding': coding = 'identity' } = headers;
  if (coding.toLowerCase() !== 'identity') {
    throw new ServiceError('unsupported_media_type', 'Expected a body without Content-Encoding.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
  // Some clients send a Content-Type with every request.
  if (needsNoBody(request) && hasNoBody(headers)) delete headers['content-type'];
}

/** Rejects a body by the length that its sender declares, before it is read. */
function assertBodySize({ headers, is404, routeOptions }: FastifyRequest, reply: FastifyReply): void {
  const length = Number(headers['content-length'] ?? 0);
  const limit = routeOptions.bodyLimit;
  if (is404 || limit === undefined || length <= limit) return;
  if (length > MAX_DROPPED_BYTES) reply.header('connection', 'close');
  throw new ServiceError('payload_too_large', `Expected a body of at most ${limit} bytes.`);
}

const hasNoBody = ({ 'content-length': length = '0', 'transfer-encoding': coding }: IncomingHttpHeaders) =>
  length === '0' && coding === undefined;

/** Some clients send a Content-Type with every request, also without a body. */
const needsNoBody = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'DELETE' || (routeOptions.config as { needsNoBody?: boolean } | undefined)?.needsNoBody === true;

/** Declares that a route ignores its body. */
export const NoBody = (): MethodDecorator => RouteConfig({ needsNoBody: true });

/** Whether a body is not read: one of OPTIONS, whose route has no error handler, and an empty one that a route ignores. */
const isIgnored = (request: FastifyRequest, body: Buffer): boolean =>
  request.method === 'OPTIONS' || (body.length === 0 && needsNoBody(request));

function trustedProxies(trust: ServiceConfig['TRUST_PROXY']) {
  if (typeof trust === 'number') return (_address: string, hop: number) => hop < trust;
  return typeof trust === 'boolean' ? trust : [...trust];
}

/**
 * The Fastify adapter of all services: accepts JSON bodies, and forms on routes with `@FormBody`; generates request ids and
 * records the routes.
 */
export class ServiceAdapter extends FastifyAdapter {
  readonly routes = new RouteTable();
  private draining = false;

  private readonly connections: Connections;
  private readonly tls: TlsListener;

  constructor(config: ServiceConfig) {
    const { TRUST_PROXY, CLIENT_ADDRESS_HEADER } = config;
    const connections = new Connections(config.MAX_CONNECTIONS);
    super({
      bodyLimit: DEFAULT_BODY_BYTES,
      trustProxy: trustedProxies(TRUST_PROXY),
      genReqId: newRequestId,
      requestIdHeader: false,
      rewriteUrl: ({ url = '/' }) => withoutIdentifierPath(url, config.publicUrl),
      routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
      // Requests that arrive on open connections during shutdown are still served.
      return503OnClosing: false,
      // The router rejects malformed URLs before any hook or filter runs.
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        sendProblem(error, request, reply),
      // Fastify would handle the errors of one server only; `localhost` has one for each of its addresses.
      serverFactory: (listener: RequestListener) => createHttpServer(listener, config, connections),
      clientErrorHandler: () => undefined,
    });
    this.connections = connections;
    const fastify = this.getInstance();
    this.tls = new TlsListener(fastify.routing, config, connections);
    fastify.addHook('onClose', () => this.tls.close());
    fastify.addHook('onRoute', (route) => {
      this.routes.add(route);
      const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
      if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
    });
    fastify.addHook('onRequest', async (request, reply) => {
      normalizeForwardedFor(request.raw.headers, CLIENT_ADDRESS_HEADER);
      reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
      // RFC 6749, section 5.1, demands both of every response with a token.
      if (isOpenidPath(request.url)) reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
      assertProcessable(request);
      assertBodySize(request, reply);
      if (!this.draining) return;
      // Clients with keep-alive connections reconnect, and the load balancer routes them to another replica.
      reply.header('connection', 'close');
      if (PROBES_OF_LOAD_BALANCERS.includes(request.routeOptions.url ?? '')) {
        throw new ServiceError('unavailable', 'The service is shutting down.');
      }
    });
    // Fastify's default parsers also accept plain text, and keep the last of several members with the same name.
    fastify.removeAllContentTypeParsers();
    const addParser = (mediaType: string, parse: (request: FastifyRequest, body: Buffer) => unknown) =>
      fastify.addContentTypeParser(
        mediaType,
        { parseAs: 'buffer' },
        async (request: FastifyRequest, body: Buffer | string) =>
          isIgnored(request, body as Buffer) ? undefined : parse(request, body as Buffer),
      );
    addParser('application/json', (request, body) => {
      assertJsonRoute(request);
      return parseJsonBody(body);
    });
    addParser(FORM_MEDIA_TYPE, parseFormBody);
  }

  /** Listens on `TLS_PORT` too, if it is configured. Returns the port. */
  listenSecurely(): Promise<number | undefined> {
    return this.tls.listen();
  }

  /** Makes the readiness and start-up probes fail; all other requests are still served. */
  drain(): void {
    this.draining = true;
  }

  /** Ends the connections that would keep the server from closing. Requests that are being handled complete. */
  closeConnections(): void {
    this.connections.close();
  }
}
