import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, Get, Header, Inject, Ip, Post } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ServiceConfig } from '../config/service-config.js';
import { createHttpHandler, type HttpHandler } from './http-handler.js';

const PICTURE = Buffer.from([0x89, 0x50, 0xff, 0x00]);

@Controller()
class ThingController {
  @Get('address')
  address(@Ip() ip: string): object {
    return { ip };
  }

  @Get('picture')
  @Header('content-type', 'application/octet-stream')
  picture(): Buffer {
    return PICTURE;
  }

  @Post('things')
  async make(@Body() body: { ms?: number }): Promise<object> {
    await wait(body.ms ?? 0);
    return body;
  }
}

const behind: string[] = [];

class ThingModule {
  constructor(@Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost) {
    // What somebody may add behind answers, and takes a little longer than a line in a log.
    httpAdapter.getInstance().addHook('onResponse', async (request: { id: string }) => {
      for (let i = 0; i < 100; i++) await undefined;
      behind.push(request.id);
    });
  }
}

const definition = {
  name: 'things',
  config: ServiceConfig,
  module: { module: ThingModule, controllers: [ThingController] },
  api: { title: 'things', description: 'things', tags: {}, bearer: false },
};

const before = { ...process.env };
let handler: HttpHandler;
let written: string;

beforeEach(() => {
  written = '';
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
  process.env = { ...before };
});

const ID = '79b8b3c8-5b4b-4a3a-9e0e-0d6a3bfc6f11';
const context = (ms = 10_000) => {
  const deadline = Date.now() + ms;
  return { awsRequestId: ID, getRemainingTimeInMillis: () => deadline - Date.now() };
};
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

  test('comes with a body as it is or in base64, and its answer goes out as text', async () => {
    const body = '{"a":"ü"}';
    const plain = await handler(event('POST', '/things', { body }), context());
    const encoded = await handler(
      event('POST', '/things', { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
      context(),
    );
    for (const answer of [plain, encoded]) {
      expect(answer).toMatchObject({ statusCode: 201, body, isBase64Encoded: false });
      expect(answer.headers).not.toHaveProperty('connection');
    }
  });

  test('that is answered with no text is answered in base64', async () => {
    const { body, isBase64Encoded } = await handler(event('GET', '/picture'), context());
    expect([isBase64Encoded, Buffer.from(body, 'base64')]).toEqual([true, PICTURE]);
  });

  test('has the id of its invocation, in the answer and in the log, before the answer is there', async () => {
    const { headers, statusCode, body } = await handler(event('GET', '/nowhere'), context());
    expect([statusCode, headers['x-request-id']]).toEqual([404, ID]);
    expect(JSON.parse(body)).toMatchObject({ code: 'not_found', instance: `urn:uuid:${ID}` });
    expect(lines().at(-1)).toMatchObject({ context: 'Request', message: { status: 404, requestId: ID } });
  });

  test.each(['/\\', '/\\host/address', '/nowhere/../address', '/./address', '/%2e/address'])(
    'for %s finds nothing, though a URL of that path would lead somewhere',
    async (path) => {
      const { statusCode, headers, body } = await handler(event('GET', path), context());
      expect([statusCode, headers['x-request-id']]).toEqual([404, ID]);
      expect(JSON.parse(body)).toMatchObject({ code: 'not_found', instance: `urn:uuid:${ID}` });
    },
  );

  test('has everything done that is done behind its answer, before the answer is there', async () => {
    behind.length = 0;
    await handler(event('GET', '/address'), context());
    expect(behind).toEqual([ID]);
  });

  test('that would miss its deadline is answered before, and said to be late', async () => {
    const body = JSON.stringify({ ms: 400 });
    const {
      statusCode,
      headers,
      body: text,
    } = await handler(event('POST', '/things', { body }), context(700));
    expect([statusCode, headers['content-type'], headers['retry-after']]).toEqual([
      503,
      'application/problem+json',
      '5',
    ]);
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', instance: `urn:uuid:${ID}` });
    expect(lines().at(-1)).toMatchObject({ level: 'error', context: 'Problem', message: { requestId: ID } });
    const punctual = await handler(event('POST', '/things', { body }), context(2_000));
    expect(punctual.statusCode).toBe(201);
  });

  test.each([
    [undefined],
    [{ source: 'aws.scheduler' }],
    [event('GET', 'address')],
    [event('GET', '/address', { version: '1.0' })],
    [event('GET', '/address', { requestContext: {} })],
  ])('is not what %p is', async (other) => {
    await expect(handler(other, context())).rejects.toThrow('payload format 2.0');
  });
});

describe('the address of a request', () => {
  const ask = async (trust: string) => {
    process.env.TRUST_PROXY = trust;
    handler = await createHttpHandler(definition);
    const headers = { 'x-forwarded-for': '192.0.2.1, 203.0.113.7', 'x-client-address': '192.0.2.1' };
    return JSON.parse((await handler(event('GET', '/address', { headers }), context())).body).ip;
  };

  test.each(['', '1', '10.0.0.0/8'])('is what API Gateway saw, with TRUST_PROXY=%s', async (trust) => {
    expect(await ask(trust)).toBe('203.0.113.7');
  });

  test('is not what a header says that a gateway would write elsewhere', async () => {
    process.env.CLIENT_ADDRESS_HEADER = 'x-forwarded-for';
    expect(await ask('1')).toBe('203.0.113.7');
    process.env.CLIENT_ADDRESS_HEADER = 'x-client-address';
    expect(await ask('1')).toBe('203.0.113.7');
  });

  test('is one step further with one proxy more, which is one in front of API Gateway', async () => {
    expect(await ask('2')).toBe('192.0.2.1');
  });
});

test('metrics are reported after an invocation, when their time has come', async () => {
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

test('a service that cannot start says why, and nothing that it was not meant to', async () => {
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
  let output = '';
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text: unknown) => {
    output += String(text);
    return true;
  });
  const failure = await createHttpHandler(broken as never).catch((error: Error) => error);
  write.mockRestore();
  expect(output).not.toContain('hunter2');
  expect((failure as Error).message).toMatch(/^The things could not start: \{"name":"Error"/);
  expect((failure as Error).message).not.toContain('hunter2');
});
