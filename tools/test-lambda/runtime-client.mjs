// AWS's runtime client, compiled once and kept for later runs: what the images have in /app/lambda.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const source = join(import.meta.dirname, '../../docker/lambda');
const SOURCES = ['package.json', 'package-lock.json', 'build.mjs', 'start.mjs'];
/** By what has to be there to compile it: the package of Debian. */
const TOOLS = { cmake: 'cmake', 'g++': 'g++', make: 'make', xz: 'xz-utils' };

const isThere = (tool) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** Installs what is missing where that is possible; says what it is where it is not. */
function ensureTools() {
  const packages = Object.entries(TOOLS).flatMap(([tool, name]) => (isThere(tool) ? [] : [name]));
  if (packages.length === 0) return;
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  if (process.getuid?.() !== 0 || !isThere('apt-get')) {
    throw new Error(
      `AWS's runtime client is compiled here, and ${packages.join(', ')} are missing. Install them: apt-get install ${packages.join(' ')}`,
    );
  }
  for (const args of [['update'], install]) {
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}

/** A folder with `start.mjs` and the client beside it, and for how long it was compiled: 0 where it was there. */
export function ensureRuntimeClient() {
  const hash = createHash('sha256').update(`${process.arch} ${process.platform}`);
  for (const name of SOURCES) hash.update(readFileSync(join(source, name)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zk-income');
  const folder = join(cache, `lambda-runtime-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return { folder, seconds: 0 };
  ensureTools();
  const started = performance.now();
  mkdirSync(cache, { recursive: true });
  // Made elsewhere first: it is there whole or not at all.
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    for (const name of SOURCES) cpSync(join(source, name), join(draft, name));
    const run = (command, args) =>
      execFileSync(command, args, { cwd: draft, stdio: ['ignore', 'ignore', 'pipe'] });
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']);
    run(process.execPath, ['build.mjs', 'aws-lambda-ric']);
    rmSync(join(draft, 'node_modules'), { recursive: true });
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  forgetOthers(cache, folder);
  return { folder, seconds: (performance.now() - started) / 1000 };
}

/** What was compiled from other sources is of no more use. */
function forgetOthers(cache, folder) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.startsWith('lambda-runtime-') && path !== folder) rmSync(path, { recursive: true, force: true });
  }
}
