import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pageConfig } from '../../scripts/pages/vite-config.mjs';

const source = join(import.meta.dirname, 'src/service-worker.js');
const publicFolder = join(import.meta.dirname, 'public');

/** Writes the service worker with the list of all files, and a version that changes with any of them. */
const serviceWorker = {
  name: 'service-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const hash = createHash('sha256');
      const files = ['./'];
      for (const name of readdirSync(publicFolder).sort()) {
        hash.update(readFileSync(join(publicFolder, name)));
        files.push(`./${name}`);
      }
      for (const [name, item] of Object.entries(bundle)) {
        if (name.endsWith('.md')) continue;
        hash.update(`${name}\0`).update(item.code ?? item.source);
        files.push(`./${name}`);
      }
      const code = readFileSync(source, 'utf8')
        .replace('/* FILES */ []', JSON.stringify(files))
        .replace("/* VERSION */ ''", `'${hash.digest('hex').slice(0, 16)}'`);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  },
};

/** What a phone fetches before the wallet is open: the page, its styles, its code, and the engine. */
const FIRST_LOAD_KIB = 150;

/** Prints the size of the first load, and fails the build above the budget. */
const firstLoad = {
  name: 'first-load',
  apply: 'build',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
    const needed = new Set(chunks.filter(({ isEntry, name }) => isEntry || name === 'engine'));
    for (const { imports } of needed) for (const name of imports) needed.add(bundle[name]);
    const styles = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'));
    const html = readFileSync(join(import.meta.dirname, 'index.html'));
    const sizes = [html, ...[...needed, ...styles].map(({ code, source }) => code ?? source)].map(
      (content) => gzipSync(content, { level: 9 }).length,
    );
    const kibibytes = sizes.reduce((sum, size) => sum + size, 0) / 1024;
    console.log(`Wallet: first load ${kibibytes.toFixed(1)} of ${FIRST_LOAD_KIB} KiB (gzip).`);
    if (kibibytes > FIRST_LOAD_KIB) this.error('The first load of the wallet is larger than its budget.');
  },
};

export default pageConfig(import.meta.dirname, 'wallet', { plugins: [serviceWorker, firstLoad] });
