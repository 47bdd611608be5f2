// Runs before `npm start` and `npm test`, on a machine that has Node and nothing else: it may use
// only what Node ships. Installs when node_modules is missing or older than the lock file; with
// `--build` also builds what is missing or older than its sources.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const root = join(import.meta.dirname, '..');
const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `zk-income needs Node 20.19 or later; this is ${process.versions.node}. Install a newer Node and run the command again.`,
  );
  process.exit(1);
}

const run = (command, args) =>
  execFileSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });

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

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

run(process.execPath, [join(root, 'tools/build-kernel.mjs'), '--if-stale']);

if (process.argv.includes('--build')) {
  const stamp = 'dist/.built';
  if (
    modified(stamp) <
    Math.max(
      newestSource('apps', 'libs'),
      modified('package-lock.json'),
      modified('tsconfig.json'),
      modified('nest-cli.json'),
    )
  ) {
    console.log('Building …');
    run('npm', ['run', '--silent', 'build']);
  }
}
