// demo.env in a data folder: URLs, API keys and the local authority for the demo's clients, one NAME=VALUE a line, for
// shells and for this module.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text as a word of a shell command. */
export const quoted = (text) => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const unquoted = (word) => (word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word);

/** Names and values in the text of a `demo.env`. */
export function parseDemoEnvironment(text) {
  const lines = text.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf('=');
      return [line.slice(0, end), unquoted(line.slice(end + 1))];
    }),
  );
}

/** Names and values of `demo.env`; undefined if there is no such file. */
export function readDemoEnvironment(dataFolder) {
  const file = join(dataFolder, 'demo.env');
  return existsSync(file) ? parseDemoEnvironment(readFileSync(file, 'utf8')) : undefined;
}

/** The text of a `demo.env`. */
export const formatDemoEnvironment = (variables) =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');

/** Writes `demo.env` atomically, readable for this user only. */
export function writeDemoEnvironment(dataFolder, variables) {
  const file = join(dataFolder, 'demo.env');
  // An existing file would keep its mode.
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, formatDemoEnvironment(variables), { mode: 0o600, flag: 'wx' });
  renameSync(`${file}.new`, file);
}
