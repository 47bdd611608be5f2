import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Controller, Get, Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { PublicRoute } from '../api-clients/public-route.js';
import { ServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { ServiceError } from '../problems/service-error.js';
import { createService } from '../service/create-service.js';
import { waitUntilReady } from '../service/wait-until-ready.js';

/** As terraform/modules/observability/metric-filters.tf writes it. */
const OUTSIDE_HEALTH = ['live', 'ready', 'started']
  .map((probe) => `$.message.route != "/health/${probe}"`)
  .join(' && ');
const file = join(import.meta.dirname, '../../../../terraform/modules/observability/metric-filters.json');
const PATTERNS: Record<string, string> = JSON.parse(
  readFileSync(file, 'utf8')
    .replaceAll('SLOW_REQUEST_MS', '0')
    .replaceAll('OUTSIDE_HEALTH', OUTSIDE_HEALTH.replaceAll('"', '\\"')),
);

const COMPARISONS: Record<string, (actual: unknown, expected: unknown) => boolean> = {
  '=': (actual, expected) => actual === expected,
  '!=': (actual, expected) => actual !== expected,
  '>=': (actual, expected) => typeof actual === 'number' && actual >= (expected as number),
};

/** Evaluates the subset of CloudWatch's filter patterns that Terraform uses: `{ $.a.b = "text" && $.c >= 1 }`. */
function matches(pattern: string, line: unknown): boolean {
  const [, terms] = /^\{ (.*) \}$/.exec(pattern)!;
  return terms!.split(' && ').every((term) => {
    const [, path, operator, value] = /^\$\.(\S+) (=|!=|>=) (\S+)$/.exec(term)!;
    const actual = path!
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], line);
    return COMPARISONS[operator!]!(actual, JSON.parse(value!));
  });
}

@Controller()
class StatusController {
  @PublicRoute()
  @Get('ok')
  ok(): object {
    return {};
  }

  @PublicRoute()
  @Get('broken')
  broken(): object {
    throw new Error('broken');
  }

  @PublicRoute()
  @Get('unauthorized')
  unauthorized(): object {
    throw new ServiceError('unauthorized');
  }

  @PublicRoute()
  @Get('throttled')
  throttled(): object {
    throw new ServiceError('rate_limited');
  }
}

class StatusModule {}

const statuses = {
  name: 'statuses',
  config: ServiceConfig,
  module: { module: StatusModule, controllers: [StatusController] },
  api: { title: 'Statuses', description: '', tags: {}, bearer: false },
};

let app: NestFastifyApplication;
let written: string;

/** The names of the metrics that count at least one line of the log. */
const countedMetrics = (): string[] => {
  const lines = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return Object.keys(PATTERNS).filter((metric) => lines.some((line) => matches(PATTERNS[metric]!, line)));
};

beforeEach(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text: unknown) => {
      written += String(text);
      return true;
    });
  }
  app = await createService(statuses, Object.assign(new ServiceConfig(), { LOG_FORMAT: 'json' }));
  await app.listen(0, '127.0.0.1');
  written = '';
});

afterEach(async () => {
  await app.close();
  jest.restoreAllMocks();
});

describe('the metric filters of terraform/modules/observability', () => {
  test.each([
    ['ok', 200, []],
    ['broken', 500, ['server_errors']],
    ['unauthorized', 401, ['unauthorized']],
    ['throttled', 429, ['throttled']],
  ])('count a request to /%s by its status %i', async (path, status, metrics) => {
    await request(app.getHttpServer()).get(`/${path}`).expect(status);
    expect(countedMetrics()).toEqual(
      Object.keys(PATTERNS).filter((metric) => ['requests', 'slow_requests', ...metrics].includes(metric)),
    );
  });

  test.each(['live', 'ready', 'started'])('do not count /health/%s, whatever its status', async (probe) => {
    app.get(Readiness).register('store', () => Promise.reject(new Error('down')));
    await request(app.getHttpServer()).get(`/health/${probe}`);
    expect(written).toContain(`/health/${probe}`);
    expect(countedMetrics()).toEqual([]);
  });

  test('count a start that waits for a dependency', async () => {
    const stopping = new AbortController();
    const down = { failures: async () => [{ name: 'store', explanation: 'Connection refused.' }] };
    await waitUntilReady(down, { signal: stopping.signal, wait: async () => stopping.abort() });
    expect(countedMetrics()).toEqual(['waiting_starts']);
  });

  test('count errors of the signing keys, and no other messages', async () => {
    new Logger('Problem').error('no');
    new Logger('Keys').log('no');
    expect(countedMetrics()).toEqual([]);
    new Logger('Keys').error('yes');
    expect(countedMetrics()).toEqual(['key_errors']);
  });
});
