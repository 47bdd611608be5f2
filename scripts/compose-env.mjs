// `npm run --silent compose:env`: prints the URLs and API keys of the demo clients of the running Compose services, in
// the format of .data/demo.env.
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
// Compose reports each container that it creates, which matters only after a failure.
if (status !== 0) process.stderr.write(stderr);
process.exitCode = status ?? 1;
