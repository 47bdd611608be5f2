// The environment that `npm start` writes for its demo clients.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names and values of `demo.env` in a data folder; undefined where there is none. */
export function readDemoEnvironment(dataFolder) {
  const file = join(dataFolder, 'demo.env');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
