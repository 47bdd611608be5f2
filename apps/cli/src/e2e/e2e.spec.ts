import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runLine } from '../testing/run-line.js';
import { latencyTable, percentile } from './latency.js';

const VARIABLES = ['ISSUER_URL', 'VERIFIER_URL', 'ISSUER_API_KEY', 'VERIFIER_API_KEY'];
const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

beforeEach(() => {
  for (const name of VARIABLES) delete process.env[name];
});

afterAll(() => {
  for (const [name, value] of Object.entries(before)) if (value !== undefined) process.env[name] = value;
});

const COMPLETE = 'e2e --issuer http://a --verifier http://b --issuer-key a --verifier-key b';

/** The URL of a server that answers 503, and how to stop it. */
async function startUnavailable() {
  const server = createServer((_, response) => response.writeHead(503).end('unavailable'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, stop: () => new Promise((resolve) => server.close(resolve)) };
}

describe('the command line', () => {
  test.each([
    ['e2e', "required option '--issuer <url>' not specified"],
    ['e2e --issuer http://issuer', "required option '--verifier <url>' not specified"],
    ['e2e --issuer http://a --verifier http://b', "required option '--issuer-key <key>' not specified"],
    [`${COMPLETE} --issuer ftp://a`, 'Expected an http or https URL.'],
    [`${COMPLETE} --verifier nowhere`, 'Expected an http or https URL.'],
    [`${COMPLETE} --runs 0`, 'Expected an integer from 1 to 1000.'],
    [`${COMPLETE} --runs 1001`, 'Expected an integer from 1 to 1000.'],
    [`${COMPLETE} --run 5`, 'Did you mean --runs?'],
  ])('%s is wrong usage', async (line, expected) => {
    const { stdout, stderr, exitCode } = await runLine(line);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr).toContain(expected);
  });

  test('takes URLs and keys from the environment, but not empty ones', async () => {
    const { url, stop } = await startUnavailable();
    process.env.ISSUER_URL = `${url}/`;
    process.env.VERIFIER_URL = url;
    process.env.ISSUER_API_KEY = 'a';
    process.env.VERIFIER_API_KEY = '';
    expect(await runLine('e2e --quick')).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining("value '' from env 'VERIFIER_API_KEY' is invalid"),
      exitCode: 2,
    });
    process.env.VERIFIER_API_KEY = 'b';
    const { stdout } = await runLine('e2e --quick');
    await stop();
    expect(stdout).toContain(`\nEndpoints: ${url} and ${url}\n`);
  });
});

test('exits with 1 if no service answers, and prints each failure and the totals', async () => {
  const { url, stop } = await startUnavailable();
  await stop();
  const { stdout, stderr, exitCode } = await runLine(`${COMPLETE} --issuer ${url} --verifier ${url}`);
  expect([stderr, exitCode]).toEqual(['', 1]);
  expect(stdout).toMatch(/^ {2}FAILED {2}issuer: is live and ready\nGET http.*: no response: ECONNREFUSED$/m);
  expect(stdout).toContain('\n                            n   p50 ms   p95 ms\n');
  expect(stdout).toMatch(/\n\n0 passed, 11 failed\n$/);
});

test('prints one JSON object with --json', async () => {
  const { url, stop } = await startUnavailable();
  const { stdout, exitCode } = await runLine(`${COMPLETE} --json --issuer ${url} --verifier ${url}`);
  await stop();
  expect(exitCode).toBe(1);
  const { passed, failed, checks, latency } = JSON.parse(stdout);
  expect([passed, failed, latency]).toEqual([0, 11, []]);
  expect(checks[0]).toEqual({
    name: 'issuer: is live and ready',
    passed: false,
    note: `GET ${url}/health/live: expected status 200, got 503: unavailable`,
    seconds: expect.any(Number),
  });
});

describe('latencies', () => {
  test.each([
    [50, 2],
    [51, 3],
    [95, 4],
    [0, 1],
    [100, 4],
  ])('the percentile %i of 1, 2, 3, 4 is %i (nearest rank)', (percent, expected) => {
    expect(percentile([4, 2, 3, 1], percent)).toBe(expected);
  });

  test('are a table with one row a step', () => {
    const samples = new Map([
      ['issue', [1, 3, 2]],
      ['prove (client side)', [1234.56]],
    ]);
    expect(latencyTable(samples).split('\n')).toEqual([
      '                            n   p50 ms   p95 ms',
      '  issue                     3      2.0      3.0',
      '  prove (client side)       1   1234.6   1234.6',
    ]);
  });
});
