// Programs of the operating system.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const INSTALL_MS = 600_000;

/** The path of a program; undefined if it is not installed. */
function pathOf(name) {
  if (isAbsolute(name)) return existsSync(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * The path of the first of these programs that is installed. Otherwise installs a package of Debian that has one, as
 * root or with sudo, and says so first. Throws if that is not possible.
 */
export function systemProgram(names, aptPackage) {
  const find = () => names.map(pathOf).find((path) => path !== undefined);
  const found = find();
  if (found !== undefined) return found;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  console.log(`Installing ${aptPackage} with apt-get …`);
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', aptPackage]]) {
    const [file, ...rest] = [...sudo, 'apt-get', ...args];
    execFileSync(file, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_MS,
    });
  }
  const installed = find();
  if (installed === undefined) throw new Error(`${aptPackage} has none of ${names.join(', ')}.`);
  return installed;
}
