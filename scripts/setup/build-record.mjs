// Whether the build is up to date: compares the contents of sources and output with those after the last build. Dates
// say nothing about a build that was interrupted, or about files that were restored, copied or deleted.
//
//   node scripts/setup/build-record.mjs     records the sources and the output after a build
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SOURCES = [
  'apps',
  'libs',
  'scripts/build-pages.mjs',
  'scripts/pages',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];
const OUTPUT = [
  'dist/apps',
  'dist/libs',
  ...['crypto', 'credential', 'openid', 'holder', 'client'].map((lib) => `libs/${lib}/dist`),
  'dist/pages',
];
/** Folders that hold no sources of the build, and files that the build does not read. */
const OTHER_FOLDERS = new Set(['node_modules', 'dist', 'build', 'testing', 'vectors']);
const isOtherFile = (name) => /\.(spec\.ts|md)$/.test(name);

function* filesIn(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const file = join(path, entry.name);
    if (entry.isDirectory()) yield* filesIn(file);
    else yield file;
  }
}

function* sourcesIn(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const file = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!OTHER_FOLDERS.has(entry.name)) yield* sourcesIn(file);
    } else if (!isOtherFile(entry.name)) yield file;
  }
}

function digestOf(root, paths, list) {
  const hash = createHash('sha256');
  for (const path of paths.map((name) => join(root, name))) {
    if (!existsSync(path)) continue;
    const files = /\.(json|mjs)$/.test(path) ? [path] : [...list(path)].sort();
    for (const file of files) {
      const content = readFileSync(file);
      hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

const recordOf = (root) => join(root, 'dist/.built');
const stateOf = (root) => `${digestOf(root, SOURCES, sourcesIn)} ${digestOf(root, OUTPUT, filesIn)}\n`;

/** Whether the output is what the last build has written, and the sources are those that it read. */
export const isBuilt = (root) =>
  existsSync(recordOf(root)) && readFileSync(recordOf(root), 'utf8') === stateOf(root);

/** Records the present sources and output, as those of a build that has just finished. */
export function recordBuild(root) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(recordOf(root), stateOf(root));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename)
  recordBuild(join(import.meta.dirname, '../..'));
