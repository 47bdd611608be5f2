import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { EmfReporter } from './emf-reporter.js';
import {
  documentSeconds,
  proofSeconds,
  registry,
  requestSeconds,
  signatureSeconds,
  storeErrors,
  storeSeconds,
  verdicts,
  watchKeys,
  watchPool,
} from './instruments.js';

const lines: string[] = [];
let now: number;
const reporter = () =>
  new EmfReporter(
    'verifier',
    'zk-income-stage',
    60,
    () => now,
    (line) => lines.push(line),
  );
const last = () => JSON.parse(lines.at(-1)!);

beforeEach(() => {
  registry.resetMetrics();
  lines.length = 0;
  now = Date.UTC(2026, 10, 24);
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('reports the increase of counters since the last report, in one line of EMF', async () => {
  const emf = reporter();
  requestSeconds.observe({ method: 'POST', route: '/verify', status: '200' }, 0.01);
  requestSeconds.observe({ method: 'POST', route: '/verify', status: '503' }, 0.01);
  requestSeconds.observe({ method: 'GET', route: '/health/started', status: '200' }, 0.001);
  requestSeconds.observe({ method: 'GET', route: '/health/ready', status: '503' }, 0.001);
  verdicts.inc({ code: 'verified' });
  verdicts.inc({ code: 'range_proof_invalid' });
  verdicts.inc({ code: 'status_unknown' });
  verdicts.inc({ code: 'disclosed' });
  storeErrors.inc({ operation: 'GetItem' });
  await emf.report();
  expect(last()).toMatchObject({
    service: 'verifier',
    http_requests: 2,
    http_server_errors: 1,
    verdicts_verified: 1,
    verdicts_refused: 2,
    store_errors: 1,
  });
  const [{ Namespace, Dimensions, Metrics }] = last()._aws.CloudWatchMetrics;
  expect([Namespace, Dimensions]).toEqual(['zk-income-stage', [['service']]]);
  expect(Metrics).toContainEqual({ Name: 'http_requests', Unit: 'Count' });

  verdicts.inc({ code: 'verified' });
  await emf.report();
  expect(last()).toMatchObject({ http_requests: 0, verdicts_verified: 1, verdicts_refused: 0 });
});

test('counts what is slow: store operations above 250 ms, and POST /verify above 1 s', async () => {
  const emf = reporter();
  for (const seconds of [0.01, 0.25, 0.26, 3]) storeSeconds.observe({ operation: 'GetItem' }, seconds);
  storeSeconds.observe({ operation: 'PutItem' }, 20);
  for (const seconds of [0.2, 1, 1.1]) {
    requestSeconds.observe({ method: 'POST', route: '/verify', status: '200' }, seconds);
  }
  requestSeconds.observe({ method: 'POST', route: '/openid/responses/:link', status: '200' }, 60);
  requestSeconds.observe({ method: 'POST', route: '/requests', status: '200' }, 5);
  await emf.report();
  expect(last()).toMatchObject({ store_calls: 5, store_slow_calls: 3 });
  expect(last()).toMatchObject({ verify_requests: 4, verify_slow_requests: 2 });
  await emf.report();
  expect(last()).toMatchObject({ store_calls: 0, store_slow_calls: 0, verify_slow_requests: 0 });
});

test('reports where the time of POST /verify goes', async () => {
  requestSeconds.observe({ method: 'POST', route: '/verify', status: '200' }, 0.5);
  proofSeconds.observe({ kind: 'verify', outcome: 'done' }, 0.125);
  signatureSeconds.observe(0.0625);
  documentSeconds.observe({ outcome: 'failed' }, 0.25);
  storeSeconds.observe({ operation: 'GetItem' }, 0.03125);
  await reporter().report();
  expect(last()).toMatchObject({
    verify_seconds: 0.5,
    proof_seconds: 0.125,
    signature_seconds: 0.0625,
    document_seconds: 0.25,
    store_seconds: 0.03125,
  });
});

test('reports gauges: the age of the current key, the load of the pool and failed refreshes', async () => {
  const createdAt = now / 1000 - 500;
  watchKeys({
    described: [
      { stage: 'next', createdAt: createdAt + 400 },
      { stage: 'current', createdAt },
    ],
    failedRefreshes: 3,
  });
  const unwatch = watchPool({ load: { waiting: 7, running: 2 } });
  await reporter().report();
  unwatch();
  expect(last()).toMatchObject({
    proof_pool_waiting: 7,
    proof_pool_busy_threads: 2,
    signing_key_failed_refreshes: 3,
    signing_key_age_seconds: 500,
  });
});

test('omits the age of a missing key', async () => {
  watchKeys({ described: [], failedRefreshes: 0 });
  await reporter().report();
  expect(last()).not.toHaveProperty('signing_key_age_seconds');
});

test('is due once per interval', async () => {
  const emf = reporter();
  now += 59_999;
  await emf.reportIfDue();
  expect(lines).toHaveLength(0);
  now += 1;
  await emf.reportIfDue();
  await emf.reportIfDue();
  expect(lines).toHaveLength(1);
});

test('reports at every interval once started, and a last time when stopped', async () => {
  jest.useFakeTimers();
  const stop = reporter().start();
  await jest.advanceTimersByTimeAsync(120_000);
  expect(lines).toHaveLength(2);
  jest.useRealTimers();
  await stop();
  expect(lines).toHaveLength(3);
});
