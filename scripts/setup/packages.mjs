// Whether node_modules holds what the lock file lists: compares contents, because dates say nothing about an
// installation that was interrupted, made without development packages, or copied from another machine.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** `glibc` or `musl` on Linux, which packages with native code distinguish; undefined elsewhere. */
function libc() {
  if (process.platform !== 'linux') return undefined;
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** Whether a list of package.json (`os`, `cpu`, `libc`) allows a value: all are listed, or some are excluded by `!`. */
function permits(list, value) {
  if (list === undefined || value === undefined) return true;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((item) => item.startsWith('!'));
}

const isInstalled = (folder, path, { version, link }) => {
  const file = join(folder, path, 'package.json');
  // Reading all of them takes a tenth of a second, and finds packages that are half deleted or replaced.
  return existsSync(file) && (link === true || readJson(file).version === version);
};

/**
 * Whether the packages of a folder are installed as its lock file lists them, for this platform.
 *
 * npm writes `node_modules/.package-lock.json` last: it lists what an installation has finished.
 */
export function arePackagesInstalled(folder) {
  const record = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  try {
    const { packages: installed } = readJson(record);
    const wanted = Object.entries(readJson(join(folder, 'package-lock.json')).packages);
    const listed = wanted.filter(
      ([path]) => path.startsWith('node_modules/') || path.includes('/node_modules/'),
    );
    const isSame = (path, { version, integrity, link, resolved }) =>
      installed[path] !== undefined &&
      installed[path].version === version &&
      installed[path].integrity === integrity &&
      (link !== true || installed[path].resolved === resolved);
    const system = libc();
    const isForThisPlatform = (entry) =>
      permits(entry.os, process.platform) && permits(entry.cpu, process.arch) && permits(entry.libc, system);
    const present = listed.filter(([path]) => installed[path] !== undefined);
    return (
      listed.every(([path, entry]) => entry.optional === true || isSame(path, entry)) &&
      present.every(([path, entry]) => isSame(path, entry) && isForThisPlatform(entry)) &&
      // npm leaves optional packages out if it is told to, and if it cannot install them.
      present.some(([, entry]) => entry.optional === true) ===
        listed.some(([, entry]) => entry.optional === true) &&
      present.every(([path, entry]) => isInstalled(folder, path, entry))
    );
  } catch (error) {
    // The record, or a package.json, is not JSON: a disk was full or a process was killed.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * The arguments with which npm installs what the lock file lists, whatever the user's configuration and environment say
 * (NODE_ENV=production and omit=dev leave out development packages; global and dry-run install nothing here).
 */
export const INSTALL_ARGUMENTS = [
  'ci',
  ...['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`),
  '--ignore-scripts',
  '--no-global',
  '--no-dry-run',
  '--no-audit',
  '--no-fund',
  // Warnings are about packages of packages, and nothing that the reader could change.
  '--loglevel=error',
];
