import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Body, Controller, Logger, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { ApiJsonBody } from './api-json.js';

class NoteDto {
  @ApiProperty({ format: 'date' })
  readonly day!: string;
}

@ApiTags('Notes')
@Controller()
class NotesController {
  @Post('notes/:id')
  @ApiOperation({ operationId: 'write', summary: 'Write a note' })
  @ApiParam({ name: 'id', example: 'static' })
  @ApiJsonBody(NoteDto, { today: { summary: 'Of today', value: { day: '2000-01-01' } } })
  write(@Param('id') _id: string, @Body() _body: NoteDto): void {}
}

const definition = {
  name: 'notes',
  config: ServiceConfig,
  module: { module: class NotesModule {}, controllers: [NotesController] },
  api: {
    title: 'Notes',
    description: '',
    tags: { Notes: 'Notes' },
    bearer: false,
    examplesAt: (now: number) => ({
      write: { body: { today: { day: new Date(now).toISOString().slice(0, 10) } } },
    }),
  },
};

/** Another process that offers examples: `npm start`. */
let served = 0;
let status = 200;
const examples = createServer((_request, response) => {
  response.statusCode = status;
  response.end(JSON.stringify({ write: { parameters: { id: `live-${++served}` } } }));
});
let withoutLive: NestFastifyApplication;
let withLive: NestFastifyApplication;

beforeAll(async () => {
  await new Promise<void>((listening) => examples.listen(0, '127.0.0.1', listening));
  const EXAMPLES_URL = `http://127.0.0.1:${(examples.address() as AddressInfo).port}/notes`;
  withoutLive = await createTestService(definition, loadConfig(ServiceConfig, {}));
  withLive = await createTestService(
    definition,
    loadConfig(ServiceConfig, { EXAMPLES_URL, PUBLIC_URL: 'https://notes.example/api' }),
  );
  Logger.overrideLogger(false);
});

beforeEach(() => {
  status = 200;
});

afterAll(async () => {
  await Promise.all([withoutLive.close(), withLive.close()]);
  examples.close();
});

const fetchDocument = async (app: NestFastifyApplication) =>
  (await request(app.getHttpServer()).get('/openapi.json').expect(200)).body;
const operationOf = async (app: NestFastifyApplication) =>
  (await fetchDocument(app)).paths['/notes/{id}'].post;
const dayOf = (operation: {
  requestBody: { content: Record<string, { examples: { today: { value: NoteDto } } }> };
}) => operation.requestBody.content['application/json']!.examples.today.value.day;

/** The document in the script of the page. */
async function fetchPageDocument(app: NestFastifyApplication) {
  const { text } = await request(app.getHttpServer()).get('/docs/swagger-ui-init.js').expect(200);
  return JSON.parse(/let options = (\{.*?\n\});/s.exec(text)![1]!).swaggerDoc;
}

describe('the OpenAPI document', () => {
  test('has examples of the day on which it is fetched', async () => {
    const before = Date.now();
    const day = dayOf(await operationOf(withoutLive));
    expect(Date.parse(day)).toBeGreaterThan(before - 86_400_000 - 1);
  });

  test('has new live examples each time, and keeps those that are not live', async () => {
    const first = await operationOf(withLive);
    const second = await operationOf(withLive);
    const [firstId, secondId] = [first, second].map(({ parameters }) => parameters[0].example);
    expect([firstId, secondId]).toEqual([expect.stringMatching(/^live-/), expect.stringMatching(/^live-/)]);
    expect(firstId).not.toBe(secondId);
    expect(dayOf(first)).not.toBe('2000-01-01');
  });

  test('has no second example for a parameter with a live one', async () => {
    const { parameters } = await operationOf(withLive);
    expect(parameters[0].schema).toEqual({ type: 'string' });
  });

  test('is served with the other examples if the live ones are not available', async () => {
    status = 500;
    const { parameters } = await operationOf(withLive);
    expect(parameters[0].example).toBeUndefined();
    expect(parameters[0].schema.example).toBe('static');
  });

  test('names the public URL; the page calls the host that it was loaded from', async () => {
    expect((await fetchDocument(withLive)).servers).toEqual([{ url: 'https://notes.example/api' }]);
    expect((await fetchPageDocument(withLive)).servers).toEqual([
      { url: '/api', description: 'this service' },
    ]);
  });

  test('keeps the authorization of the page when it is loaded again', async () => {
    const { text } = await request(withoutLive.getHttpServer()).get('/docs/swagger-ui-init.js').expect(200);
    expect(text).toMatch(/"persistAuthorization": true/);
  });
});
