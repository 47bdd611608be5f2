import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import type { ServiceAdapter } from './adapter.js';

class SmallModule {}

let app: NestFastifyApplication;

beforeAll(async () => {
  const small = {
    name: 'small',
    config: ServiceConfig,
    module: {
      module: SmallModule,
    },
    api: { title: 'small', description: 'small', tags: {}, bearer: false },
  };
  app = await createTestService(small, new ServiceConfig());
});

afterAll(() => app.close());

const get = (path: string) => request(app.getHttpServer()).get(path);

test('a service that is to end says that it is not ready, and answers everything else while it drains', async () => {
  expect((await get('/health/ready')).status).toBe(200);
  (app.getHttpAdapter() as unknown as ServiceAdapter).drain();
  const ready = await get('/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.body).toMatchObject({ code: 'unavailable', detail: 'The service is ending.' });
  const live = await get('/health/live');
  expect([live.status, live.headers.connection]).toEqual([200, 'close']);
});
