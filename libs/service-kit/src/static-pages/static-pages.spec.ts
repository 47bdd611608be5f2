import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { findPage } from './find-page.js';
import { StaticPagesModule } from './static-pages.module.js';

const HTML =
  '<!doctype html><meta name="service" content="{{service}}"><script src="./assets/link-pages.js"></script>';
const root = mkdtempSync(join(tmpdir(), 'zk-income-pages-'));
const code = join(root, 'dist/apps/notes/src');
let app: NestFastifyApplication;

beforeAll(async () => {
  const page = join(root, 'dist/pages/link-pages');
  mkdirSync(join(page, 'assets'), { recursive: true });
  mkdirSync(code, { recursive: true });
  writeFileSync(join(page, 'index.html'), HTML);
  writeFileSync(join(page, 'assets/link-pages.js'), 'export {};');
  writeFileSync(join(page, 'assets/link-pages.css'), 'p {}');
  const pages = [
    { route: 'offer', name: 'link-pages' },
    { route: 'receipts/check', name: 'link-pages' },
    { route: 'listing', name: 'link-pages' },
    { route: 'other', name: 'not-built' },
  ];
  const definition = {
    name: 'notes',
    config: StatefulServiceConfig,
    module: { module: class NotesModule {}, imports: [StaticPagesModule.forRoot({ pages, from: code })] },
    api: { title: 'Notes', description: '', tags: {}, bearer: false },
  };
  const config = loadConfig(StatefulServiceConfig, {
    PUBLIC_URL: 'https://notes.example/a&b',
    WALLET_URL: 'https://wallet.example',
  });
  app = await createTestService(definition, config);
  Logger.overrideLogger(false);
});

afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  request(app.getHttpServer()).get(path).set(headers);

describe('a page', () => {
  test('has the URLs of the service, escaped', async () => {
    const { text, headers } = await get('/offer').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const [, content] = /content="([^"]*)"/.exec(text)!;
    const settings = content!.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    expect(JSON.parse(settings)).toEqual({
      publicUrl: 'https://notes.example/a&b',
      walletUrl: 'https://wallet.example',
    });
  });

  test('forbids everything but its own files and its own service, and cannot be shown in a frame', async () => {
    const { headers } = await get('/offer');
    const policy = headers['content-security-policy']!.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(headers['content-security-policy']).not.toMatch(/'unsafe-|https?:|\*/);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test.each([
    ['/assets/link-pages.js', 'text/javascript; charset=utf-8'],
    ['/assets/link-pages.css', 'text/css; charset=utf-8'],
    ['/receipts/assets/link-pages.js', 'text/javascript; charset=utf-8'],
  ])('has its files beside it: %s', async (path, type) => {
    const { headers } = await get(path).expect(200);
    expect(headers).toMatchObject({ 'content-type': type, 'cache-control': 'no-cache' });
  });

  test('is not sent again to a browser that has it', async () => {
    for (const path of ['/offer', '/assets/link-pages.js']) {
      const { headers } = await get(path).expect(200);
      const { text = '' } = await get(path, { 'if-none-match': headers.etag! }).expect(304);
      expect(text).toBe('');
      await get(path, { 'if-none-match': '"another"' }).expect(200);
    }
  });

  test('can be asked for by HEAD', async () => {
    const { headers, text } = await request(app.getHttpServer()).head('/offer').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toBeFalsy();
  });

  test('is not part of the API', async () => {
    const { body } = await get('/openapi.json').expect(200);
    expect(Object.keys(body.paths).filter((path) => /offer|pages|receipts|other/.test(path))).toEqual([]);
  });
});

test.each([
  '/assets/link-pages.js.map',
  '/assets/index.html',
  '/assets/..%2findex.html',
  '/assets/constructor',
  '/other',
  '/assets/not-built.js',
])('the path %s is not found', async (path) => {
  const { body } = await get(path).expect(404);
  expect(body.code).toBe('not_found');
});

test('pages are found beside the code, in dist or in the folders above', () => {
  expect(findPage(code, 'link-pages')).toBe(join(root, 'dist/pages/link-pages'));
  expect(findPage(root, 'link-pages')).toBe(join(root, 'dist/pages/link-pages'));
  const bundled = join(code, 'pages/link-pages');
  mkdirSync(bundled, { recursive: true });
  writeFileSync(join(bundled, 'index.html'), HTML);
  expect(findPage(code, 'link-pages')).toBe(bundled);
  expect(findPage(code, 'not-built')).toBeUndefined();
});
