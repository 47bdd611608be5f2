// Packages from npm that only one suite uses, apart from the dependencies of the project.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ATTEMPTS = 4;
/** Twenty times what an installation takes. A registry that does not answer is asked again sooner than npm would. */
const ATTEMPT_MS = 180_000;

/**
 * Installs the packages of a folder with a package.json and a package-lock.json, unless these are installed already,
 * and says so first.
 *
 * @returns the path of a program of these packages, and a function that imports one of them
 */
export function nodeTools(folder) {
  const lock = join(folder, 'package-lock.json');
  if (!isInstalled(folder)) {
    console.log(`Installing the packages of ${folder} (npm ci) …`);
    install(folder);
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

function isInstalled(folder) {
  const installed = join(folder, 'node_modules/.installed-lock.json');
  const lock = join(folder, 'package-lock.json');
  return existsSync(installed) && readFileSync(installed).equals(readFileSync(lock));
}

function install(folder) {
  // Into another folder first: two files of a suite run at the same time, and must not see half of an installation.
  const draft = mkdtempSync(join(folder, 'node_modules-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(folder, file), join(draft, file));
    installPackages(draft);
    copyFileSync(join(folder, 'package-lock.json'), join(draft, 'node_modules/.installed-lock.json'));
    const installed = join(folder, 'node_modules');
    if (!isInstalled(folder)) rmSync(installed, { recursive: true, force: true });
    if (!existsSync(installed)) renameSync(join(draft, 'node_modules'), installed);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** With packages of npm's cache where it has them, and again if the registry fails or does not answer. */
function installPackages(folder) {
  for (let attempt = 1; ; attempt++) {
    try {
      return execFileSync(
        'npm',
        [
          ...['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--include=dev'],
          ...['--fetch-timeout=30000', '--fetch-retries=3', '--fetch-retry-maxtimeout=10000'],
        ],
        {
          cwd: folder,
          stdio: ['ignore', 'ignore', 'inherit'],
          shell: process.platform === 'win32',
          timeout: ATTEMPT_MS,
          killSignal: 'SIGKILL',
        },
      );
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
