import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { createTestService } from '../testing/test-service.js';
import { registry, watchKeys, watchPool } from './instruments.js';
import { startMetricsServer } from './metrics-server.js';
import { countVerdict, observeProof, observeStore } from './observe.js';
import { startTracing } from './tracing.js';
import { isTracingEnabled } from './tracing-enabled.js';

const SECRET = '5400000';

@Controller()
class ThingController {
  @Post('things/:id')
  async create(@Body() body: { fail?: boolean }): Promise<object> {
    return observeProof('verify', () =>
      observeStore('PutItem', async () => {
        if (body.fail) throw Object.assign(new Error(SECRET), { name: 'Broken' });
        return { created: true };
      }),
    );
  }
}

class ThingModule {}

let app: NestFastifyApplication;
const exporter = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

beforeAll(async () => {
  tracing.register();
  const things = {
    name: 'things',
    config: ServiceConfig,
    module: { module: ThingModule, controllers: [ThingController] },
    api: { title: 'things', description: 'things', tags: {}, bearer: false },
  };
  app = await createTestService(things, new ServiceConfig());
});

beforeEach(() => {
  registry.resetMetrics();
  exporter.reset();
});

afterAll(async () => {
  await app.close();
  await tracing.shutdown();
});

const post = (body: object, headers = {}) =>
  request(app.getHttpServer()).post(`/things/${SECRET}`).set(headers).send(body);

describe('metrics', () => {
  test('cover requests, proofs and store operations by route, status and operation', async () => {
    await post({}).expect(201);
    await post({ fail: true }).expect(500);
    await request(app.getHttpServer()).get(`/nowhere/${SECRET}`).expect(404);
    const text = await registry.metrics();
    const count = (series: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')
          .at(-1),
      );
    const route = 'method="POST",route="/things/:id"';
    expect(count(`zk_income_http_request_duration_seconds_count{${route},status="201"}`)).toBe(1);
    expect(count(`zk_income_http_request_duration_seconds_count{${route},status="500"}`)).toBe(1);
    expect(text).toContain('route="none",status="404"');
    expect(count('zk_income_proof_duration_seconds_count{kind="verify",outcome="done"}')).toBe(1);
    expect(count('zk_income_proof_duration_seconds_count{kind="verify",outcome="failed"}')).toBe(1);
    expect(count('zk_income_store_operation_duration_seconds_count{operation="PutItem"}')).toBe(2);
    expect(count('zk_income_store_errors_total{operation="PutItem"}')).toBe(1);
    expect(text).not.toContain(SECRET);
  });

  test('do not count a failed condition as a store error', async () => {
    const failedCondition = Object.assign(new Error(), { name: 'ConditionalCheckFailedException' });
    await expect(observeStore('PutItem', () => Promise.reject(failedCondition))).rejects.toBe(
      failedCondition,
    );
    expect(await registry.getSingleMetricAsString('zk_income_store_errors_total')).not.toMatch(/\} 1/);
  });

  test('count verdicts by code', async () => {
    await countVerdict(Promise.resolve({ verified: true, code: 'verified' } as never));
    await countVerdict(Promise.resolve({ verified: false, code: 'revoked' } as never));
    const text = await registry.getSingleMetricAsString('zk_income_verdicts_total');
    expect(text).toContain('{code="verified"} 1');
    expect(text).toContain('{code="revoked"} 1');
  });

  test('contain the load of the proof pool and the age of the signing keys', async () => {
    const unwatch = watchPool({ load: { waiting: 7, running: 2 } });
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 10, 24));
    watchKeys({ described: [{ stage: 'current', createdAt: Date.now() / 1000 - 3600 }], failedRefreshes: 3 });
    const text = await registry.metrics();
    now.mockRestore();
    expect(text).toContain('zk_income_proof_pool_waiting 7');
    expect(text).toContain('zk_income_proof_pool_busy_threads 2');
    expect(text).toContain('zk_income_signing_key_age_seconds{stage="current"} 3600\n');
    expect(text).toContain('zk_income_signing_key_failed_refreshes 3');
    unwatch();
    expect(await registry.metrics()).toContain('zk_income_proof_pool_waiting 0');
  });

  test('are served on a separate port, which serves nothing else', async () => {
    const server = await startMetricsServer(loadConfig(ServiceConfig, { HOST: '127.0.0.1' }), 0);
    const { port } = server.address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await response.text()).toContain('zk_income_nodejs_eventloop_lag_seconds');
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(404);
    server.close();
    server.closeAllConnections();
  });
});

describe('traces', () => {
  test("connect the client's span, the request, the proof and the store operation", async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await post({}, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` }).expect(201);
    const spans = Object.fromEntries(exporter.getFinishedSpans().map((span) => [span.name, span]));
    const http = spans['POST /things/:id']!;
    expect(http.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
    expect(spans['proof.verify']!.parentSpanContext?.spanId).toBe(http.spanContext().spanId);
    expect(spans.store!.parentSpanContext?.spanId).toBe(spans['proof.verify']!.spanContext().spanId);
    for (const span of Object.values(spans)) expect(span.spanContext().traceId).toBe(traceId);
    expect(http.attributes['http.response.status_code']).toBe(201);
    expect(spans.store!.attributes['db.operation.name']).toBe('PutItem');
  });

  test('contain no input, even for errors', async () => {
    await post({ fail: true }).expect(500);
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ status }) => status.code)).toEqual([2, 2, 2]);
    expect(
      JSON.stringify(
        spans.map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
      ),
    ).not.toContain(SECRET);
  });

  test('are disabled unless the standard variables name a collector', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    expect(isTracingEnabled({})).toBe(false);
    expect(isTracingEnabled(endpoint)).toBe(true);
    expect(isTracingEnabled({ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' })).toBe(false);
    expect(isTracingEnabled({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
    expect(startTracing('issuer', {})).toBeUndefined();
  });
});
