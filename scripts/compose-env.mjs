// `npm run --silent compose:env`: prints the URLs, the API keys and the authority of the demo clients of the running Compose
// services, in the format of .data/demo.env. Stores the authority's certificate in the data folder.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { composeCommand } from './compose-command.mjs';
import { formatDemoEnvironment } from './start/demo-environment.mjs';
import { dataFolderOf } from './start/service-environment.mjs';

const root = join(import.meta.dirname, '..');

function print({ variables, authority }) {
  const folder = resolve(dataFolderOf(process.env, join(root, '.data')));
  const CA_FILE = join(folder, 'compose-ca.pem');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(CA_FILE, authority);
  process.stdout.write(formatDemoEnvironment({ ...variables, CA_FILE }));
}

const [command, ...args] = composeCommand();
const { status, stdout, stderr } = spawnSync(
  command,
  [...args, 'run', '--rm', '--no-deps', '-T', 'tables', 'docker/demo-env.mjs'],
  { cwd: root, encoding: 'utf8' },
);
if (status === 0) print(JSON.parse(stdout));
// Compose reports each container that it creates, which matters only after a failure.
else process.stderr.write(`${stdout}${stderr}`);
process.exitCode = status ?? 1;
