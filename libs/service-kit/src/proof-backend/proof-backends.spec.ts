import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { selectBackend } from '@zk-income/crypto';
import request from 'supertest';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import { registry } from '../observability/instruments.js';
import { createTestService } from '../testing/test-service.js';
import { ProofBackends, type ProofThreads, type ThreadBackend } from './proof-backends.js';

class EmptyModule {}
const definition = {
  name: 'test',
  config: ServiceConfig,
  module: { module: EmptyModule },
  api: { title: 'Test', description: '', tags: {}, bearer: false },
};
const config = (environment: Record<string, string> = {}) => loadConfig(ServiceConfig, environment);
const start = (environment?: Record<string, string>) => createTestService(definition, config(environment));

/** Threads whose self-test reports these backends, one list for each time it runs. */
class StubThreads implements ProofThreads {
  tests = 0;
  backends: readonly ThreadBackend[] = ['unknown', 'unknown'];

  constructor(private readonly results: readonly (readonly ThreadBackend[])[]) {}

  async selfTest(): Promise<void> {
    this.backends = this.results[Math.min(this.tests++, this.results.length - 1)]!;
  }
}

beforeEach(() => selectBackend('wasm-simd'));
afterEach(() => {
  selectBackend('wasm-simd');
  jest.restoreAllMocks();
});

describe('a service on the fallback backend', () => {
  beforeEach(() => selectBackend('noble'));

  test('refuses to start, and says what to do', async () => {
    await expect(start()).rejects.toThrow(expect.objectContaining({ name: 'StartError' }));
    await expect(start()).rejects.toThrow(/not constant-time\. .*ALLOW_FALLBACK_BACKEND=true/);
  });

  test('starts if the configuration allows it, and names the backend', async () => {
    const app = await start({ ALLOW_FALLBACK_BACKEND: 'true' });
    const ready = await request(app.getHttpServer()).get('/health/ready');
    expect(ready.body).toEqual({ status: 'ready', proof_backend: 'noble' });
    expect(await registry.metrics()).toContain('zk_income_proof_threads{backend="noble"} 1');
    await app.close();
  });
});

test('the log names the backend at the start', async () => {
  const log = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  const backends = new ProofBackends(config(), new Readiness());
  backends.onApplicationBootstrap();
  expect(log).toHaveBeenCalledWith('Proof backend of the main thread: wasm-simd.');
});

describe('worker threads', () => {
  function watched(results: readonly (readonly ThreadBackend[])[], environment?: Record<string, string>) {
    const readiness = new Readiness();
    const backends = new ProofBackends(config(environment), readiness);
    const threads = new StubThreads(results);
    backends.watch(threads);
    return { threads, backends, failures: async () => (await readiness.failures()).map(({ name }) => name) };
  }

  test('report their backends before the service is ready', async () => {
    const { threads, backends, failures } = watched([['wasm-simd', 'wasm-simd']]);
    expect(backends.all).toEqual(['wasm-simd', 'unknown', 'unknown']);
    expect(await failures()).toEqual([]);
    expect(threads.tests).toBe(1);
    expect(await registry.metrics()).toContain('zk_income_proof_threads{backend="wasm-simd"} 3');
  });

  test('on the fallback backend keep the service from becoming ready, even if only one is', async () => {
    const { backends, failures } = watched([['wasm-simd', 'noble']]);
    expect(await failures()).toEqual(['range proofs']);
    expect(backends.summary).toBe('wasm-simd, noble');
  });

  test('on the fallback backend are ready if the configuration allows it', async () => {
    const { failures } = watched([['wasm-simd', 'noble']], { ALLOW_FALLBACK_BACKEND: 'true' });
    expect(await failures()).toEqual([]);
  });

  test('without memory for the backend try again, and keep the service from being ready until then', async () => {
    const { failures } = watched([
      ['wasm-simd', 'unavailable'],
      ['wasm-simd', 'unavailable'],
      ['wasm-simd', 'wasm-simd'],
    ]);
    expect(await failures()).toEqual(['range proofs']);
    expect(await failures()).toEqual(['range proofs']);
    expect(await failures()).toEqual([]);
  });

  test('that have been replaced need not report again', async () => {
    const { threads, failures } = watched([['wasm-simd', 'wasm-simd']]);
    expect(await failures()).toEqual([]);
    threads.backends = ['unknown', 'wasm-simd'];
    expect(await failures()).toEqual([]);
  });
});
