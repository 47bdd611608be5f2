// `npm run --silent compose:env`: URLs and keys for the demo clients of the services that docker-compose runs, in
// the same lines as .data/demo.env.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { composeCommand } from './compose-command.mjs';

const [command, ...args] = composeCommand();
const { status, stdout, stderr } = spawnSync(
  command,
  [...args, 'run', '--rm', '--no-deps', '-T', 'tables', 'docker/demo-env.mjs'],
  { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' },
);
process.stdout.write(stdout);
// Compose tells about each container that it makes; that is of interest only where something went wrong.
if (status !== 0) process.stderr.write(stderr);
process.exitCode = status ?? 1;
