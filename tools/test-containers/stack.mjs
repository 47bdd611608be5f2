// A compose project of its own on free ports, and what becomes of it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { composeCommand } from '../../scripts/compose-command.mjs';

export const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const PATIENCE_MS = 120_000;
const ANSWER_MS = 2_000;

const children = new Set();

/** Runs a program to its end, hands on what it prints, and returns its exit code with all of it. */
export async function runProgram(command, args, env, onText = () => {}) {
  const child = spawn(command, args, { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      onText(text);
    });
  }
  const closed = once(child, 'close');
  children.add([child, closed]);
  const [code] = await closed;
  return { code, output };
}

/** Ends whatever still runs, and waits for it. */
export async function endPrograms() {
  for (const [child] of children) child.kill('SIGTERM');
  await Promise.all([...children].map(([, closed]) => closed));
}

/** What a docker command prints. */
export async function docker(...args) {
  return (await run('docker', args, { maxBuffer: 1 << 28 })).stdout.trim();
}

/** Resolves as soon as `holds` does; there is no event for what is asked here. */
export async function until(what, holds, everyMs = 20) {
  for (const deadline = Date.now() + PATIENCE_MS; !(await holds()); await wait(everyMs)) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
  }
}

/** Whether a URL is answered with success, over a connection of its own. */
export const answers = (url) =>
  new Promise((resolve) => {
    get(url, { agent: false, timeout: ANSWER_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .on('timeout', function () {
        this.destroy();
      });
  });

export async function freePorts(names) {
  const servers = await Promise.all(
    names.map(async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = Object.fromEntries(names.map((name, i) => [name, String(servers[i].address().port)]));
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

const KINDS = { container: ['ps', '--all'], network: ['network', 'ls'], volume: ['volume', 'ls'] };

export class Stack {
  static async create() {
    const ports = await freePorts(['ISSUER_PORT', 'VERIFIER_PORT', 'PROVER_PORT', 'DYNAMODB_PORT']);
    return new Stack(`zk-income-test-${process.pid}`, ports);
  }

  constructor(project, ports) {
    this.project = project;
    this.urls = {
      ISSUER_URL: `http://localhost:${ports.ISSUER_PORT}`,
      VERIFIER_URL: `http://localhost:${ports.VERIFIER_PORT}`,
      PROVER_URL: `http://localhost:${ports.PROVER_PORT}`,
      DYNAMODB_ENDPOINT: `http://127.0.0.1:${ports.DYNAMODB_PORT}`,
    };
    this.env = {
      ...process.env,
      ...ports,
      COMPOSE_PROJECT_NAME: project,
      COMPOSE_PROFILES: 'test',
      COMPOSE_FILE: ['docker-compose.yml', 'docker/compose.test.yml'].join(delimiter),
    };
  }

  /** Runs compose to its end; throws with what it printed where it fails. */
  async compose(...args) {
    const [command, ...first] = composeCommand();
    const { code, output } = await runProgram(command, [...first, ...args], this.env);
    if (code !== 0) throw new Error(`compose ${args.join(' ')} failed:\n${output.slice(-4000)}`);
    return output;
  }

  /** The ids of the containers of a service, those that do not run included. */
  async containers(service) {
    const filters = [`com.docker.compose.project=${this.project}`, `com.docker.compose.service=${service}`];
    const ids = await docker(
      'ps',
      '--all',
      '--quiet',
      ...filters.flatMap((one) => ['--filter', `label=${one}`]),
    );
    return ids === '' ? [] : ids.split('\n');
  }

  async container(service) {
    return (await this.containers(service))[0];
  }

  async untilHealthy(ids) {
    const format = ['--format', '{{.State.Health.Status}}'];
    await until('the containers are healthy', async () => {
      const states = await docker('inspect', ...format, ...ids);
      return states.split('\n').every((state) => state === 'healthy');
    });
  }

  /** Takes all of it down, and returns what is left nevertheless. */
  async down() {
    await this.compose('down', '--volumes', '--remove-orphans', '--timeout', '5');
    const label = `label=com.docker.compose.project=${this.project}`;
    const left = await Promise.all(
      Object.entries(KINDS).map(async ([kind, list]) => {
        const ids = await docker(...list, '--quiet', '--filter', label);
        return ids === '' ? [] : ids.split('\n').map((id) => `${kind} ${id}`);
      }),
    );
    return left.flat();
  }
}
