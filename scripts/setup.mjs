// Prepares the repository for the other commands, on a machine that has Node and nothing else: uses only what Node
// ships. Installs the packages if node_modules does not hold what the lock file lists, and compiles the kernel if it is
// stale.
//
//   node scripts/setup.mjs [--build] [--bench]
//
//   --build   also builds, if the sources or the output differ from those of the last build
//   --bench   also installs the packages of bench/
//
// Everything it prints goes to standard error, so that the command after it has standard output for itself.
import './check-node.cjs';
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt } from './setup/build-record.mjs';
import { arePackagesInstalled, INSTALL_ARGUMENTS } from './setup/packages.mjs';

const root = join(import.meta.dirname, '..');

/** Runs a command; ends this process if it fails. */
function run(title, command, args, cwd = root) {
  try {
    execFileSync(command, args, { cwd, stdio: ['inherit', 2, 2], shell: process.platform === 'win32' });
  } catch (error) {
    const how = error.code ?? (error.signal ? `signal ${error.signal}` : `exit code ${error.status}`);
    console.error(
      error.code === 'ENOENT'
        ? `${title} needs ${command}, which is not in PATH. Install it (npm comes with Node) and run the command again.`
        : `${title} failed (${how}). Its output is above. Correct the cause and run the command again.`,
    );
    process.exit(1);
  }
}

function install(folder) {
  if (arePackagesInstalled(folder)) return;
  console.error(`Installing the packages of ${folder === root ? 'the repository' : 'bench'} (npm ci) …`);
  run('The installation', 'npm', [...INSTALL_ARGUMENTS, '--prefix', folder], folder);
}

export function setUp({ build = false, bench = false } = {}) {
  install(root);
  if (bench) install(join(root, 'bench'));
  run('The build of the kernel', process.execPath, [join(root, 'scripts/build-kernel.mjs'), '--if-stale']);
  if (build && !isBuilt(root)) {
    console.error('Building …');
    run('The build', 'npm', ['run', '--silent', 'build']);
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename)
  setUp({ build: process.argv.includes('--build'), bench: process.argv.includes('--bench') });
