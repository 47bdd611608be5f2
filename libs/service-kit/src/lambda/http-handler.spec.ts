import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, Get, Header, Inject, Ip, Post } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PublicRoute } from '../api-clients/public-route.js';
import { ServiceConfig } from '../config/service-config.js';
import { createHttpHandler, type HttpHandler } from './http-handler.js';

const BINARY = Buffer.from([0x89, 0x50, 0xff, 0x00]);

/** Blocks `POST /blocked` until the test resolves it. */
let blocker: { promise: Promise<void>; resolve: () => void };

@Controller()
class ThingController {
  @PublicRoute()
  @Get('address')
  address(@Ip() ip: string): object {
    return { ip };
  }

  @PublicRoute()
  @Get('binary')
  @Header('content-type', 'application/octet-stream')
  binary(): Buffer {
    return BINARY;
  }

  @PublicRoute()
  @Post('things')
  create(@Body() body: object): object {
    return body;
  }

  @PublicRoute()
  @Post('blocked')
  async blocked(): Promise<object> {
    await blocker.promise;
    return {};
  }
}

const completedHooks: string[] = [];

class ThingModule {
  constructor(@Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost) {
    // A hook that completes some turns after the response was sent.
    httpAdapter.getInstance().addHook('onResponse', async (request: { id: string }) => {
      for (let i = 0; i < 100; i++) await undefined;
      completedHooks.push(request.id);
    });
  }
}

const definition = {
  name: 'things',
  config: ServiceConfig,
  module: { module: ThingModule, controllers: [ThingController] },
  api: { title: 'Things', description: '', tags: {}, bearer: false },
};

const originalEnv = { ...process.env };
let handler: HttpHandler;
let written: string;

beforeEach(() => {
  written = '';
  let resolve = () => {};
  const promise = new Promise<void>((resolvePromise) => {
    resolve = resolvePromise;
  });
  blocker = { promise, resolve };
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      written += text;
      return true;
    });
  }
  process.env.LOG_FORMAT = 'json';
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...originalEnv };
});

const ID = '79b8b3c8-5b4b-4a3a-9e0e-0d6a3bfc6f11';
const context = (remainingMs = 600_000) => ({
  awsRequestId: ID,
  getRemainingTimeInMillis: () => remainingMs,
});
const event = (method: string, rawPath: string, more: object = {}) => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  requestContext: { http: { method, path: rawPath, sourceIp: '203.0.113.7' }, requestId: 'a' },
  isBase64Encoded: false,
  ...more,
});
const lines = () =>
  written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a request', () => {
  beforeEach(async () => {
    handler = await createHttpHandler(definition);
  });

  test('can have a body in plain text or base64, and gets a plain text response', async () => {
    const body = '{"a":"ü"}';
    const plain = await handler(event('POST', '/things', { body }), context());
    const encoded = await handler(
      event('POST', '/things', { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
      context(),
    );
    for (const result of [plain, encoded]) {
      expect(result).toMatchObject({ statusCode: 201, body, isBase64Encoded: false });
      expect(result.headers).not.toHaveProperty('connection');
    }
  });

  test('gets a binary response in base64', async () => {
    const { body, isBase64Encoded } = await handler(event('GET', '/binary'), context());
    expect([isBase64Encoded, Buffer.from(body, 'base64')]).toEqual([true, BINARY]);
  });

  test('has the id of its invocation, in the response and in the log line written before it', async () => {
    const { headers, statusCode, body } = await handler(event('GET', '/nowhere'), context());
    expect([statusCode, headers['x-request-id']]).toEqual([404, ID]);
    expect(JSON.parse(body)).toMatchObject({ code: 'not_found', instance: `urn:uuid:${ID}` });
    expect(lines().at(-1)).toMatchObject({ context: 'Request', message: { status: 404, requestId: ID } });
  });

  test.each(['/\\', '/\\host/address', '/nowhere/../address', '/./address', '/%2e/address'])(
    'for the path %s, which is not normalized, gets 404',
    async (path) => {
      const { statusCode, headers, body } = await handler(event('GET', path), context());
      expect([statusCode, headers['x-request-id']]).toEqual([404, ID]);
      expect(JSON.parse(body)).toMatchObject({ code: 'not_found', instance: `urn:uuid:${ID}` });
    },
  );

  test('of a wallet gets the errors of OAuth, also outside the application', async () => {
    for (const path of ['/openid/nowhere', '/openid/../address']) {
      const { statusCode, headers, body } = await handler(event('GET', path), context());
      expect([statusCode, headers['x-request-id'], headers['cache-control']]).toEqual([404, ID, 'no-store']);
      expect(headers['content-type']).toMatch('application/json');
      expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request', code: 'not_found' });
    }
  });

  test('completes its onResponse hooks before the handler returns', async () => {
    completedHooks.length = 0;
    await handler(event('GET', '/address'), context());
    expect(completedHooks).toEqual([ID]);
  });

  test('that would miss the deadline of the invocation gets 503 before it', async () => {
    const result = await handler(event('POST', '/blocked', { body: '{}' }), context(510));
    expect([result.statusCode, result.headers['content-type'], result.headers['retry-after']]).toEqual([
      503,
      'application/problem+json',
      '5',
    ]);
    expect(JSON.parse(result.body)).toMatchObject({ code: 'unavailable', instance: `urn:uuid:${ID}` });
    expect(lines().at(-1)).toMatchObject({ level: 'error', context: 'Problem', message: { requestId: ID } });

    blocker.resolve();
    const inTime = await handler(event('POST', '/blocked', { body: '{}' }), context());
    expect(inTime.statusCode).toBe(201);
  });

  test.each([
    [undefined],
    [{ source: 'aws.scheduler' }],
    [event('GET', 'address')],
    [event('GET', '/address', { version: '1.0' })],
    [event('GET', '/address', { requestContext: {} })],
  ])('cannot be the event %p', async (other) => {
    await expect(handler(other, context())).rejects.toThrow('payload format 2.0');
  });
});

describe('the client address', () => {
  const clientAddress = async (trustProxy: string) => {
    process.env.TRUST_PROXY = trustProxy;
    handler = await createHttpHandler(definition);
    const headers = { 'x-forwarded-for': '192.0.2.1, 203.0.113.7', 'x-client-address': '192.0.2.1' };
    return JSON.parse((await handler(event('GET', '/address', { headers }), context())).body).ip;
  };

  test.each(['', '1', '10.0.0.0/8'])('is sourceIp of the event, with TRUST_PROXY=%s', async (trustProxy) => {
    expect(await clientAddress(trustProxy)).toBe('203.0.113.7');
  });

  test('ignores CLIENT_ADDRESS_HEADER', async () => {
    process.env.CLIENT_ADDRESS_HEADER = 'x-forwarded-for';
    expect(await clientAddress('1')).toBe('203.0.113.7');
    process.env.CLIENT_ADDRESS_HEADER = 'x-client-address';
    expect(await clientAddress('1')).toBe('203.0.113.7');
  });

  test('is the one before, with a second trusted proxy in front of API Gateway', async () => {
    expect(await clientAddress('2')).toBe('192.0.2.1');
  });
});

test('reports metrics after an invocation, once the interval has passed', async () => {
  process.env.METRICS_EMF_SECONDS = '60';
  let now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  handler = await createHttpHandler(definition);
  await handler(event('GET', '/address'), context());
  expect(written).not.toContain('CloudWatchMetrics');
  now += 60_000;
  await handler(event('GET', '/address'), context());
  expect(lines().at(-1)).toMatchObject({ service: 'things', _aws: { CloudWatchMetrics: expect.anything() } });
});

test('a failed start is explained without secrets', async () => {
  process.env.LOG_LEVEL = 'hunter2';
  await expect(createHttpHandler(definition)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('LOG_LEVEL: expected error, warn, log or debug'),
  });
  process.env.LOG_LEVEL = 'log';
  const broken = {
    ...definition,
    module: {
      module: class BrokenModule {},
      providers: [
        {
          provide: 'broken',
          useFactory: () => {
            throw new Error('hunter2');
          },
        },
      ],
    },
  };
  const failure = (await createHttpHandler(broken as never).catch((error: Error) => error)) as Error;
  expect(written).not.toContain('hunter2');
  expect(failure.message).toMatch(/^The things could not start: \{"name":"Error"/);
  expect(failure.message).not.toContain('hunter2');
});
