// Does what README's walk with curl says, as printed, against running services, and compares what comes out with
// what README shows: `node tools/check-readme.mjs DATA_FOLDER`. Random text, times and addresses may differ.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [dataFolder = '.data'] = process.argv.slice(2);
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const walk = readme.split(/^## /m).find((section) => section.startsWith('The walk with curl'));
const blocks = [...walk.matchAll(/^```(bash|text|json)\n(.*?)^```$/gms)].map(([, kind, text]) => ({
  kind,
  text,
}));

/** What stays the same from run to run. */
const normalize = (text) =>
  text
    .replace(/http:\/\/[a-z0-9.]+:\d+/g, 'URL')
    .replace(/[A-Za-z0-9_-]{20,}/g, '…')
    .replace(/^\d{4}$/gm, 'NNNN')
    .trim();

const MARK = '=== end of block';
const script = blocks
  .filter(({ kind }) => kind === 'bash')
  .map(({ text }) => `${text}\necho; echo '${MARK}'\n`);
const folder = mkdtempSync(join(tmpdir(), 'zk-income-readme-'));
symlinkSync(resolve(dataFolder), join(folder, '.data'));
const run = spawnSync('bash', ['-euo', 'pipefail', '-c', script.join('')], { cwd: folder, encoding: 'utf8' });
rmSync(folder, { recursive: true, force: true });
if (run.status !== 0) console.error(run.stderr);

const outputs = run.stdout.split(MARK);
let passed = 0;
let failed = 0;
for (const [i, block] of blocks.entries()) {
  if (block.kind === 'bash') continue;
  const before = blocks.slice(0, i).filter(({ kind }) => kind === 'bash').length;
  const printed = outputs[before - 1] ?? '';
  if (normalize(printed) === normalize(block.text)) {
    passed++;
  } else {
    failed++;
    console.error(`README says:\n${block.text}\nbut it prints:\n${printed.trim()}\n`);
  }
}
if (run.status !== 0) failed = Math.max(failed, 1);
console.log(`README's walk: ${passed + failed} outputs compared`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
