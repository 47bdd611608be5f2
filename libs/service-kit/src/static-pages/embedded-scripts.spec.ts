import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { EmbeddedScriptModule } from './embedded-scripts.module.js';

const SCRIPT = 'customElements.define("x-y", class extends HTMLElement {});';
const root = mkdtempSync(join(tmpdir(), 'zk-income-scripts-'));
const apps: NestFastifyApplication[] = [];

const start = async (from: string) => {
  const definition = {
    name: 'notes',
    config: ServiceConfig,
    module: {
      module: class NotesModule {},
      imports: [EmbeddedScriptModule.forRoot({ folder: 'elements', script: 'x-y', name: 'element', from })],
    },
    api: { title: 'Notes', description: '', tags: {}, bearer: false, publicPaths: ['/elements/'] },
  };
  const config = loadConfig(ServiceConfig, { PUBLIC_URL: 'https://notes.example/api' });
  const app = await createTestService(definition, config);
  apps.push(app);
  return app;
};
let app: NestFastifyApplication;

beforeAll(async () => {
  const folder = join(root, 'built/dist/pages/element');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'x-y.js'), SCRIPT);
  writeFileSync(join(folder, 'licenses.md'), 'MIT');
  app = await start(join(root, 'built'));
});

afterAll(async () => {
  for (const one of apps) await one.close();
  rmSync(root, { recursive: true });
});

const get = (path: string, from = app) =>
  request(from.getHttpServer()).get(path).set('origin', 'https://shop.example');

test('any site may load the script, and gets a new version soon', async () => {
  const { text, headers } = await get('/elements/x-y.js').expect(200);
  expect(text).toBe(SCRIPT);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(headers['cache-control']).toMatch(/^public, max-age=3600, stale-while-revalidate=/);
  await get('/elements/x-y.js').set('if-none-match', headers.etag!).expect(304);
});

test('a site that pins the version gets its hash and a file that never changes', async () => {
  const { body } = await get('/elements/x-y.json').expect(200);
  const version = createHash('sha256').update(SCRIPT).digest('hex').slice(0, 12);
  expect(body).toEqual({
    version,
    src: `https://notes.example/api/elements/x-y.${version}.js`,
    integrity: `sha384-${createHash('sha384').update(SCRIPT).digest('base64')}`,
  });
  const { text, headers } = await get(`/elements/x-y.${version}.js`).expect(200);
  expect(text).toBe(SCRIPT);
  expect(headers['cache-control']).toContain('immutable');
});

test.each(['/elements/x-y.000000000000.js', '/elements/licenses.md', '/elements/constructor', '/elements/'])(
  'the path %s is not found',
  async (path) => {
    await get(path).expect(404);
  },
);

test('without a build nothing is found', async () => {
  const empty = await start(join(root, 'not-built'));
  for (const file of ['x-y.js', 'x-y.json']) await get(`/elements/${file}`, empty).expect(404);
});
