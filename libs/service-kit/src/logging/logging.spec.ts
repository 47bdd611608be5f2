import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, Logger, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { PublicRoute } from '../api-clients/public-route.js';
import { ServiceConfig } from '../config/service-config.js';
import { createService } from '../service/create-service.js';

const SECRETS = ['5400000', 'Erika', 'topsecretkey', 'hunter2', 'abc-act-id', '203.0.113.9'];

@Controller()
class ThingController {
  @PublicRoute()
  @Post('things/:id')
  create(@Body() body: { attributes: { income: string } }): object {
    // Simulates application code that logs a request carelessly.
    new Logger('Careless').warn({
      requestId: 'r',
      ...body,
      headers: { authorization: 'Bearer topsecretkey' },
    });
    if (body.attributes.income === '5400000') throw new Error(`Cannot attest ${body.attributes.income}.`);
    return {};
  }

  @PublicRoute()
  @Post('answers')
  answer(@Body() body: { code: string }): object {
    return { verified: body.code === 'verified', code: body.code };
  }
}

class ThingModule {}

const things = {
  name: 'things',
  config: ServiceConfig,
  module: { module: ThingModule, controllers: [ThingController] },
  api: { title: 'things', description: 'things', tags: {}, bearer: false },
};

let app: NestFastifyApplication;
let written: string;

async function start(format: 'json' | 'text'): Promise<void> {
  app = await createService(
    things,
    Object.assign(new ServiceConfig(), { LOG_FORMAT: format, LOG_LEVEL: 'debug' }),
  );
  await app.listen(0, '127.0.0.1');
  written = '';
}

const post = (income: string) =>
  request(app.getHttpServer())
    .post('/things/abc-act-id?token=hunter2')
    .set('authorization', 'Bearer topsecretkey')
    .set('x-forwarded-for', '203.0.113.9')
    .send({ attributes: { income }, claims: { given_name: 'Erika' } });

beforeEach(() => {
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text: unknown) => {
      written += String(text);
      return true;
    });
  }
});

afterEach(async () => {
  await app.close();
  jest.restoreAllMocks();
});

describe('the log', () => {
  test('contains one JSON object per line, with the id, route and status of each request', async () => {
    await start('json');
    const { headers } = await post('1').expect(201);
    const lines = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const line = lines.find(({ context }) => context === 'Request');
    expect(line).toMatchObject({ level: 'log', timestamp: expect.any(Number) });
    expect(line.message).toEqual({
      method: 'POST',
      route: '/things/:id',
      status: 201,
      ms: expect.any(Number),
      requestId: headers['x-request-id'],
    });
  });

  test('contains the code of a verdict or problem, and no other text', async () => {
    await start('json');
    const answer = (code: string) => request(app.getHttpServer()).post('/answers').send({ code });
    for (const code of ['verified', 'nonce_mismatch', 'Erika', 'constructor']) await answer(code).expect(201);
    await request(app.getHttpServer()).post('/answers').type('text/plain').send('x').expect(415);
    await request(app.getHttpServer()).get('/nothing').expect(404);
    const codes = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ context }) => context === 'Request')
      .map(({ message }) => message.code);
    expect(codes).toEqual([
      'verified',
      'nonce_mismatch',
      undefined,
      undefined,
      'unsupported_media_type',
      'not_found',
    ]);
  });

  test('contains the code in the format text', async () => {
    await start('text');
    await request(app.getHttpServer()).post('/answers').send({ code: 'nonce_mismatch' }).expect(201);
    expect(written).toMatch(/POST \/answers 201 nonce_mismatch \d+ ms - /);
  });

  test.each(['json', 'text'] as const)(
    'in the format %s contains no values, names, keys, ids, queries or addresses of requests and errors',
    async (format) => {
      await start(format);
      await post('1').expect(201);
      const { body } = await post('5400000').expect(500);
      expect(written).toContain('Careless');
      expect(written).toContain(body.instance.replace('urn:uuid:', ''));
      for (const secret of SECRETS) expect(written).not.toContain(secret);
    },
  );
});
