import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, Get, Header, Logger, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProtocolError } from '@zk-income/credential';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { BodyLimit } from '../http/adapter.js';
import { createTestService } from '../testing/test-service.js';
import { HasShape } from '../validation/input-shape.pipe.js';

@HasShape({
  text: { type: 'string', maxLength: 200, expected: 'a short text', code: 'invalid_input' },
  free: { type: 'object', optional: true, expected: 'an object', code: 'invalid_input' },
})
class NoteDto {
  readonly text!: string;
  readonly free?: object;
}

const failures: Record<string, () => never> = {
  unexpected: () => {
    throw new Error('Erika earns 5400000');
  },
  store: () => {
    throw Object.assign(new Error('The store at x is unavailable: throttled (GetItem).'), {
      code: 'store_unavailable',
    });
  },
  protocol: () => {
    throw new ProtocolError('request_expired');
  },
};

@Controller()
class NotesController {
  @Post('notes')
  create(@Body() body: NoteDto): object {
    return { received: body };
  }

  @Post('short-notes')
  @BodyLimit(64)
  createShort(@Body() body: NoteDto): object {
    return { received: body };
  }

  @Get('failures/:kind')
  @Header('Cache-Control', 'public, max-age=300')
  fail(@Param('kind') kind: string): never {
    return failures[kind]!();
  }
}

let isStoreUp = true;
const logged: unknown[] = [];
let app: NestFastifyApplication;

const definition = {
  name: 'notes',
  config: ServiceConfig,
  module: {
    module: class NotesModule {},
    controllers: [NotesController],
  },
  api: { title: 'Notes', description: '', tags: {}, bearer: false, publicPaths: ['/lists/'] },
};

beforeAll(async () => {
  const config = loadConfig(ServiceConfig, { CORS_ORIGINS: 'https://app.example', LOG_FORMAT: 'json' });
  app = await createTestService(definition, config);
  const readiness = app.get(Readiness);
  readiness.register('keys', async () => undefined);
  readiness.register('store', async () => isStoreUp || Promise.reject(new Error('down')));
  const record = (message: unknown) => logged.push(message);
  Logger.overrideLogger({ log: record, warn: record, error: record });
});

afterAll(async () => {
  Logger.overrideLogger(false);
  await app.close();
});

const server = () => app.getHttpServer();
const post = (path: string, body: string, type = 'application/json') =>
  request(server()).post(path).set('content-type', type).send(body);

function expectProblem(response: request.Response, status: number, code: string): void {
  expect(response.status).toBe(status);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.headers['cache-control']).toBe('no-store');
  const problem = JSON.parse(response.text);
  expect(problem).toMatchObject({ status, code, type: `urn:zk-income:problem:${code}` });
  expect(problem.instance).toBe(`urn:uuid:${response.headers['x-request-id']}`);
  expect(response.text).not.toMatch(/\bat .*\.(js|ts)|Exception|Fastify|FST_/);
}

test('passes on a body of the expected shape unchanged', async () => {
  const body = { text: 'x', free: { nested: [{ deep: null }], b: 1 } };
  const response = await request(server()).post('/notes').send(body).expect(201);
  expect(response.body).toEqual({ received: body });
});

describe('rejects', () => {
  test.each([
    ['an empty body', ''],
    ['a truncated body', '{"text":'],
    ['a duplicate member', '{"text":"a","text":"b"}'],
    ['a member __proto__', '{"text":"a","__proto__":{"x":1}}'],
  ])('%s with invalid_json', async (_, body) => {
    expectProblem(await post('/notes', body), 400, 'invalid_json');
  });

  test.each(['null', '[]', '"text"', '7', 'true'])('%s, which is not an object', async (body) => {
    const response = await post('/notes', body);
    expectProblem(response, 400, 'validation_failed');
    expect(response.body.errors).toEqual([{ pointer: '#', detail: 'Expected a JSON object.' }]);
  });

  test('a body of another shape, listing every invalid member without its value', async () => {
    const response = await post('/notes', '{"text":{"Erika":5400000},"more":"Erika"}');
    expectProblem(response, 400, 'validation_failed');
    expect(response.body.errors).toEqual([
      { pointer: '#/more', detail: 'Unknown member.' },
      { pointer: '#/text', detail: 'Expected a short text.' },
    ]);
    expect(response.text).not.toMatch(/Erika|5400000/);
  });

  test('an unknown member, without repeating a name that may be personal data', async () => {
    const response = await post('/notes', '{"text":"a","Erika Mustermann":1}');
    expectProblem(response, 400, 'validation_failed');
    expect(response.body.errors).toEqual([{ pointer: '#', detail: 'Unknown member.' }]);
  });

  test('a body of a megabyte', async () => {
    expectProblem(await post('/notes', JSON.stringify({ text: 'x'.repeat(1e6) })), 413, 'payload_too_large');
  });

  test('a body over the limit of its route', async () => {
    expect((await post('/short-notes', JSON.stringify({ text: 'x'.repeat(40) }))).status).toBe(201);
    expectProblem(
      await post('/short-notes', JSON.stringify({ text: 'x'.repeat(60) })),
      413,
      'payload_too_large',
    );
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'a body of %s',
    async (type) => {
      expectProblem(await post('/notes', '{"text":"a"}', type), 415, 'unsupported_media_type');
    },
  );

  test('an unknown path', async () => {
    expectProblem(await request(server()).get('/nothing-here?token=Erika'), 404, 'not_found');
  });

  test('an unsupported method, listing the allowed methods', async () => {
    const response = await request(server()).put('/notes').send({ text: 'a' });
    expectProblem(response, 405, 'method_not_allowed');
    expect(response.headers.allow).toBe('POST');
  });

  test('a malformed URL', async () => {
    expectProblem(await request(server()).get('/failures/%ff'), 400, 'bad_request');
  });

  test('bytes that are not HTTP', async () => {
    await app.listen(0, '127.0.0.1');
    const { port } = server().address() as AddressInfo;
    const response = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('GARBAGE\r\n\r\n'));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(response).toContain('"code":"bad_request"');
  });
});

describe('reports', () => {
  test('an unexpected error as 500, without its message', async () => {
    logged.length = 0;
    const response = await request(server()).get('/failures/unexpected');
    expectProblem(response, 500, 'internal_error');
    expect(response.text).not.toContain('Erika');
    const entry = JSON.stringify(logged);
    expect(entry).toContain(response.headers['x-request-id']);
    expect(entry).toContain('setup.spec');
    expect(entry).not.toMatch(/Erika|5400000/);
  });

  test('an unavailable store as 503 with Retry-After', async () => {
    const response = await request(server()).get('/failures/store');
    expectProblem(response, 503, 'unavailable');
    expect(response.headers['retry-after']).toBe('5');
    expect(response.text).not.toContain('GetItem');
  });

  test('a protocol error with its code', async () => {
    expectProblem(await request(server()).get('/failures/protocol'), 410, 'request_expired');
  });
});

test('logs the route pattern of a request, without query, headers and body', async () => {
  logged.length = 0;
  await request(server())
    .get('/failures/protocol?name=Erika')
    .set('authorization', 'Bearer Erika')
    .expect(410);
  await post('/notes', '{"text":"Erika"}').expect(201);
  expect(logged).toMatchObject([
    { method: 'GET', route: '/failures/:kind', status: 410 },
    { method: 'POST', route: '/notes', status: 201 },
  ]);
  expect(JSON.stringify(logged)).not.toMatch(/Erika|127\.0\.0\.1/);
});

describe('health', () => {
  let elapsedMs = 0;
  /** Lets the cached result of the readiness checks expire. */
  const elapse = () => {
    elapsedMs += 1_000;
  };

  beforeAll(() => {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + elapsedMs);
  });
  beforeEach(elapse);
  afterAll(() => {
    jest.restoreAllMocks();
  });

  test('reports live', async () => {
    await request(server()).get('/health/live').expect(200, { status: 'live' });
  });

  test('reports ready if all checks pass', async () => {
    await request(server()).get('/health/ready').expect(200, { status: 'ready', proof_backend: 'wasm-simd' });
  });

  test('reports the failed checks otherwise', async () => {
    isStoreUp = false;
    const response = await request(server()).get('/health/ready');
    isStoreUp = true;
    expectProblem(response, 503, 'unavailable');
    expect(response.body.detail).toBe('Not ready: store.');
  });

  test('reports started as soon as the service was ready once, also while a dependency is down', async () => {
    const another = await createTestService(definition, new ServiceConfig());
    let isUp = false;
    another.get(Readiness).register('store', async () => isUp || Promise.reject(new Error('down')));
    const get = (path: string) => request(another.getHttpServer()).get(path);
    expectProblem(await get('/health/started'), 503, 'unavailable');
    await get('/health/ready').expect(503);
    expectProblem(await get('/health/started'), 503, 'unavailable');
    isUp = true;
    elapse();
    await get('/health/ready').expect(200);
    isUp = false;
    elapse();
    await get('/health/ready').expect(503);
    await get('/health/started').expect(200, { status: 'started' });
    await another.close();
  });
});

describe('CORS', () => {
  test('allows configured origins', async () => {
    const response = await request(server()).options('/notes').set({
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    });
    expect(response.status).toBe(204);
    expect(response.headers['access-control-allow-origin']).toBe('https://app.example');
  });

  test('lets configured origins read error responses', async () => {
    const response = await post('/notes', '{').set('origin', 'https://app.example');
    expect(response.headers['access-control-allow-origin']).toBe('https://app.example');
  });

  test('does not allow other origins', async () => {
    const response = await request(server()).get('/health/live').set('origin', 'https://evil.example');
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each(['/openapi.json', '/.well-known/nothing', '/lists/7'])(
    'lets every origin read %s',
    async (path) => {
      const response = await request(server()).get(path).set('origin', 'https://evil.example');
      expect(response.headers['access-control-allow-origin']).toBe('*');
      const preflight = await request(server()).options(path).set({
        origin: 'https://evil.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'if-none-match',
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers['access-control-allow-origin']).toBe('*');
      expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD');
    },
  );

  test('does not allow preflight requests of other origins', async () => {
    const response = await request(server())
      .options('/notes')
      .set({ origin: 'https://evil.example', 'access-control-request-method': 'POST' });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('rejects OPTIONS without the headers of a preflight request', async () => {
    expectProblem(await request(server()).options('/notes'), 405, 'method_not_allowed');
    expectProblem(await request(server()).options('/lists/7'), 404, 'not_found');
  });

  test('is disabled by default', async () => {
    const withoutCors = await createTestService(definition, loadConfig(ServiceConfig, {}));
    const response = await request(withoutCors.getHttpServer())
      .get('/health/live')
      .set('origin', 'https://app.example');
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
    await withoutCors.close();
  });
});

test('generates the request id, and ignores X-Request-Id of the client', async () => {
  const response = await request(server()).get('/health/live').set('x-request-id', 'forged');
  expect(response.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-/);
});
