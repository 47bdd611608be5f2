// Builds the web pages with Vite into dist/pages: one folder for each apps/*/vite.config*.mjs.
//
//   node scripts/build-pages.mjs [APP …]     all apps, or those that are named
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const apps = join(root, 'apps');
const wanted = process.argv.slice(2);

const isConfig = (name) => /^vite\.config.*\.mjs$/.test(name);

const configs = () =>
  readdirSync(apps)
    .filter((app) => wanted.length === 0 || wanted.includes(app))
    .flatMap((app) =>
      readdirSync(join(apps, app))
        .filter(isConfig)
        .sort()
        .map((name) => join(apps, app, name)),
    );

async function build() {
  const files = configs();
  if (files.length === 0) return;
  // Vite reads the mode from it, and Preact leaves out its checks.
  process.env.NODE_ENV = 'production';
  const vite = await import('vite');
  for (const file of files) {
    const { default: config } = await import(pathToFileURL(file).href);
    await vite.build({ ...config, configFile: false });
  }
}

/** Vite takes `#` and `?` in a path for the start of a query: it gets the folder under another name. */
function buildUnderAnotherName() {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-pages-'));
  try {
    const link = join(folder, 'root');
    symlinkSync(root, link, 'junction');
    const options = ['--preserve-symlinks', '--preserve-symlinks-main'];
    const args = [...options, join(link, 'scripts/build-pages.mjs'), ...wanted];
    execFileSync(process.execPath, args, { stdio: 'inherit', cwd: link });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (/[#?]/.test(root)) buildUnderAnotherName();
else await build();
