// A moto server, which answers like AWS: Secrets Manager, DynamoDB, S3, ECS, Lambda and others.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '5.2.5';
const INSTALLED = join(tmpdir(), `zk-income-moto-${VERSION}`);

/**
 * The command of a moto server: the one that MOTO_SERVER names, or one from PyPI, installed in a temporary folder
 * that is kept for the next run. Throws where neither can be had.
 */
export function motoCommand() {
  if (process.env.MOTO_SERVER !== undefined) return process.env.MOTO_SERVER;
  const command = (folder) => join(folder, 'bin', 'moto_server');
  if (existsSync(command(INSTALLED))) return command(INSTALLED);
  // Installed elsewhere first: of two who install at once none must see half of it.
  const draft = mkdtempSync(join(tmpdir(), 'zk-income-moto-'));
  try {
    const run = (file, args) =>
      execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 240_000 });
    run('python3', ['-m', 'venv', '--copies', draft]);
    const package_ = `moto[server,secretsmanager]==${VERSION}`;
    const patience = ['--retries', '1', '--timeout', '10'];
    run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '-q', ...patience, package_]);
    if (!existsSync(INSTALLED)) renameSync(draft, INSTALLED);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return command(INSTALLED);
}

/** Starts a server on a port of its own choice. */
export async function startMoto(command = motoCommand()) {
  // Scripts of a folder that was moved name the old place; its Python does not.
  const python = join(command, '..', 'python');
  const [file, args] = existsSync(python) ? [python, [command]] : [command, []];
  const child = spawn(file, [...args, '-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  let said = '';
  const announced = new Promise((resolve) => {
    // It is read to the end of its life: a server whose log nobody reads stands still.
    child.stderr.on('data', (text) => {
      if (said.length < 10_000) said += text;
      const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const endpoint = await Promise.race([ended.then(() => undefined), announced]);
  if (endpoint === undefined) throw new Error('the moto server did not start');
  return {
    endpoint,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
