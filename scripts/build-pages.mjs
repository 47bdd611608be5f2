// Builds the web pages with Vite into dist/pages: one folder for each apps/*/vite.config*.mjs.
//
//   node scripts/build-pages.mjs [APP …]     all apps, or those that are named
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const apps = join(root, 'apps');
const wanted = process.argv.slice(2);

const isConfig = (name) => /^vite\.config.*\.mjs$/.test(name);
const configs = readdirSync(apps)
  .filter((app) => wanted.length === 0 || wanted.includes(app))
  .flatMap((app) =>
    readdirSync(join(apps, app))
      .filter(isConfig)
      .sort()
      .map((name) => join(apps, app, name)),
  );

if (configs.length > 0) {
  // Vite reads the mode from it, and Preact leaves out its checks.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  for (const configFile of configs) {
    const { default: config } = await import(pathToFileURL(configFile).href);
    await build({ ...config, configFile: false });
  }
}
