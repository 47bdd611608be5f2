// Programs from PyPI, each pinned and in a virtual environment of its own, which is kept for the next run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The path of the program `script` of `requirement` (`NAME[EXTRAS]==VERSION`), installed where it is not there yet.
 * Throws where it cannot be had. Run it with the `python` beside it: see `pythonCommand`.
 */
export function pythonTool(script, requirement) {
  const [name, version] = requirement.replace(/\[.*?\]/, '').split('==');
  const installed = join(tmpdir(), `zk-income-${name}-${version}`);
  const command = join(installed, 'bin', script);
  if (existsSync(command)) return command;
  // Installed elsewhere first: of two who install at once none must see half of it.
  const draft = mkdtempSync(join(tmpdir(), `zk-income-${name}-`));
  try {
    const run = (file, args) =>
      execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 420_000 });
    run('python3', ['-m', 'venv', '--copies', draft]);
    const patience = ['--retries', '1', '--timeout', '10'];
    run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '-q', ...patience, requirement]);
    if (!existsSync(installed)) renameSync(draft, installed);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return command;
}

/** File and arguments that run a program: scripts of a folder that was moved name the old place; its Python does not. */
export function pythonCommand(command, args) {
  const python = join(command, '..', 'python');
  return existsSync(python) ? [python, [command, ...args]] : [command, args];
}
