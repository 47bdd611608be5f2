// Other versions of Node, from the npm registry, kept for later runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DOWNLOAD_MS = 300_000;

/** The folder of the program `node` of a version. Downloads it if it is not there yet, and says so first. */
export function nodeVersion(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(tmpdir(), `zk-income-node-${version}`);
  if (!existsSync(folder)) {
    console.log(`Downloading ${name}@${version} with npm into ${folder} …`);
    // Into another folder first, so that a concurrent run never sees a partial download.
    const draft = mkdtempSync(join(tmpdir(), 'zk-income-node-'));
    try {
      const args = ['install', '--prefix', draft, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
      execFileSync('npm', [...args, `${name}@${version}`], {
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: DOWNLOAD_MS,
      });
      if (!existsSync(folder)) renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules', name, 'bin');
}
