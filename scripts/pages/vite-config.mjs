// What the builds of all pages share. An app's vite.config.mjs is:
//
//   import { pageConfig } from '../../scripts/pages/vite-config.mjs';
//   export default pageConfig(import.meta.dirname, 'wallet');
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const LIBS = ['crypto', 'credential', 'openid', 'holder', 'client', 'ui'];

/** Browsers of the last two years: they know light-dark(), :has() and dialogs. */
export const BROWSERS = ['chrome123', 'edge123', 'firefox125', 'safari17.5'];

const aliases = [
  { find: /^@zk-income\/([a-z-]+)\/styles\.css$/, replacement: join(root, 'libs/$1/src/styles.css') },
  {
    find: /^@zk-income\/holder\/worker$/,
    replacement: join(root, 'libs/holder/src/worker/index.ts'),
  },
  ...LIBS.map((lib) => ({
    find: new RegExp(`^@zk-income/${lib}$`),
    replacement: join(root, `libs/${lib}/src/index.ts`),
  })),
];

/**
 * The configuration of one page.
 *
 * @param folder the app's folder, with index.html
 * @param name the folder below dist/pages
 * @param config what differs: `build.rollupOptions.input` for several HTML files, `build.lib` for a library, `plugins`
 */
export function pageConfig(folder, name, { build = {}, ...config } = {}) {
  return {
    root: folder,
    // Relative: a page works below any path.
    base: './',
    cacheDir: join(root, 'node_modules/.vite', name),
    clearScreen: false,
    logLevel: 'warn',
    resolve: {
      alias: aliases,
      // A build of a folder under another name, see build-pages.mjs.
      preserveSymlinks: process.execArgv.includes('--preserve-symlinks'),
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    ...config,
    build: {
      outDir: join(root, 'dist/pages', name),
      emptyOutDir: true,
      target: BROWSERS,
      cssTarget: BROWSERS,
      sourcemap: false,
      reportCompressedSize: false,
      // The Content Security Policy allows files only.
      assetsInlineLimit: 0,
      // Its helper is larger than what it saves.
      modulePreload: false,
      license: { fileName: 'licenses.md' },
      ...build,
      rolldownOptions: {
        // Slow machines are no fault of a plugin.
        checks: { pluginTimings: false },
        // Modules of libs do nothing when they are loaded; those that a page does not use are left out.
        treeshake: { moduleSideEffects: [{ test: /\/libs\/[a-z-]+\/src\/.*\.tsx?$/, sideEffects: false }] },
        ...build.rolldownOptions,
        output: { comments: { legal: false }, ...build.rolldownOptions?.output },
      },
    },
  };
}
