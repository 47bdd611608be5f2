import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Agent, get, type RequestOptions, Agent as TlsAgent } from 'node:https';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createAuthority } from '../../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../../scripts/generate-jwk.mjs';
import { ConfigError, loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { until } from '../testing/until.js';
import type { ServiceAdapter } from './adapter.js';

let finish: () => void = () => undefined;
const slow = { started: false };

@Controller('things')
class ThingsController {
  @Get('quick')
  quick(): object {
    return { id: 'quick' };
  }

  @Get('slow')
  async slow(): Promise<object> {
    slow.started = true;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { id: 'slow' };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const ca = await createAuthority(['localhost']);
const pemOf = (privateJwk: object) =>
  createPrivateKey({ key: privateJwk as never, format: 'jwk' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
const { privateJwk, publicJwk } = generateHolderKey();
const TLS_CERTIFICATE_FILE = file('certificate.pem', await ca.tlsCertificate(publicJwk, ['localhost']));
const TLS_KEY_FILE = file('key.pem', pemOf(privateJwk));

let app: NestFastifyApplication | undefined;
let port: number;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(environment: Record<string, string> = {}): Promise<ServiceAdapter> {
  app = await createTestService(
    {
      name: 'things',
      config: ServiceConfig,
      module: { module: class ThingsModule {}, controllers: [ThingsController] },
      api: { title: 'Things', description: '', tags: {}, bearer: false },
    },
    loadConfig(ServiceConfig, { TLS_PORT: '0', TLS_CERTIFICATE_FILE, TLS_KEY_FILE, ...environment }),
  );
  await app.listen(0, 'localhost');
  const adapter = app.getHttpAdapter() as unknown as ServiceAdapter;
  port = (await adapter.listenSecurely()) as number;
  return adapter;
}

async function fetchOver(path: string, options: RequestOptions = {}) {
  const [response] = await once(
    get({ host: 'localhost', port, path, ca: ca.certificate, ...options }),
    'response',
  );
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(await text(response)) };
}

async function openTls(): Promise<TLSSocket> {
  const socket = connect({ host: 'localhost', port, ca: ca.certificate, servername: 'localhost' });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

test('the application answers over TLS as over HTTP, on every address of localhost', async () => {
  await start();
  const { port: plain } = app!.getHttpServer().address() as AddressInfo;
  for (const path of ['/things/quick', '/health/live']) {
    const overHttp = await (await fetch(`http://localhost:${plain}${path}`)).json();
    for (const family of [4, 6]) {
      const response = await fetchOver(path, { family }).catch((error) => error.code);
      // Without IPv6, there is only one address.
      if (response !== 'ECONNREFUSED' && response !== 'ENOTFOUND') expect(response.body).toEqual(overHttp);
    }
  }
  expect(await fetchOver('/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('a malformed request gets problem details', async () => {
  await start();
  const socket = await openTls();
  socket.write('GARBAGE\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*"code":"bad_request"/s);
});

test('a connection without a handshake ends', async () => {
  await start({ HEADERS_TIMEOUT_SECONDS: '1' });
  for (const bytes of ['', 'GET /things/quick HTTP/1.1\r\nHost: localhost\r\n\r\n']) {
    const socket = connectPlain({ host: 'localhost', port });
    socket.on('error', () => undefined);
    if (bytes !== '') socket.write(bytes);
    socket.resume();
    await once(socket, 'close');
  }
  expect((await fetchOver('/things/quick')).status).toBe(200);
});

test('connections over TLS count, and the one that has been idle longest ends', async () => {
  await start({ MAX_CONNECTIONS: '16' });
  const open: TLSSocket[] = [];
  for (let i = 0; i < 20; i++) open.push(await openTls());
  const first = open[0]!;
  first.resume();
  await until(() => first.closed);
  expect(open.at(-1)!.closed).toBe(false);
  expect((await fetchOver('/things/quick')).status).toBe(200);
  for (const socket of open) socket.destroy();
});

describe('when the service ends', () => {
  let agent: Agent;
  afterEach(() => agent.destroy());

  test('requests in progress complete, and idle connections end', async () => {
    const adapter = await start();
    agent = new TlsAgent({ keepAlive: true });
    const idle = await openTls();
    idle.resume();
    slow.started = false;
    const pending = fetchOver('/things/slow', { agent });
    await until(() => slow.started);
    adapter.drain();
    expect((await fetchOver('/health/ready')).status).toBe(503);
    adapter.closeConnections();
    const closed = app!.close();
    app = undefined;
    await until(() => idle.closed);
    finish();
    expect(await pending).toMatchObject({ status: 200, body: { id: 'slow' } });
    await closed;
    await expect(fetchOver('/things/quick')).rejects.toThrow();
  });
});

describe('the settings', () => {
  const problemsOf = (env: Record<string, string>): readonly string[] => {
    try {
      loadConfig(ServiceConfig, env);
      return [];
    } catch (error) {
      return (error as ConfigError).problems.map((problem) => problem.split(':')[0]!);
    }
  };
  const all = { TLS_PORT: '3441', TLS_CERTIFICATE_FILE, TLS_KEY_FILE };

  test.each([
    ['all', all, []],
    ['none', {}, []],
    ['the port only', { TLS_PORT: '3441' }, ['TLS_CERTIFICATE_FILE', 'TLS_KEY_FILE']],
    ['the files only', { TLS_CERTIFICATE_FILE, TLS_KEY_FILE }, ['TLS_PORT']],
    ['the port of HTTP', { ...all, PORT: '3441' }, ['TLS_PORT']],
    ['the port of the metrics', { ...all, METRICS_PORT: '3441' }, ['TLS_PORT']],
    ['no port', { ...all, TLS_PORT: '70000' }, ['TLS_PORT']],
    [
      'a missing certificate',
      { ...all, TLS_CERTIFICATE_FILE: join(folder, 'none.pem') },
      ['TLS_CERTIFICATE_FILE'],
    ],
    ['a key that is no key', { ...all, TLS_KEY_FILE: TLS_CERTIFICATE_FILE }, ['TLS_KEY_FILE']],
    [
      'another key',
      { ...all, TLS_KEY_FILE: file('other.pem', pemOf(generateHolderKey().privateJwk)) },
      ['TLS_KEY_FILE'],
    ],
  ])('with %s', (_, env, expected) => {
    expect(problemsOf(env)).toEqual(expected);
  });

  test('without a port, the service does not listen over TLS', async () => {
    await start({ TLS_PORT: '', TLS_CERTIFICATE_FILE: '', TLS_KEY_FILE: '' });
    expect(port).toBeUndefined();
  });
});
