// Packages from npm that only one suite uses, apart from the dependencies of the project.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Installs the packages of a folder with a package.json and a package-lock.json, unless these are installed already,
 * and says so first.
 *
 * @returns the path of a program of these packages, and a function that imports one of them
 */
export function nodeTools(folder) {
  const lock = join(folder, 'package-lock.json');
  const installed = join(folder, 'node_modules/.installed-lock.json');
  if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(lock))) {
    console.log(`Installing the packages of ${folder} (npm ci) …`);
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    copyFileSync(lock, installed);
  }
  const { resolve } = createRequire(lock);
  return {
    program: (name) => join(folder, 'node_modules/.bin', name),
    load: async (name) => {
      const { default: byDefault, ...named } = await import(pathToFileURL(resolve(name)).href);
      return { ...byDefault, ...named };
    },
  };
}
