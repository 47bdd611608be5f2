// `npm run vectors`: installs and compiles what is missing, then checks or generates vectors. Whatever
// the preparation prints goes to standard error, so that standard output has the result alone.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const node = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });

function newest(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (time, { parentPath, path, name }) => Math.max(time, statSync(join(parentPath ?? path, name)).mtimeMs),
      0,
    );
}

node('tools/setup.mjs');
const stamp = join(root, 'dist/tools/.built');
const sources = Math.max(
  newest('tools/vectors'),
  newest('libs/crypto/src'),
  statSync(join(root, 'tsconfig.json')).mtimeMs,
);
if (!existsSync(stamp) || statSync(stamp).mtimeMs < sources) {
  node('node_modules/typescript/bin/tsc', '--project', 'tools/tsconfig.json');
  writeFileSync(stamp, '');
}

const { main } = await import(pathToFileURL(join(root, 'dist/tools/vectors/main.js')));
process.exitCode = main(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
