import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import type { ServiceAdapter } from './adapter.js';

class EmptyModule {}

let app: NestFastifyApplication;

beforeAll(async () => {
  const definition = {
    name: 'empty',
    config: ServiceConfig,
    module: { module: EmptyModule },
    api: { title: 'Empty', description: '', tags: {}, bearer: false },
  };
  app = await createTestService(definition, new ServiceConfig());
});

afterAll(() => app.close());

const get = (path: string) => request(app.getHttpServer()).get(path);

test('a draining service is not ready, but serves all other requests and closes their connections', async () => {
  expect((await get('/health/ready')).status).toBe(200);
  (app.getHttpAdapter() as unknown as ServiceAdapter).drain();
  const ready = await get('/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.body).toMatchObject({ code: 'unavailable', detail: 'The service is shutting down.' });
  const started = await get('/health/started');
  expect(started.body).toMatchObject({ code: 'unavailable', detail: 'The service is shutting down.' });
  const live = await get('/health/live');
  expect([live.status, live.headers.connection]).toEqual([200, 'close']);
});
