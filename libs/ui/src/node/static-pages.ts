import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type PagePermissions, pageHeaders } from './page-headers.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};
const COMPRESSED = /^(text\/|application\/(json|manifest\+json|wasm)|image\/svg)/;
/** A name that contains a hash of the content, as the build writes them. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
/** Below that, gzip saves nothing. */
const SMALL = 512;

export interface StaticRequest {
  readonly method: string;
  /** The path of the URL; a query is ignored. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface StaticResponse {
  readonly status: 200 | 304 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for `HEAD` and for 304. */
  readonly body: Buffer;
}

interface Item {
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
  readonly body: Buffer;
  readonly gzip?: Buffer;
}

export interface StaticPagesOptions extends PagePermissions {
  /** More documents by path, such as `/config.json`: text is sent as it is, anything else as JSON. */
  readonly documents?: Readonly<Record<string, unknown>>;
}

/** The pages of a folder that the build has written, held in memory with the headers that they need. */
export interface StaticPages {
  /** The response to a request; undefined if no page has this path, so that the caller can look elsewhere. */
  find(request: StaticRequest): StaticResponse | undefined;
  /** As {@link find}, with a 404 for what is unknown. */
  respond(request: StaticRequest): StaticResponse;
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

function itemOf(path: string, type: string, body: Buffer): Item {
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const isCompressible = COMPRESSED.test(type) && body.length > SMALL;
  return {
    type,
    etag: `"${digest}"`,
    cache: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    body,
    gzip: isCompressible ? gzipSync(body, { level: 9 }) : undefined,
  };
}

/** `/index.html` is also `/`, and `/receipt.html` also `/receipt`. */
const pathsOf = (path: string): string[] =>
  path.endsWith('.html') ? [path, path.replace(/(\/)index\.html$|\.html$/, '$1')] : [path];

function loadItems(folder: string, documents: Readonly<Record<string, unknown>>): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const file of filesIn(folder)) {
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    const item = itemOf(path, type, readFileSync(file));
    for (const alias of pathsOf(path)) items.set(alias, item);
  }
  for (const [path, document] of Object.entries(documents)) {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    items.set(path, itemOf(path, TYPES[extname(path)] ?? 'text/plain; charset=utf-8', Buffer.from(text)));
  }
  return items;
}

const headerOf = (request: StaticRequest, name: string): string => String(request.headers[name] ?? '');

const acceptsGzip = (request: StaticRequest): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(headerOf(request, 'accept-encoding'));

function responseOf(
  request: StaticRequest,
  item: Item,
  security: Readonly<Record<string, string>>,
): StaticResponse {
  const validators = { ...security, etag: item.etag, 'cache-control': item.cache, vary: 'accept-encoding' };
  const known = headerOf(request, 'if-none-match').split(/\s*,\s*/);
  if (known.some((etag) => etag.replace(/^W\//, '') === item.etag))
    return { status: 304, headers: validators, body: Buffer.alloc(0) };
  const gzip = acceptsGzip(request) ? item.gzip : undefined;
  const body = gzip ?? item.body;
  return {
    status: 200,
    headers: {
      ...validators,
      'content-type': item.type,
      'content-length': String(body.length),
      ...(gzip === undefined ? {} : { 'content-encoding': 'gzip' }),
    },
    body: request.method === 'HEAD' ? Buffer.alloc(0) : body,
  };
}

const plain = (
  status: 404 | 405,
  text: string,
  security: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): StaticResponse => ({
  status,
  headers: {
    ...security,
    ...headers,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  },
  body: Buffer.from(text),
});

/**
 * Loads the pages of a folder.
 *
 * @throws Error if the folder does not exist: the pages are not built
 */
export function staticPages(folder: string, options: StaticPagesOptions = {}): StaticPages {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Error(`No pages in ${folder}. Run npm run build.`);
  const items = loadItems(folder, options.documents ?? {});
  const security = pageHeaders(options);
  const find = (request: StaticRequest): StaticResponse | undefined => {
    const item = items.get(request.path.replace(/[?#].*$/s, ''));
    if (item === undefined) return undefined;
    if (request.method === 'GET' || request.method === 'HEAD') return responseOf(request, item, security);
    return plain(405, 'Use GET or HEAD.\n', security, { allow: 'GET, HEAD' });
  };
  return {
    find,
    respond: (request) => find(request) ?? plain(404, 'Not found.\n', security),
  };
}

/** Answers a request of Node's http server with a page. */
export function sendPage(pages: StaticPages, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = request;
  const { status, headers: sent, body } = pages.respond({ method, path: url, headers });
  response.writeHead(status, sent).end(body);
}

/** A listener for `http.createServer` that serves pages and nothing else. */
export const pageListener =
  (pages: StaticPages): RequestListener =>
  (request, response) =>
    sendPage(pages, request, response);
