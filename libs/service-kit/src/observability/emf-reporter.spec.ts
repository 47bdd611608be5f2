import { beforeEach, expect, jest, test } from '@jest/globals';
import { EmfReporter } from './emf-reporter.js';
import { registry, requestSeconds, storeErrors, verdicts, watchKeys, watchPool } from './instruments.js';

const lines: string[] = [];
let now = 1_000_000;
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
});

test('says in one line of the embedded metric format what grew since the last one', async () => {
  const emf = reporter();
  requestSeconds.observe({ method: 'POST', route: '/verify', status: '200' }, 0.01);
  requestSeconds.observe({ method: 'POST', route: '/verify', status: '503' }, 0.01);
  verdicts.inc({ code: 'verified' });
  verdicts.inc({ code: 'range_proof_invalid' });
  verdicts.inc({ code: 'status_unknown' });
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

test('says how things stand: the current key’s age and what waits', async () => {
  const createdAt = Date.now() / 1000 - 500;
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
  });
  expect(last().signing_key_age_seconds).toBeGreaterThanOrEqual(500);
  expect(last().signing_key_age_seconds).toBeLessThan(700);
});

test('says nothing of the age of a key that is not there', async () => {
  watchKeys({ described: [], failedRefreshes: 0 });
  await reporter().report();
  expect(last()).not.toHaveProperty('signing_key_age_seconds');
});

test('is due only when its time has come', async () => {
  const emf = reporter();
  now += 59_999;
  await emf.reportIfDue();
  expect(lines).toHaveLength(0);
  now += 1;
  await emf.reportIfDue();
  await emf.reportIfDue();
  expect(lines).toHaveLength(1);
});

test('reports by itself while it runs, and once more at the end', async () => {
  jest.useFakeTimers();
  const end = reporter().start();
  await jest.advanceTimersByTimeAsync(120_000);
  expect(lines).toHaveLength(2);
  jest.useRealTimers();
  await end();
  expect(lines).toHaveLength(3);
});
