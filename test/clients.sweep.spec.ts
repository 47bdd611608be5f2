import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { incomePolicy, inlineProofRunner } from '@zk-income/credential';
import { createStoreClient, ensureTables, startEmbeddedStore } from '@zk-income/persistence';
import { CLOCK, loadConfig, PROOF_RUNNER } from '@zk-income/service-kit';
import { createTestService } from '@zk-income/service-kit/testing';
import request from 'supertest';
import { VerifierConfig } from '../apps/verifier/src/verifier.config.js';
import { verifier } from '../apps/verifier/src/verifier.js';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'zk-income-clients-'));
const clock = { time: Date.now(), now: () => clock.time };
let store: Awaited<ReturnType<typeof startEmbeddedStore>>;
let replicas: NestFastifyApplication[];
let id: string;

/** Runs the CLI; asynchronously, because the store is in this process. */
const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  new Promise<{ stdout: string; stderr: string; status: number }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'dist/apps/cli/src/main.js'), 'clients', ...args],
      { env },
      (error, stdout, stderr) => resolve({ stdout, stderr, status: Number(error?.code ?? 0) }),
    );
  });

const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
const clients = (...args: string[]) =>
  run(args, { ...process.env, ...QUIET, STORE_ENDPOINT: store.endpoint });

async function json(...args: string[]) {
  const { stdout, stderr, status } = await clients(...args, '--json');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const ask = (replica: number, key: string) =>
  request(replicas[replica]!.getHttpServer())
    .post('/requests')
    .set('authorization', `Bearer ${key}`)
    .send({ policy: incomePolicy() });

beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'scripts/setup.mjs'), '--build'], {
    cwd: root,
    stdio: 'ignore',
  });
  store = await startEmbeddedStore({ path: join(folder, 'store') });
  const client = createStoreClient({ endpoint: store.endpoint });
  await ensureTables(client);
  client.close();
  const config = loadConfig(VerifierConfig, {
    DATA_DIR: folder,
    STORE_ENDPOINT: store.endpoint,
    TRUSTED_ISSUERS: JSON.stringify([
      { iss: 'https://issuer.example', attributes: ['gross_income'], complete: [] },
    ]),
  });
  const replacements = new Map<unknown, unknown>([
    [PROOF_RUNNER, inlineProofRunner],
    [CLOCK, clock],
  ]);
  replicas = [
    await createTestService(verifier, config, replacements),
    await createTestService(verifier, config, replacements),
  ];
});

beforeEach(() => {
  id = `bank-${crypto.randomUUID().slice(0, 8)}`;
  clock.time = Date.now();
});

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = async (...plan: string[]): Promise<string> =>
  (await json('add', id, '--scope', 'request', ...plan)).bearer_key;
const statusesOf = (calls: Promise<{ status: number }>[]) =>
  Promise.all(calls.map(async (one) => (await one).status));
const count = (statuses: number[], status: number) => statuses.filter((one) => one === status).length;

describe('two replicas', () => {
  test('hold a client to one budget', async () => {
    const key = await add('--per-minute', '60', '--burst', '10');
    const calls = Array.from({ length: 30 }, (_, i) => Promise.resolve(ask(i % 2, key)));
    const statuses = await statusesOf(calls);
    expect([count(statuses, 201), count(statuses, 429)]).toEqual([10, 20]);
    clock.time += 3_000;
    const later: number[] = [];
    for (let i = 0; i < 5; i++) later.push((await ask(i % 2, key)).status);
    expect(later).toEqual([201, 201, 201, 429, 429]);
    expect((await ask(1, key)).body.code).toBe('rate_exceeded');
  });

  test('count one month, and begin the next one together', async () => {
    const key = await add('--per-minute', '6000', '--burst', '100', '--per-month', '6');
    clock.time = Date.UTC(2096, 10, 30, 23, 59, 59);
    const statuses = await statusesOf(Array.from({ length: 8 }, (_, i) => Promise.resolve(ask(i % 2, key))));
    expect([count(statuses, 201), count(statuses, 429)]).toEqual([6, 2]);
    const { body, headers } = await ask(0, key);
    expect([body.code, headers['retry-after']]).toEqual(['quota_exceeded', '1']);
    clock.time += 1_000;
    expect((await ask(1, key).expect(201)).headers.ratelimit).toContain('"month";r=5;t=2678400');
  });
});

describe('zk-income clients', () => {
  test('adds, lists, rotates, changes the plan of, disables and enables a client', async () => {
    const key = await add('--plan', 'free');
    expect((await ask(0, key).expect(201)).headers['ratelimit-policy']).toContain('q=1000');
    const listed = (await json('list')).clients.find((one: { id: string }) => one.id === id);
    expect(listed).toMatchObject({ plan: 'free', used_this_month: 1, disabled_at: null });

    await json('plan', id, '--plan', 'premium');
    expect((await ask(0, key).expect(201)).headers['ratelimit-policy']).toContain('q=5000000');

    const { bearer_key: fresh } = await json('rotate', id, '--overlap-hours', '1');
    await ask(0, key).expect(201);
    await ask(1, fresh).expect(201);
    // The CLI uses the real time, which has passed.
    clock.time = Date.now() + 3_600_000;
    await ask(0, key).expect(401);
    await ask(1, fresh).expect(201);

    await json('disable', id);
    expect((await ask(1, fresh).expect(401)).body.code).toBe('unauthorized');
    await json('enable', id);
    await ask(0, fresh).expect(201);
  });

  test('prints text for operators', async () => {
    const { stdout, status } = await clients('add', id, '--scope', 'request');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^Registered client bank-\S+ with plan standard \(default\): .*\nAPI key .*:\n[A-Za-z0-9_-]{43}\n$/,
    );
    expect((await clients('list')).stdout).toContain(`${id}\n`);
  });

  test('explains errors on standard error, with an exit code', async () => {
    for (const [args, expectedStatus, expected] of [
      [['remove'], 2, /^error: unknown command 'remove'/],
      [['disable', 'nobody'], 1, /^Client nobody not found\. /],
      [['add', id, '--scope', 'request', '--plan', 'gold'], 1, /^Plan gold is not configured\. /],
    ] as const) {
      const { stdout, stderr, status } = await clients(...args);
      expect([status, stdout]).toEqual([expectedStatus, '']);
      expect(stderr).toMatch(expected);
    }
    const errorWith = async (env: NodeJS.ProcessEnv) =>
      (await run(['list'], { ...QUIET, PATH: process.env.PATH, HOME: folder, ...env })).stderr;
    expect(await errorWith({ STORE_ENDPOINT: 'http://127.0.0.1:1' })).toContain('connection refused (Scan)');
    expect(await errorWith({})).toContain('Set STORE_ENDPOINT, or AWS_REGION');
    expect(await errorWith({ CLIENT_PLANS: '{"x":{"burst":1}}' })).toContain(
      'CLIENT_PLANS: expected a JSON object',
    );
    expect(await errorWith({ DEFAULT_CLIENT_PLAN: 'gold' })).toContain(
      'DEFAULT_CLIENT_PLAN: expected the name of a built-in plan',
    );
  });
});
