import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { isOpenidPath } from '../openid/openid-path.js';

/** Documents that any web page may read: they are public, and depend neither on cookies nor on the network of the user. */
const PUBLIC_PATHS = ['/openapi.json', '/.well-known/'];
const MAX_AGE_SECONDS = 600;

const PUBLIC_DOCUMENT = {
  origin: '*',
  methods: ['GET', 'HEAD'],
  // For a request with an ETag, browsers send a preflight request.
  allowedHeaders: ['if-none-match'],
  exposedHeaders: ['etag', 'x-request-id', 'retry-after'],
  maxAge: MAX_AGE_SECONDS,
};

/** Wallets may be web pages. They send no cookies: what they may do depends on a secret in the request. */
const WALLETS = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST'],
  allowedHeaders: ['authorization', 'content-type'],
  exposedHeaders: ['x-request-id', 'retry-after', 'www-authenticate'],
  maxAge: MAX_AGE_SECONDS,
};

const configured = (origins: readonly string[]) => ({
  origin: origins.length === 0 ? false : [...origins],
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
  exposedHeaders: ['x-request-id', 'retry-after', 'idempotency-replayed', 'ratelimit', 'ratelimit-policy'],
  maxAge: MAX_AGE_SECONDS,
});

/**
 * Lets web pages of any origin read public documents and call the routes for wallets, and those of `CORS_ORIGINS` call
 * every route.
 */
export function allowOrigins(
  app: NestFastifyApplication,
  { CORS_ORIGINS }: Pick<ServiceConfig, 'CORS_ORIGINS'>,
  publicPaths: readonly string[] = [],
): void {
  const paths = [...PUBLIC_PATHS, ...publicPaths];
  const forOrigins = configured(CORS_ORIGINS);
  const optionsFor = ({ url, method, headers }: FastifyRequest) => {
    // Not a preflight request: a 405, as for every method that a resource does not support.
    if (method === 'OPTIONS' && !(headers.origin && headers['access-control-request-method']))
      return { origin: false };
    if (isOpenidPath(url)) return WALLETS;
    return paths.some((path) => url.startsWith(path)) ? PUBLIC_DOCUMENT : forOrigins;
  };
  app.enableCors({
    delegator: (request: FastifyRequest, callback: (error: null, options: object) => void) =>
      callback(null, optionsFor(request)),
  } as never);
}
