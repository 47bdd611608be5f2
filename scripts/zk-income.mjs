// Runs the command `zk-income` from a checkout: builds what is missing first, with the output of the build on standard
// error, so that standard output carries only the result of the command.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const setup = ['scripts', 'tools']
  .map((folder) => join(import.meta.dirname, '..', folder, 'setup.mjs'))
  .find((file) => existsSync(file));
execFileSync(process.execPath, [setup, '--build'], { stdio: ['ignore', 2, 2] });
await import('../dist/apps/cli/src/main.js');
