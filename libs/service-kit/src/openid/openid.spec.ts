import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProtocolError } from '@zk-income/credential';
import { OpenidError } from '@zk-income/openid';
import request from 'supertest';
import { PublicRoute } from '../api-clients/public-route.js';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { ServiceError } from '../problems/service-error.js';
import { codesOf, fetchDocument, operationsOf } from '../testing/openapi-checks.js';
import { createTestService } from '../testing/test-service.js';
import { FORM_MEDIA_TYPE, Form, FormBody, type FormParameters } from './form-body.js';
import { ApiOpenidErrors } from './openid-error-responses.js';

const failures: Record<string, () => never> = {
  unexpected: () => {
    throw new Error('Erika earns 5400000');
  },
  store: () => {
    throw Object.assign(new Error('The store is unavailable.'), { code: 'store_unavailable' });
  },
  protocol: () => {
    throw new ProtocolError('request_expired');
  },
  token: () => {
    throw new OpenidError('invalid_token', 'The token has expired.');
  },
  throttled: () => {
    throw new ServiceError('rate_limited', 'Zu viele “Versuche”.', { headers: { 'retry-after': '7' } });
  },
};

@ApiTags('Wallets')
@Controller()
class WalletsController {
  @PublicRoute()
  @Post('openid/form')
  @FormBody(64)
  @ApiConsumes(FORM_MEDIA_TYPE)
  @ApiOperation({ operationId: 'sendForm', summary: 'Send a form' })
  @ApiProblems('request_expired', 'internal_error')
  @ApiOpenidErrors({ status: 400, error: 'invalid_grant', description: 'The code has expired.' })
  sendForm(@Form() form: FormParameters): object {
    return Object.fromEntries(form);
  }

  @PublicRoute()
  @Post('openid/json')
  sendJson(@Body() body: object): object {
    return body;
  }

  @PublicRoute()
  @Get('openid/failures/:kind')
  fail(@Param('kind') kind: string): never {
    return failures[kind]!();
  }

  @PublicRoute()
  @Post('notes')
  createNote(@Body() body: object): object {
    return body;
  }
}

let app: NestFastifyApplication;

beforeAll(async () => {
  const definition = {
    name: 'wallets',
    config: ServiceConfig,
    module: { module: class WalletsModule {}, controllers: [WalletsController] },
    api: { title: 'Wallets', description: '', tags: {}, bearer: false, forWallets: true },
  };
  app = await createTestService(
    definition,
    loadConfig(ServiceConfig, { CORS_ORIGINS: 'https://app.example' }),
  );
});

afterAll(() => app.close());

const http = () => request(app.getHttpServer());
const form = (body: string | Buffer) =>
  http()
    .post('/openid/form')
    .type(FORM_MEDIA_TYPE)
    .send(body as string);

/** Expects the error body of RFC 6749, section 5.2. */
function expectError(response: request.Response, status: number, error: string, code?: string): void {
  expect(response.status).toBe(status);
  expect(response.type).toBe('application/json');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-/);
  expect(response.body).toEqual({
    error,
    error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/),
    ...(code !== undefined && { code }),
  });
}

describe('a form', () => {
  test('is parsed', async () => {
    const response = await form('state=a%20b&vp_token=%7B%7D&empty=').expect(201);
    expect(response.body).toEqual({ state: 'a b', vp_token: '{}' });
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
  });

  test('has no parameters if the body is missing or empty', async () => {
    await http().post('/openid/form').expect(201, {});
    await form('').expect(201, {});
  });

  test.each([
    ['a repeated parameter', 'state=a&state=b'],
    ['an invalid escape', 'state=%zz'],
    ['an escaped byte that is not UTF-8', 'state=%ff'],
  ])('with %s is rejected', async (_, body) => {
    const response = await form(body);
    expect(response.body.error).toBe('invalid_request');
    expect(response.status).toBe(400);
  });

  test('in bytes that are not UTF-8 is rejected', async () => {
    const payload = Buffer.from([0x61, 0x3d, 0xff]);
    const headers = { 'content-type': FORM_MEDIA_TYPE };
    const response = await app.inject({ method: 'POST', url: '/openid/form', headers, payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: 'invalid_request', code: 'bad_request' });
  });

  test('that is too large is rejected, with or without a length', async () => {
    const payload = `a=${'x'.repeat(80)}`;
    expectError(await form(payload), 413, 'invalid_request', 'payload_too_large');
    const chunked = http().post('/openid/form').type(FORM_MEDIA_TYPE);
    chunked.write(payload);
    expectError(await chunked, 413, 'invalid_request', 'payload_too_large');
  });

  test('is accepted by routes for forms only, which accept nothing else', async () => {
    const json = await http().post('/openid/form').send({ state: 'a' });
    expectError(json, 415, 'invalid_request', 'unsupported_media_type');
    const other = await http().post('/openid/json').type(FORM_MEDIA_TYPE).send('a=b');
    expectError(other, 415, 'invalid_request', 'unsupported_media_type');
    const note = await http().post('/notes').type(FORM_MEDIA_TYPE).send('a=b').expect(415);
    expect(note.type).toBe('application/problem+json');
    expectError(
      await http().post('/openid/form').type('text/plain').send('a'),
      415,
      'invalid_request',
      'unsupported_media_type',
    );
  });
});

describe('errors under /openid/', () => {
  test.each([
    ['unexpected', 500, 'server_error', 'internal_error'],
    ['store', 503, 'temporarily_unavailable', 'unavailable'],
    ['protocol', 410, 'invalid_request', 'request_expired'],
    ['throttled', 429, 'temporarily_unavailable', 'rate_limited'],
    ['token', 401, 'invalid_token', undefined],
  ] as const)('of the kind %s have the body of OAuth', async (kind, status, error, code) => {
    const response = await http().get(`/openid/failures/${kind}`);
    expectError(response, status, error, code);
    expect(response.text).not.toMatch(/Erika|5400000/);
  });

  test('keep Retry-After, and challenge for a token', async () => {
    expect((await http().get('/openid/failures/throttled')).headers['retry-after']).toBe('7');
    expect((await http().get('/openid/failures/token')).headers['www-authenticate']).toBe(
      'Bearer error="invalid_token"',
    );
  });

  test('are the same for requests that reach no route', async () => {
    expectError(await http().get('/openid/unknown'), 404, 'invalid_request', 'not_found');
    const method = await http().get('/openid/form');
    expectError(method, 405, 'invalid_request', 'method_not_allowed');
    expect(method.headers.allow).toBe('POST');
    expectError(await http().get('/openid/%zz'), 400, 'invalid_request', 'bad_request');
    expectError(
      await http().post('/openid/json').type('json').send('{'),
      400,
      'invalid_request',
      'invalid_json',
    );
  });

  test('do not occur on other paths', async () => {
    for (const path of ['/openid', '/unknown?/openid/form'])
      expect((await http().get(path).expect(404)).type).toBe('application/problem+json');
  });
});

test('a body of OPTIONS is not read', async () => {
  for (const type of ['application/json', FORM_MEDIA_TYPE]) {
    const response = await http().options('/openid/form').type(type).send('{');
    expectError(response, 405, 'invalid_request', 'method_not_allowed');
  }
});

test('web pages of any origin may call the routes for wallets, without credentials', async () => {
  const origin = 'https://wallet.example';
  const preflight = await http().options('/openid/form').set({
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': expect.stringContaining('POST'),
    'access-control-allow-headers': expect.stringContaining('authorization'),
  });
  for (const response of [
    await form('a=b').set({ origin }),
    await http().get('/openid/unknown').set({ origin }),
  ]) {
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
  }
});

test('the OpenAPI document has the errors of OAuth', async () => {
  const document = await fetchDocument(app);
  const sendForm = operationsOf(document).find(({ operationId }) => operationId === 'sendForm')!;
  expect(codesOf(sendForm)).toEqual([]);
  expect(Object.keys(sendForm.responses)).toEqual(expect.arrayContaining(['400', '410', '500']));
  expect(sendForm.responses['400']!.content).toEqual({
    'application/json': {
      schema: { $ref: '#/components/schemas/OpenidError' },
      examples: {
        invalid_grant: {
          summary: 'The code has expired.',
          value: { error: 'invalid_grant', error_description: 'The code has expired.' },
        },
      },
    },
  });
  expect(sendForm.responses['410']!.content!['application/json']!.examples).toMatchObject({
    request_expired: { value: { error: 'invalid_request', code: 'request_expired' } },
  });
});
