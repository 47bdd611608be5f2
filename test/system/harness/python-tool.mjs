// Programs from PyPI, each pinned and in a virtual environment that is kept for later runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The path of the program `script` of `requirement` (`NAME[EXTRAS]==VERSION`). Installs it if it is not there yet, and
 * says so first. Throws if it cannot be installed. To run it, see `pythonCommand`.
 */
export function pythonTool(script, requirement) {
  const [name, version] = requirement.replace(/\[.*?\]/, '').split('==');
  const installed = join(tmpdir(), `zk-income-${name}-${version}`);
  const command = join(installed, 'bin', script);
  if (existsSync(command)) return command;
  console.log(`Installing ${requirement} from PyPI into ${installed} …`);
  // Into another folder first, so that two concurrent installations do not see half of each other.
  const draft = mkdtempSync(join(tmpdir(), `zk-income-${name}-`));
  try {
    const run = (file, args) =>
      execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 420_000 });
    run('python3', ['-m', 'venv', '--copies', draft]);
    const retries = ['--retries', '1', '--timeout', '10'];
    run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '-q', ...retries, requirement]);
    if (!existsSync(installed)) renameSync(draft, installed);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return command;
}

/**
 * The file and arguments that run a Python program. Its own first line names the folder that it was installed into
 * before that was renamed; the interpreter beside it is right.
 */
export function pythonCommand(command, args) {
  const python = join(command, '..', 'python');
  return existsSync(python) ? [python, [command, ...args]] : [command, args];
}
