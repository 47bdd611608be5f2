import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Controller, Get, Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { ServiceConfig } from '../config/service-config.js';
import { ServiceError } from '../problems/service-error.js';
import { createService } from '../service/create-service.js';
import { waitUntilReady } from '../service/wait-until-ready.js';

const file = join(import.meta.dirname, '../../../../terraform/modules/observability/metric-filters.json');
const PATTERNS: Record<string, string> = JSON.parse(
  readFileSync(file, 'utf8').replaceAll('SLOW_REQUEST_MS', '0'),
);

const COMPARISONS: Record<string, (found: unknown, wanted: unknown) => boolean> = {
  '=': (found, wanted) => found === wanted,
  '>=': (found, wanted) => typeof found === 'number' && found >= (wanted as number),
};

/** What CloudWatch makes of the patterns that are used here: `{ $.a.b = "text" && $.c >= 1 }`. */
function matches(pattern: string, line: unknown): boolean {
  const [, terms] = /^\{ (.*) \}$/.exec(pattern)!;
  return terms!.split(' && ').every((term) => {
    const [, path, operator, value] = /^\$\.(\S+) (=|>=) (\S+)$/.exec(term)!;
    const found = path!
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], line);
    return COMPARISONS[operator!]!(found, JSON.parse(value!));
  });
}

@Controller()
class AnswerController {
  @Get('fine')
  fine(): object {
    return {};
  }

  @Get('broken')
  broken(): object {
    throw new Error('broken');
  }

  @Get('unauthorized')
  unauthorized(): object {
    throw new ServiceError('unauthorized');
  }

  @Get('throttled')
  throttled(): object {
    throw new ServiceError('rate_limited');
  }
}

class AnswerModule {}

const answers = {
  name: 'answers',
  config: ServiceConfig,
  module: { module: AnswerModule, controllers: [AnswerController] },
  api: { title: 'answers', description: 'answers', tags: {}, bearer: false },
};

let app: NestFastifyApplication;
let written: string;

/** Names of the metrics that count something of what was written. */
const counted = (): string[] => {
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
  app = await createService(answers, Object.assign(new ServiceConfig(), { LOG_FORMAT: 'json' }));
  await app.listen(0, '127.0.0.1');
  written = '';
});

afterEach(async () => {
  await app.close();
  jest.restoreAllMocks();
});

describe('the metric filters of terraform/modules/observability', () => {
  test.each([
    ['fine', 200, []],
    ['broken', 500, ['server_errors']],
    ['unauthorized', 401, ['unauthorized']],
    ['throttled', 429, ['throttled']],
  ])('count a request to /%s by its status %i', async (path, status, metrics) => {
    await request(app.getHttpServer()).get(`/${path}`).expect(status);
    expect(counted()).toEqual(
      Object.keys(PATTERNS).filter((metric) => ['requests', 'slow_requests', ...metrics].includes(metric)),
    );
  });

  test('count a start that waits for what is not there', async () => {
    const down = { failures: async () => ['store'] };
    await waitUntilReady(down, { signal: AbortSignal.timeout(50) });
    expect(counted()).toEqual(['waiting_starts']);
  });

  test('count what a vault that cannot be asked makes the keys say, and no other error', async () => {
    new Logger('Problem').error('no');
    new Logger('Keys').log('no');
    expect(counted()).toEqual([]);
    new Logger('Keys').error('yes');
    expect(counted()).toEqual(['key_errors']);
  });
});
