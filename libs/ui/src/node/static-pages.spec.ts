import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contentSecurityPolicy } from './page-headers.js';
import { pageListener, type StaticPages, staticPages } from './static-pages.js';

const SCRIPT = '/assets/index-BJDwCin2.js';
const script = `export const text = '${'x'.repeat(2000)}';`;

let folder: string;
let pages: StaticPages;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  pages.respond({ method, path, headers });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'receipt.html'), '<!doctype html><title>receipt</title>');
  writeFileSync(join(folder, SCRIPT), script);
  writeFileSync(join(folder, 'sw.js'), '// service worker');
  pages = staticPages(folder, { connect: ['https:'], documents: { '/config.json': { origins: {} } } });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('static pages', () => {
  test('finds files, and HTML files without their names', () => {
    expect(get('/').body.toString()).toContain('page');
    expect(get('/index.html?lang=de').body.toString()).toContain('page');
    expect(get('/receipt').body.toString()).toContain('receipt');
    expect(get(SCRIPT).headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test('serves documents that are no files', () => {
    expect(get('/config.json')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' },
    });
    expect(get('/config.json').body.toString()).toBe('{"origins":{}}');
  });

  test('lets caches keep what has a hash in its name, and asks for everything else each time', () => {
    expect(get(SCRIPT).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/sw.js']) expect(get(path).headers['cache-control']).toBe('no-cache');
  });

  test('compresses for those who accept it', () => {
    const { headers, body } = get(SCRIPT, { 'accept-encoding': 'gzip, br' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(gunzipSync(body).toString()).toBe(script);
    for (const encoding of ['br', 'gzip;q=0', 'gzip; q=0.0, br'])
      expect(get(SCRIPT, { 'accept-encoding': encoding }).headers['content-encoding']).toBeUndefined();
  });

  test('says that a known version is current', () => {
    const { etag } = get('/').headers;
    expect(get('/', { 'if-none-match': `"other", W/${etag}` })).toMatchObject({
      status: 304,
      body: Buffer.alloc(0),
    });
    expect(get('/', { 'if-none-match': '"other"' }).status).toBe(200);
  });

  test('answers HEAD without a body, and other methods with 405', () => {
    expect(get('/', {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(get('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test.each(['/unknown', '/../secret', '/assets/../../etc/passwd', '/%2e%2e/secret', '//', '/assets'])(
    'has no page %s',
    (path) => {
      expect(get(path).status).toBe(404);
      expect(pages.find({ method: 'GET', path, headers: {} })).toBeUndefined();
    },
  );

  test('has strict headers on every response', () => {
    for (const { headers } of [get('/'), get(SCRIPT), get('/unknown'), get('/', {}, 'POST')]) {
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('is missing where the pages are not built', () => {
    expect(() => staticPages(join(folder, 'missing'))).toThrow('npm run build');
  });
});

test('the Content Security Policy allows nothing inline, and connections where they are named', () => {
  const policy = contentSecurityPolicy({ connect: ['https:', 'http://localhost:3001'] });
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
  expect(policy).toContain("connect-src 'self' https: http://localhost:3001;");
  expect(policy).toContain("require-trusted-types-for 'script'");
});

describe('a server of pages', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer(pageListener(pages));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });

  test('sends them', async () => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const response = await fetch(`${origin}${SCRIPT}`);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe(script);
    expect((await fetch(`${origin}/unknown`)).status).toBe(404);
  });
});
