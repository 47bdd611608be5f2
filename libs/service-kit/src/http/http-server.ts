import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type OutgoingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { ServiceConfig } from '../config/service-config.js';
import { countProblem } from '../observability/observe.js';
import { describeCode, type HttpErrorCode } from '../problems/catalogue.js';
import { problemFor } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE, problemBody } from '../problems/problem-filter.js';
import { ServiceError } from '../problems/service-error.js';
import { Connections } from './connections.js';

/** Node checks the timeouts of all connections at this interval; its default of 30 s would be added to each timeout. */
const CHECK_INTERVAL_MS = 1_000;
/** How long a client has to read an error and to close its side, before the connection is destroyed. */
const LINGER_MS = 1_000;

const CODES_OF_PARSER: Readonly<Record<string, HttpErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload_too_large',
  HPE_INVALID_VERSION: 'http_version_not_supported',
};

/** Writes problem details on a connection without a response object, and ends the connection. */
function rejectConnection(socket: Socket, code: HttpErrorCode): void {
  const { _httpMessage: response } = socket as { _httpMessage?: OutgoingMessage };
  if (!socket.writable || response?.headersSent) {
    socket.destroy();
    return;
  }
  countProblem(code);
  const { status } = describeCode(code);
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(problemFor(new ServiceError(code)), requestId));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // A client that ignores the end of the connection must not keep it open.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Sends problem details in response to a request that does not reach the application. */
export function rejectRequest(response: ServerResponse, code: HttpErrorCode): void {
  countProblem(code);
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(problemFor(new ServiceError(code)), requestId));
  response
    .writeHead(describeCode(code).status, {
      'content-type': PROBLEM_MEDIA_TYPE,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      connection: 'close',
    })
    .end(body);
}

function handleParserError(error: NodeJS.ErrnoException, socket: Socket): void {
  // The connection is gone.
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') socket.destroy();
  else rejectConnection(socket, CODES_OF_PARSER[error.code ?? ''] ?? 'bad_request');
}

/** Time limits of headers, whole requests and idle connections. */
const timeLimits = (config: ServiceConfig) => ({
  connectionsCheckingInterval: CHECK_INTERVAL_MS,
  headersTimeout: config.HEADERS_TIMEOUT_SECONDS * 1000,
  requestTimeout: config.REQUEST_TIMEOUT_SECONDS * 1000,
  keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_SECONDS * 1000,
  // The application rejects a request without Host, with problem details.
  requireHostHeader: false,
});

/**
 * Creates an HTTP server whose connections all end: headers, the whole request and idle connections have a time limit,
 * and clients cannot keep a rejected connection open. Whatever the server rejects itself gets problem details.
 */
export function createHttpServer(
  listener: RequestListener,
  config: ServiceConfig,
  connections = new Connections(config.MAX_CONNECTIONS),
): Server {
  return withLimits(createServer(timeLimits(config), listener), connections);
}

/** The same over TLS. A connection has as much time for the handshake as for the headers of a request. */
export function createHttpsServer(
  listener: RequestListener,
  config: ServiceConfig,
  connections: Connections,
  credentials: Pick<SecureContextOptions, 'cert' | 'key'>,
): HttpsServer {
  const limits = timeLimits(config);
  const server = createTlsServer(
    { ...credentials, ...limits, handshakeTimeout: limits.headersTimeout },
    listener,
  );
  // Node would handle a failed handshake like a malformed request, but nothing can be sent on such a connection.
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (_error: Error, socket: TLSSocket) => socket.destroy());
  return withLimits(server, connections);
}

function withLimits<S extends Server | HttpsServer>(server: S, connections: Connections): S {
  connections.watch(server);
  server.on('clientError', handleParserError);
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    rejectRequest(response, 'expectation_failed'),
  );
  server.on('connect', (_request: IncomingMessage, socket: Socket) =>
    rejectConnection(socket, 'method_not_allowed'),
  );
  // Fastify adds a listener that leaves the connection open. Without one, Node ignores the header, as RFC 9110 allows.
  server.once('listening', () => server.removeAllListeners('upgrade'));
  return server;
}
