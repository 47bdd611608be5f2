import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { incomePolicy, salaryInput } from '@zk-income/credential';
import { until } from '@zk-income/service-kit/testing';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';

const root = join(import.meta.dirname, '..');

/** A process of the script behind `npm start`, by default on free ports. */
class StartProcess {
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
      // A process group, so that a failed test leaves no process behind.
      detached: true,
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (chunk) => {
        this.output += chunk;
      });
    }
    this.ready = new Promise((resolve) => {
      this.child.on('message', ({ type }: { type: string }) => type === 'ready' && resolve(type));
    });
    // `close` follows the exit of all processes that inherited the output, so no child process is left.
    this.exited = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
    processes.push(this);
  }

  /** Resolves when all services run; rejects with the output if the process exits before. */
  async waitUntilReady(): Promise<void> {
    const exited = this.exited.then(() => 'exited');
    if ((await Promise.race([exited, this.ready])) === 'exited') throw new Error(this.output);
  }

  countChildren(): number {
    const { stdout } = spawnSync('pgrep', ['-P', String(this.child.pid)], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line !== '').length;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Kills this process and all that it has started. */
  killAll(): void {
    try {
      process.kill(-this.child.pid!, 'SIGKILL');
    } catch {
      // None is left.
    }
  }
}

const SET_BY_SHELL = ['PWD', 'OLDPWD', 'SHLVL', '_'];

let processes: StartProcess[];
let folder: string;

/** `demo.env` as a shell reads it. */
const readDemoEnv = (): Record<string, string> => {
  const script = 'env -i sh -c \'set -a; . "$0"; env\' "$0"';
  const { stdout } = spawnSync('sh', ['-c', script, join(folder, 'demo.env')], { encoding: 'utf8' });
  const variables = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(variables.filter(([name]) => !SET_BY_SHELL.includes(name!)));
};

/** The status and body of a GET over TLS, by clients that trust one authority only. */
async function getOverTls(url: string, authority: string) {
  const [response] = await once(get(url, { ca: authority }), 'response');
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}

const call = async (url: string, body?: object, key?: string) => {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { authorization: `Bearer ${key}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const content = await response.text();
  return { status: response.status, body: content === '' ? undefined : JSON.parse(content) };
};

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts/setup.mjs'), '--build'], {
    cwd: root,
    stdio: 'ignore',
  });
});

beforeEach(() => {
  processes = [];
  folder = mkdtempSync(join(tmpdir(), "zk-income's start-"));
});

afterEach(async () => {
  for (const process of processes) process.kill('SIGTERM');
  await Promise.all(processes.map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

test('a service refuses to start on a runtime without WebAssembly', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--jitless', join(root, 'dist/apps/prover/src/main.js')],
    { env: { ...process.env, PROVER_ENABLED: 'true', PORT: '0' }, encoding: 'utf8' },
  );
  expect(stderr).toContain('ALLOW_FALLBACK_BACKEND=true');
  expect(status).toBe(1);
});

test('starts all services, keeps data and keys across a restart, and leaves no process running', async () => {
  const first = new StartProcess(folder);
  await first.waitUntilReady();
  const before = readDemoEnv();
  const names = [
    'ISSUER_URL',
    'VERIFIER_URL',
    'PROVER_URL',
    'FULL_ISSUER_URL',
    'ISSUER_HTTPS_URL',
    'VERIFIER_HTTPS_URL',
    'FULL_ISSUER_HTTPS_URL',
    'PORTAL_URL',
    'WALLET_URL',
    'ISSUER_API_KEY',
    'ISSUER_API_KEY_2',
    'VERIFIER_API_KEY',
    'CA_FILE',
    'STORE_ENDPOINT',
  ];
  expect(Object.keys(before).sort()).toEqual(names.sort());
  expect(statSync(join(folder, 'demo.env')).mode & 0o777).toBe(0o600);
  for (const name of ['ISSUER_URL', 'VERIFIER_URL', 'PROVER_URL', 'FULL_ISSUER_URL']) {
    expect(await call(`${before[name]}/health/ready`)).toMatchObject({
      status: 200,
      body: { proof_backend: 'wasm-simd' },
    });
    expect(first.output).toContain(`${before[name]}/docs`);
  }
  const authority = readFileSync(before.CA_FILE!, 'utf8');
  for (const name of ['ISSUER', 'VERIFIER', 'FULL_ISSUER']) {
    const path = '/health/ready';
    const overTls = await getOverTls(`${before[`${name}_HTTPS_URL`]}${path}`, authority);
    expect(overTls).toEqual(await call(`${before[`${name}_URL`]}${path}`));
    expect(overTls.body).toMatchObject({ signing_certificate: 'valid' });
  }

  const { publicJwk, privateJwk } = generateHolderKey();
  const issued = await call(`${before.ISSUER_URL}/issue`, salaryInput([publicJwk]), before.ISSUER_API_KEY);
  const created = await call(
    `${before.VERIFIER_URL}/requests`,
    { policy: incomePolicy() },
    before.VERIFIER_API_KEY,
  );
  expect([issued.status, created.status]).toEqual([201, 201]);
  expect(created.body.audience).toBe(`redirect_uri:${before.VERIFIER_HTTPS_URL}/verify`);
  const credentials = { salary: { credential: issued.body.credentials[0], holder_key: privateJwk } };
  const proved = await call(`${before.PROVER_URL}/prove`, { request: created.body, credentials });
  const verdict = await call(`${before.VERIFIER_URL}/verify`, {
    request_id: created.body.id,
    ...proved.body,
  });
  expect(verdict.body).toMatchObject({ verified: true });
  const keys = await call(`${before.ISSUER_URL}/.well-known/jwks.json`);

  first.kill('SIGINT');
  expect(await first.exited).toBe(0);
  await expect(fetch(before.ISSUER_URL!)).rejects.toThrow();

  const second = new StartProcess(folder);
  await second.waitUntilReady();
  const after = readDemoEnv();
  for (const name of ['ISSUER_API_KEY', 'ISSUER_API_KEY_2', 'VERIFIER_API_KEY']) {
    expect(after[name]).toBe(before[name]);
  }
  expect(await call(`${after.ISSUER_URL}/.well-known/jwks.json`)).toEqual(keys);
  expect(readFileSync(after.CA_FILE!, 'utf8')).toBe(authority);
  const view = await call(
    `${after.VERIFIER_URL}/requests/${created.body.id}`,
    undefined,
    after.VERIFIER_API_KEY,
  );
  expect(view.body).toMatchObject({ state: 'answered', verdict: { verified: true } });

  const concurrent = new StartProcess(folder);
  expect(await concurrent.exited).toBe(1);
  expect(concurrent.output).toMatch(
    /in use by another process. Stop that process, or set DATA_DIR to another folder/,
  );
  expect(readDemoEnv()).toEqual(after);

  second.kill('SIGTERM');
  expect(await second.exited).toBe(0);
});

test('stops all child processes when it is killed', async () => {
  const killed = new StartProcess(folder);
  await killed.waitUntilReady();
  const { ISSUER_URL } = readDemoEnv();
  killed.kill('SIGKILL');
  await killed.exited;
  await expect(fetch(ISSUER_URL!)).rejects.toThrow();
});

// Samples of the start-up: the script alone, with the store, and with the services that load their modules.
test.each([
  [0, 0],
  [1, 0],
  [1, 200],
  [4, 0],
  [4, 300],
])(
  'leaves no process behind when it is killed with %i child processes, %i ms later',
  async (children, ms) => {
    const killed = new StartProcess(folder);
    await until(() => killed.countChildren() >= children);
    await wait(ms);
    killed.kill('SIGKILL');
    // Resolves when the last process that inherited the output has exited.
    const end = await Promise.race([killed.exited, wait(15_000, 'left', { ref: false })]);
    killed.killAll();
    expect(end).not.toBe('left');
  },
);

describe('exits with 1 and explains the error', () => {
  async function failedStart(env: Record<string, string> = {}): Promise<string> {
    const failed = new StartProcess(folder, env);
    expect(await failed.exited).toBe(1);
    expect(failed.output).not.toMatch(/\n\s+at /);
    return failed.output;
  }

  test('if ports are in use, invalid or configured twice', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const port = String((server.address() as AddressInfo).port);
    const output = await failedStart({ ISSUER_PORT: port, VERIFIER_PORT: port, PROVER_PORT: 'http' });
    await new Promise((closed) => server.close(closed));
    expect(output).toContain(`Port ${port} is in use`);
    expect(output).toContain('set ISSUER_PORT to another port');
    expect(output).toContain(`VERIFIER_PORT: port ${port} is configured twice`);
    expect(output).toContain('PROVER_PORT: expected a port from 0 to 65535');
    expect(existsSync(join(folder, 'store'))).toBe(false);
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('if the data folder cannot be created, also where mkdir never returns', async () => {
    expect(await failedStart({ DATA_DIR: '/proc/data' })).toMatch(
      /data folder \/proc\/data.*set DATA_DIR to another/,
    );
  });

  test('if a signing key is corrupt', async () => {
    const { privateJwk } = generateHolderKey();
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'keys', 'issuer.jwk.json'), JSON.stringify(privateJwk).slice(0, 40));
    expect(await failedStart()).toMatch(/issuer\.jwk\.json is corrupt: .*Restore it/s);
  });

  test('if an API key in demo.env is corrupt', async () => {
    writeFileSync(join(folder, 'demo.env'), 'ISSUER_API_KEY=short\n');
    expect(await failedStart()).toMatch(/demo\.env is corrupt: ISSUER_API_KEY is not an API key/);
  });

  test('if a service is misconfigured', async () => {
    expect(await failedStart({ CORS_ORIGINS: 'everybody' })).toMatch(
      /CORS_ORIGINS: expected comma-separated origins/,
    );
  });
});
