// demo.env in a data folder: URLs and API keys for the demo's clients, one NAME=VALUE a line.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names and values in the text of a `demo.env`. */
export function parseDemoEnvironment(text) {
  const lines = text.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Names and values of `demo.env`; undefined if there is no such file. */
export function readDemoEnvironment(dataFolder) {
  const file = join(dataFolder, 'demo.env');
  return existsSync(file) ? parseDemoEnvironment(readFileSync(file, 'utf8')) : undefined;
}

/** Writes `demo.env` atomically, readable for this user only. */
export function writeDemoEnvironment(dataFolder, variables) {
  const file = join(dataFolder, 'demo.env');
  const text = Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
  // An existing file would keep its mode.
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flag: 'wx' });
  renameSync(`${file}.new`, file);
}
