// Prepares the repository for the other commands, on a machine that has Node and nothing else: uses only what Node
// ships. Installs if node_modules is missing or older than the lock file, and compiles the kernel if it is stale.
//
//   node scripts/setup.mjs [--build] [--bench]
//
//   --build   also builds what is missing or older than its sources
//   --bench   also installs the packages of bench/
//
// Everything it prints goes to standard error, so that the command after it has standard output for itself.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const root = join(import.meta.dirname, '..');
const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

const run = (command, args) =>
  execFileSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
  });

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `zk-income needs Node 20.19 or later; this is ${process.versions.node}. Install a newer Node and run the command again.`,
  );
  process.exit(1);
}

function newestSource(...folders) {
  let newest = 0;
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !(entry.parentPath ?? entry.path).includes(`${sep}dist`))
        newest = Math.max(newest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
    }
  }
  return newest;
}

function install(folder) {
  if (modified(`${folder}node_modules/.package-lock.json`) >= modified(`${folder}package-lock.json`)) return;
  console.error(`Installing the packages of ${folder || 'the repository'} (npm ci) …`);
  run('npm', ['ci', '--no-audit', '--no-fund', ...(folder ? ['--prefix', folder] : [])]);
}

function isBuildStale() {
  const configuration = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
  return modified('dist/.built') < Math.max(newestSource('apps', 'libs'), ...configuration.map(modified));
}

export function setUp({ build = false, bench = false } = {}) {
  requireNode();
  install('');
  if (bench) install('bench/');
  run(process.execPath, [join(root, 'scripts/build-kernel.mjs'), '--if-stale']);
  if (build && isBuildStale()) {
    console.error('Building …');
    run('npm', ['run', '--silent', 'build']);
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename)
  setUp({ build: process.argv.includes('--build'), bench: process.argv.includes('--bench') });
