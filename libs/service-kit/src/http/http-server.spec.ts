import { METHODS } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Body, Controller, Delete, Get, HttpCode, Logger, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProtocolError } from '@zk-income/credential';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { registry } from '../observability/instruments.js';
import { startMetricsServer } from '../observability/metrics-server.js';
import { createTestService } from '../testing/test-service.js';
import { until } from '../testing/until.js';
import { ServiceAdapter } from './adapter.js';

@Controller('things')
class ThingsController {
  @Get(':id')
  get(@Param('id') id: string): object {
    return { id };
  }

  @Post()
  @HttpCode(200)
  create(@Body() body: Record<string, unknown>): object {
    return { body };
  }

  @Post('overloaded')
  overloaded(): void {
    throw new ProtocolError('overloaded');
  }

  @Delete(':id')
  @HttpCode(204)
  delete(): void {}
}

// Timeouts of connections are whole seconds.
let app: NestFastifyApplication;
let port: number;

async function start(environment: Record<string, string> = {}, host = '127.0.0.1'): Promise<void> {
  app = await createTestService(
    {
      name: 'things',
      config: ServiceConfig,
      module: { module: class ThingsModule {}, controllers: [ThingsController] },
      api: { title: 'Things', description: '', tags: {}, bearer: false },
    },
    loadConfig(ServiceConfig, environment),
  );
  await app.listen(0, host);
  port = (app.getHttpServer().address() as AddressInfo).port;
}

beforeEach(() => start());
afterEach(() => app.close());

/** A client that never closes its side of the connection. */
class StubbornClient {
  text = '';
  isEnded = false;
  isClosed = false;
  readonly socket: Socket;

  constructor(bytes: string | Buffer, to: { port?: number; host?: string } = {}) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, ...to }, () =>
      this.socket.write(bytes),
    );
    this.socket.setEncoding('latin1').on('data', (text) => {
      this.text += text;
    });
    this.socket.on('end', () => {
      this.isEnded = true;
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
    });
  }
}

interface RawResponse {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** The last response to bytes, after which the server closes the connection. */
async function exchange(bytes: string | Buffer, to = {}): Promise<RawResponse> {
  const client = new StubbornClient(bytes, to);
  await until(() => client.isEnded || client.isClosed);
  client.socket.destroy();
  // Node acknowledges `Expect: 100-continue` first.
  const text = client.text.replace('HTTP/1.1 100 Continue\r\n\r\n', '');
  const [head = '', body = ''] = text.split(/\r\n\r\n/, 2);
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]), head, body };
}

const http = (start: string, headers = '', body: string | Buffer = '') =>
  Buffer.concat([
    Buffer.from(`${start} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`),
    Buffer.from(body),
  ]);
const json = (body: string | Buffer, headers = '') =>
  http(
    'POST /things',
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n${headers}`,
    body,
  );

function expectProblem({ status, head, body }: RawResponse, expected: number, code: string): void {
  expect({ status, text: `${head}\n\n${body}` }).toMatchObject({ status: expected });
  expect(head).toMatch(/^content-type: application\/problem\+json/im);
  expect(head).toMatch(/^cache-control: no-store/im);
  const problem = JSON.parse(body);
  expect(problem).toMatchObject({ status: expected, code, type: `urn:zk-income:problem:${code}` });
  expect(problem.instance).toBe(`urn:uuid:${/^x-request-id: (.*)$/im.exec(head)![1]}`);
}

const REJECTED: [string, string | Buffer, number, string][] = [
  ['garbage', 'GARBAGE\r\n\r\n', 400, 'bad_request'],
  ['binary garbage', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]), 400, 'bad_request'],
  ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad_request'],
  ['a malformed request line', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad_request'],
  ['a malformed header', 'GET / HTTP/1.1\r\nHost x\r\n\r\n', 400, 'bad_request'],
  ['a header with a bare line feed', http('GET /things/1', 'A: b\nC\r\n'), 400, 'bad_request'],
  ['HTTP/3.7', 'GET / HTTP/3.7\r\nHost: x\r\n\r\n', 505, 'http_version_not_supported'],
  ['no Host header', 'GET /things/1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
  ['two Host headers', http('GET /things/1', 'Host: y\r\n'), 400, 'bad_request'],
  ['an invalid Content-Length', http('POST /things', 'Content-Length: x\r\n'), 400, 'bad_request'],
  ['a negative Content-Length', http('POST /things', 'Content-Length: -1\r\n'), 400, 'bad_request'],
  [
    'two Content-Lengths',
    http('POST /things', 'Content-Length: 1\r\nContent-Length: 2\r\n'),
    400,
    'bad_request',
  ],
  [
    'Content-Length and Transfer-Encoding',
    http('POST /things', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    400,
    'bad_request',
  ],
  [
    'an invalid chunk',
    http('POST /things', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n', 'x\r\n'),
    400,
    'bad_request',
  ],
  ['large headers', http('GET /things/1', `A: ${'x'.repeat(20_000)}\r\n`), 431, 'headers_too_large'],
  ['a long URL', http(`GET /things/${'x'.repeat(20_000)}`), 431, 'headers_too_large'],
  ['a long parameter', http(`GET /things/${'x'.repeat(1_000)}`), 414, 'uri_too_long'],
  ['a malformed URL', http('GET /things/%ff'), 400, 'bad_request'],
  ['an unsupported expectation', json('{}', 'Expect: a-pony\r\n'), 417, 'expectation_failed'],
  [
    'an expected body that is too large',
    json('x'.repeat(20_000), 'Expect: 100-continue\r\n'),
    413,
    'payload_too_large',
  ],
  ['a compressed body', json(gzipSync('{}'), 'Content-Encoding: gzip\r\n'), 415, 'unsupported_media_type'],
  [
    'another media type',
    http('POST /things', 'Content-Type: text/plain\r\nContent-Length: 1\r\n', 'x'),
    415,
    'unsupported_media_type',
  ],
  [
    'a malformed media type',
    http('POST /things', 'Content-Type: ;\r\nContent-Length: 1\r\n', 'x'),
    415,
    'unsupported_media_type',
  ],
  ['no media type', http('POST /things', 'Content-Length: 2\r\n', '{}'), 415, 'unsupported_media_type'],
  ['a body that is not JSON', json('{'), 400, 'invalid_json'],
  ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'method_not_allowed'],
  ['OPTIONS *', http('OPTIONS *'), 405, 'method_not_allowed'],
  ['an unknown path', http('GET /nothing'), 404, 'not_found'],
];

describe('answers with problem details', () => {
  test.each(REJECTED)('%s', async (_, bytes, status, code) => {
    expectProblem(await exchange(bytes), status, code);
  });

  test('a body that is too large, before it arrives, and closes the connection of a very large one', async () => {
    const head =
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 131073\r\n\r\n';
    const response = await exchange(head);
    expectProblem(response, 413, 'payload_too_large');
    expect(response.head).toMatch(/^connection: close$/im);
    expect(JSON.parse(response.body).detail).toBe('Expected a body of at most 16384 bytes.');
  });

  test('a body that is a little too large, and serves the next request of the connection', async () => {
    const head =
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 131072\r\n\r\n';
    const client = new StubbornClient(`${head}${'x'.repeat(131_072)}`);
    await until(() => client.text.includes('payload_too_large'));
    expect(client.text).not.toMatch(/^connection: close$/im);
    client.socket.write(http('GET /things/next'));
    await until(() => client.isEnded || client.isClosed);
    client.socket.destroy();
    expect(client.text).toContain('{"id":"next"}');
  });

  test('a body of the largest size', async () => {
    const body = `{"a":"${'x'.repeat(16_376)}"}`;
    expect((await exchange(json(body))).status).toBe(200);
    expectProblem(await exchange(json(`${body} `)), 413, 'payload_too_large');
  });

  const known = ['GET', 'HEAD', 'CONNECT'];
  test.each(METHODS.filter((method) => !known.includes(method)))('the method %s', async (method) => {
    const response = await exchange(
      http(`${method} /things/1`, 'Content-Type: application/json\r\nContent-Length: 2\r\n', '{}'),
    );
    if (method === 'DELETE') expect(response.status).toBe(204);
    else expectProblem(response, 405, 'method_not_allowed');
  });

  test('on the other address of localhost too', async () => {
    await app.close();
    await start({}, 'localhost');
    for (const host of ['127.0.0.1', '::1']) {
      const response = await exchange('GARBAGE\r\n\r\n', { host });
      // Without IPv6, there is only one address.
      if (response.head !== '') expectProblem(response, 400, 'bad_request');
    }
  });

  test('from the server of the metrics', async () => {
    const server = await startMetricsServer(loadConfig(ServiceConfig, { HOST: '127.0.0.1' }), 0);
    const to = { port: (server.address() as AddressInfo).port };
    expectProblem(await exchange('GARBAGE\r\n\r\n', to), 400, 'bad_request');
    expectProblem(await exchange(http('GET /nothing'), to), 404, 'not_found');
    expectProblem(await exchange(http('POST /metrics'), to), 405, 'method_not_allowed');
    expect((await exchange(http('GET /metrics'), to)).body).toContain('zk_income_problems_total');
    server.close();
  });
});

describe('accepts', () => {
  test.each([
    ['a Content-Type without a body', 'Content-Type: application/json\r\n'],
    ['another Content-Type without a body', 'Content-Type: application/x-www-form-urlencoded\r\n'],
    ['a Content-Length of 0', 'Content-Type: application/json\r\nContent-Length: 0\r\n'],
    ['no Content-Type', ''],
  ])('DELETE with %s', async (_, headers) => {
    expect((await exchange(http('DELETE /things/1', headers))).status).toBe(204);
  });

  test('DELETE with an empty chunked body', async () => {
    const headers = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n';
    expect((await exchange(http('DELETE /things/1', headers, '0\r\n\r\n'))).status).toBe(204);
  });

  test('a request for an upgrade, which it ignores, on every address of localhost', async () => {
    await app.close();
    await start({}, 'localhost');
    const upgrade = 'GET /things/1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
    for (const host of ['127.0.0.1', '::1']) {
      const client = new StubbornClient(upgrade, { host });
      await until(() => client.text.includes('"id"') || client.isClosed);
      if (client.text !== '') expect(client.text).toContain('HTTP/1.1 200');
      client.socket.destroy();
    }
  });

  test('HTTP/1.0 without Host, and HEAD', async () => {
    expect((await exchange('GET /things/1 HTTP/1.0\r\n\r\n')).status).toBe(200);
    expect(await exchange(http('HEAD /things/1'))).toMatchObject({ status: 200, body: '' });
    expect(await exchange(http('HEAD /nothing'))).toMatchObject({ status: 404, body: '' });
  });
});

const openConnections = () =>
  new Promise<number>((resolve, reject) =>
    app
      .getHttpServer()
      .getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count))),
  );

const REQUEST = 'GET /things/1 HTTP/1.1\r\nHost: x\r\n';

describe('ends the connection', () => {
  test.each([
    ['after garbage', 'GARBAGE\r\n\r\n'],
    ['after large headers', http('GET /things/1', `A: ${'x'.repeat(20_000)}\r\n`)],
    ['after CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['after an unsupported expectation', json('{}', 'Expect: a-pony\r\n')],
    ['after more bytes than announced', json('{}').toString() + 'x'.repeat(1_000)],
  ])('%s, though the client does not close its side', async (_, bytes) => {
    const client = new StubbornClient(bytes);
    await until(() => client.isEnded || client.isClosed);
    await until(async () => (await openConnections()) === 0);
    client.socket.destroy();
  });

  test.each([
    ['without any bytes', ''],
    ['with incomplete headers', REQUEST],
    ['with an incomplete body', json('{"a":1}').subarray(0, -2)],
    ['with a request and incomplete headers of the next', `${REQUEST}\r\n${REQUEST}`],
    ['that is idle after a request', `${REQUEST}\r\n`],
  ])('%s within the configured time', async (_, bytes) => {
    await app.close();
    await start({
      HEADERS_TIMEOUT_SECONDS: '1',
      REQUEST_TIMEOUT_SECONDS: '2',
      KEEP_ALIVE_TIMEOUT_SECONDS: '1',
    });
    const client = new StubbornClient(bytes);
    await until(() => client.isEnded || client.isClosed);
    if (client.text !== '' && !client.text.startsWith('HTTP/1.1 200')) {
      expect(client.text).toMatch(/^HTTP\/1\.1 408 /);
      expect(client.text).toContain('"code":"request_timeout"');
    }
    await until(async () => (await openConnections()) === 0);
    client.socket.destroy();
  });

  test('that has been without a request longest, if there are too many', async () => {
    await app.close();
    await start({ MAX_CONNECTIONS: '16' });
    const idle: StubbornClient[] = [];
    for (let i = 0; i < 40; i++) {
      const client = new StubbornClient(REQUEST);
      idle.push(client);
      await until(() => !client.socket.connecting);
    }
    expect((await exchange(http('GET /things/1'))).status).toBe(200);
    expect(await openConnections()).toBeLessThanOrEqual(16);
    expect(idle[0]!.isClosed || idle[0]!.isEnded).toBe(true);
    for (const { socket } of idle) socket.destroy();
  });

  test('if the server closes, though its request is incomplete', async () => {
    const clients = [
      '',
      'GARBAGE\r\n\r\n',
      REQUEST,
      `${REQUEST}\r\n${REQUEST}`,
      json('{"a":1}').subarray(0, -2),
    ].map((bytes) => new StubbornClient(bytes));
    await until(async () => (await openConnections()) >= clients.length - 1);
    (app.getHttpAdapter() as unknown as ServiceAdapter).closeConnections();
    await app.close();
    for (const { socket } of clients) socket.destroy();
  });
});

describe('logs as a warning without a stack, and counts', () => {
  const logged: { level: string; message: unknown }[] = [];
  const record = (level: string) => (message: unknown) => logged.push({ level, message });
  const count = async (name: string) => {
    const { values } = (await registry.getSingleMetric(name)!.get()) as { values: { value: number }[] };
    return values.reduce((sum, { value }) => sum + value, 0);
  };

  beforeEach(() => {
    logged.length = 0;
    Logger.overrideLogger({ log: () => undefined, warn: record('warn'), error: record('error') });
  });

  afterEach(() => {
    Logger.overrideLogger(false);
  });

  test.each([
    ['with a Content-Length', json('{"a":1}').subarray(0, -2)],
    [
      'in chunks',
      http('POST /things', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n', '2\r\n{"\r\n'),
    ],
  ])('an upload that the client aborts, %s', async (_, bytes) => {
    const before = await count('zk_income_aborted_requests_total');
    const client = new StubbornClient(bytes);
    await until(async () => (await openConnections()) === 1);
    client.socket.resetAndDestroy();
    await until(() => logged.length > 0);
    expect(logged).toEqual([
      { level: 'warn', message: { requestId: expect.any(String), error: expect.stringContaining('closed') } },
    ]);
    expect(await count('zk_income_aborted_requests_total')).toBe(before + 1);
  });

  test('an overloaded service', async () => {
    const before = await count('zk_income_problems_total');
    expect((await exchange(http('POST /things/overloaded'))).status).toBe(503);
    expect(logged).toEqual([
      { level: 'warn', message: { requestId: expect.any(String), error: 'overloaded' } },
    ]);
    expect(await count('zk_income_problems_total')).toBe(before + 1);
  });

  test('no error that a client can cause', async () => {
    for (const [, bytes] of REJECTED) await exchange(bytes);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
