import { Body, Controller, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ApiClient, createApiClient } from '@zk-income/api-clients';
import { MemoryApiClientStore, MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import request from 'supertest';
import { RequireScope } from '../api-clients/scope-guard.js';
import { loadConfig } from '../config/load-config.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { Idempotent } from '../idempotency/idempotency.interceptor.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { CLOCK } from '../tokens.js';
import { MemoryIdempotencyStore } from './memory-idempotency-store.js';
import { createTestService, memoryApiClients } from './test-service.js';

@Controller()
class ThingsController {
  private created = 0;

  @Get('things')
  @RequireScope('request')
  things(): object {
    return { ok: true };
  }

  @Post('things')
  @RequireScope('request')
  @Idempotent()
  create(@Body() _body: Record<string, unknown>): object {
    return { created: ++this.created };
  }

  @Post('revoked')
  @RequireScope('revoke')
  revoked(): object {
    return {};
  }
}

/** The plan of the test clients: one request per second, in bursts of five. */
const LIMITS = { perMinute: 60, burst: 5, perMonth: 100 };

/** A service with rate-limited routes, in-memory stores and a clock that tests control. */
export class RateLimitedService {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: { time: number },
    readonly clients: MemoryApiClientStore,
    readonly budgets: MemoryClientBudgetStore,
    readonly idempotency: MemoryIdempotencyStore,
  ) {}

  static async start(): Promise<RateLimitedService> {
    const clock = { time: Date.UTC(2026, 10, 25), now: () => clock.time };
    const clients = new MemoryApiClientStore();
    const budgets = new MemoryClientBudgetStore();
    const idempotency = new MemoryIdempotencyStore();
    const app = await createTestService(
      {
        name: 'things',
        config: StatefulServiceConfig,
        module: {
          module: class ThingsModule {},
          imports: [
            memoryApiClients(clients, budgets),
            IdempotencyModule.forRootAsync({ useFactory: () => idempotency }),
          ],
          controllers: [ThingsController],
        },
        api: { title: 'Things', description: '', tags: {}, bearer: true },
      },
      loadConfig(StatefulServiceConfig, { CORS_ORIGINS: 'https://app.example' }),
      new Map([[CLOCK, clock]]),
    );
    return new RateLimitedService(app, clock, clients, budgets, idempotency);
  }

  /** Registers a client and returns its bearer key. */
  createClient(id: string, changes: Partial<ApiClient> = {}): Promise<string> {
    return createApiClient(this.clients, {
      id,
      name: id,
      scopes: ['request'],
      plan: LIMITS,
      ...changes,
    });
  }

  /** Changes every registered client. */
  changeClients(changes: Partial<ApiClient>): void {
    for (const [hash, client] of this.clients.clients) {
      this.clients.clients.set(hash, { ...client, ...changes });
    }
  }

  get(key: string): request.Test {
    return request(this.app.getHttpServer()).get('/things').set('authorization', `Bearer ${key}`);
  }

  post(path: string, key: string, idempotencyKey: string): request.Test {
    return request(this.app.getHttpServer())
      .post(path)
      .set({ authorization: `Bearer ${key}`, 'idempotency-key': idempotencyKey })
      .send({ a: 1 });
  }

  /** The statuses of consecutive requests. */
  async statuses(count: number, key: string): Promise<number[]> {
    const statuses: number[] = [];
    for (let i = 0; i < count; i++) statuses.push((await this.get(key)).status);
    return statuses;
  }
}
