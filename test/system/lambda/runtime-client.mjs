// AWS's runtime client, compiled once and kept for later runs: the same as in /app/lambda of the images.
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
import { root } from '../harness/processes.mjs';

const source = join(root, 'docker/lambda');
const SOURCES = ['package.json', 'package-lock.json', 'build.mjs', 'start.mjs'];
/** Above what a compilation takes. */
const INSTALL_MS = 600_000;

/** Programs that compile it, with their Debian packages. */
const TOOLS = { cmake: 'cmake', 'g++': 'g++', make: 'make', xz: 'xz-utils' };

const isInstalled = (tool) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** Installs missing Debian packages as root, after saying so; otherwise throws with their names. */
function ensureTools() {
  const packages = Object.entries(TOOLS).flatMap(([tool, name]) => (isInstalled(tool) ? [] : [name]));
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0 || !isInstalled('apt-get')) {
    throw new Error(
      `Compiling AWS's runtime client needs ${packages.join(', ')}. Install them: apt-get install ${packages.join(' ')}`,
    );
  }
  console.log(
    `Installing the system packages ${packages.join(' ')} (apt-get), to compile AWS's runtime client …`,
  );
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_MS,
    });
  }
}

/** The folder of `start.mjs` and the client, which is compiled if necessary. */
export function ensureRuntimeClient() {
  const hash = createHash('sha256').update(`${process.arch} ${process.platform}`);
  for (const name of SOURCES) hash.update(readFileSync(join(source, name)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zk-income');
  const folder = join(cache, `lambda-runtime-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  ensureTools();
  console.log(`Compiling AWS's runtime client into ${folder}, which takes about a minute …`);
  mkdirSync(cache, { recursive: true });
  // In another folder first, so that an interrupted compilation leaves nothing that looks complete.
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    for (const name of SOURCES) cpSync(join(source, name), join(draft, name));
    const run = (command, args) =>
      execFileSync(command, args, { cwd: draft, stdio: ['ignore', 'ignore', 'pipe'], timeout: INSTALL_MS });
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']);
    run(process.execPath, ['build.mjs', 'aws-lambda-ric']);
    rmSync(join(draft, 'node_modules'), { recursive: true });
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  removeOthers(cache, folder);
  return folder;
}

/** Removes clients that were compiled from other sources. */
function removeOthers(cache, folder) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.startsWith('lambda-runtime-') && path !== folder) rmSync(path, { recursive: true, force: true });
  }
}
