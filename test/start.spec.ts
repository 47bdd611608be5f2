import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { incomePolicy, issueBody, makeHolderKey } from './testing/services.js';

const root = join(import.meta.dirname, '..');

jest.setTimeout(300_000);

/** One run of `npm start`'s script, on free ports unless told otherwise. */
class Start {
  output = '';
  readonly exited: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly ready: Promise<string>;

  constructor(folder: string, env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
      env: {
        ...process.env,
        DATA_DIR: folder,
        ISSUER_PORT: '0',
        VERIFIER_PORT: '0',
        PROVER_PORT: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (chunk) => {
        this.output += chunk;
      });
    }
    this.ready = new Promise((resolve) => {
      this.child.on('message', ({ type }: { type: string }) => type === 'ready' && resolve(type));
    });
    // Also the end of every process that inherited its output: none is left when this resolves.
    this.exited = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
    runs.push(this);
  }

  /** Resolves when everything runs; rejects with the output if it ends before. */
  async up(): Promise<void> {
    const ended = this.exited.then(() => 'ended');
    if ((await Promise.race([ended, this.ready])) === 'ended') throw new Error(this.output);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

let runs: Start[];
let folder: string;

const environment = (): Record<string, string> =>
  Object.fromEntries(
    readFileSync(join(folder, 'demo.env'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );

const call = async (url: string, body?: object, key?: string) => {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { authorization: `Bearer ${key}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts/setup.mjs'), '--build'], {
    cwd: root,
    stdio: 'ignore',
  });
});

beforeEach(() => {
  runs = [];
  folder = mkdtempSync(join(tmpdir(), 'zk-income-start-'));
});

afterEach(async () => {
  for (const run of runs) run.kill('SIGTERM');
  await Promise.all(runs.map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

test('starts everything, keeps data and keys over a restart, and leaves nothing running', async () => {
  const first = new Start(folder);
  await first.up();
  const before = environment();
  expect(Object.keys(before)).toEqual([
    'ISSUER_URL',
    'VERIFIER_URL',
    'PROVER_URL',
    'ISSUER_API_KEY',
    'ISSUER_API_KEY_2',
    'VERIFIER_API_KEY',
    'STORE_ENDPOINT',
  ]);
  expect(statSync(join(folder, 'demo.env')).mode & 0o777).toBe(0o600);
  for (const name of ['ISSUER_URL', 'VERIFIER_URL', 'PROVER_URL']) {
    expect(await call(`${before[name]}/health/ready`)).toMatchObject({ status: 200 });
    expect(first.output).toContain(`${before[name]}/docs`);
  }

  const { publicJwk, privateJwk } = makeHolderKey();
  const issued = await call(`${before.ISSUER_URL}/issue`, issueBody([publicJwk]), before.ISSUER_API_KEY);
  const asked = await call(
    `${before.VERIFIER_URL}/requests`,
    { policy: incomePolicy() },
    before.VERIFIER_API_KEY,
  );
  expect([issued.status, asked.status]).toEqual([201, 201]);
  const held = { salary: { credential: issued.body.credentials[0], holder_key: privateJwk } };
  const proved = await call(`${before.PROVER_URL}/prove`, { request: asked.body, credentials: held });
  const verdict = await call(`${before.VERIFIER_URL}/verify`, { request_id: asked.body.id, ...proved.body });
  expect(verdict.body).toMatchObject({ verified: true });
  const keys = await call(`${before.ISSUER_URL}/.well-known/jwks.json`);

  first.kill('SIGINT');
  expect(await first.exited).toBe(0);
  await expect(fetch(before.ISSUER_URL!)).rejects.toThrow();

  const second = new Start(folder);
  await second.up();
  const after = environment();
  for (const name of ['ISSUER_API_KEY', 'ISSUER_API_KEY_2', 'VERIFIER_API_KEY']) {
    expect(after[name]).toBe(before[name]);
  }
  expect(await call(`${after.ISSUER_URL}/.well-known/jwks.json`)).toEqual(keys);
  const view = await call(
    `${after.VERIFIER_URL}/requests/${asked.body.id}`,
    undefined,
    after.VERIFIER_API_KEY,
  );
  expect(view.body).toMatchObject({ state: 'answered', verdict: { verified: true } });

  const intruder = new Start(folder);
  expect(await intruder.exited).toBe(1);
  expect(intruder.output).toMatch(/in use by another process. Stop that process, or choose another folder/);
  expect(environment()).toEqual(after);

  second.kill('SIGTERM');
  expect(await second.exited).toBe(0);
});

test('ends altogether when it is killed', async () => {
  const run = new Start(folder);
  await run.up();
  const { ISSUER_URL } = environment();
  run.kill('SIGKILL');
  // Waits for every process that inherited the output.
  await run.exited;
  await expect(fetch(ISSUER_URL!)).rejects.toThrow();
});

describe('says what is wrong and what to do, and ends with 1', () => {
  async function failure(env: Record<string, string> = {}): Promise<string> {
    const run = new Start(folder, env);
    expect(await run.exited).toBe(1);
    expect(run.output).not.toMatch(/\n\s+at /);
    return run.output;
  }

  test('where ports are taken, wrong or given twice', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const port = String((server.address() as AddressInfo).port);
    const said = await failure({ ISSUER_PORT: port, VERIFIER_PORT: port, PROVER_PORT: 'http' });
    await new Promise((closed) => server.close(closed));
    expect(said).toContain(`Port ${port} is in use`);
    expect(said).toContain('set ISSUER_PORT to another port');
    expect(said).toContain(`VERIFIER_PORT: port ${port} is configured twice`);
    expect(said).toContain('PROVER_PORT: expected a port from 0 to 65535');
    expect(existsSync(join(folder, 'store'))).toBe(false);
  });

  test('where a key is damaged, and then where the demo’s keys are', async () => {
    const run = new Start(folder);
    await run.up();
    run.kill('SIGTERM');
    expect(await run.exited).toBe(0);

    const file = join(folder, 'keys', 'issuer.jwk.json');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, 40));
    expect(await failure()).toMatch(/issuer\.jwk\.json is damaged: .*Restore it/s);
    writeFileSync(file, whole);

    writeFileSync(join(folder, 'demo.env'), 'ISSUER_API_KEY=short\n');
    expect(await failure()).toMatch(/demo\.env is damaged: ISSUER_API_KEY is not an API key/);
  });

  test('where a service is misconfigured', async () => {
    expect(await failure({ CORS_ORIGINS: 'everybody' })).toMatch(
      /CORS_ORIGINS: expected comma-separated origins/,
    );
  });
});
