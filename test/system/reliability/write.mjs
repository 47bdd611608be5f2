// `npm run reliability -- --write [--quick]`: runs the suite and writes its figures into docs/reliability.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { join } from 'node:path';
import { passOptions } from '../harness/options.mjs';
import { root } from '../harness/processes.mjs';
import { runFiles } from '../harness/runner.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { report } from './report.mjs';

const DOCUMENT = join(root, 'docs/reliability.md');
const BEGIN = '<!-- figures: begin -->';
const END = '<!-- figures: end -->';

const file = join(temporaryFolder('figures'), 'figures');
process.env.RELIABILITY_FIGURES = file;
const options = process.argv.slice(3).filter((option) => option !== '--write');
const names = passOptions(options);
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.mjs'));
const totals = await runFiles(
  files.sort().map((name) => join(import.meta.dirname, name)),
  names,
);

const figures = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const machine = `${availableParallelism()} cores, ${platform()} ${arch()}, Node ${process.versions.node}`;
const text = readFileSync(DOCUMENT, 'utf8');
const before = text.slice(0, text.indexOf(BEGIN) + BEGIN.length);
const after = text.slice(text.indexOf(END));
const form = options.includes('--quick') ? 'short form' : 'full form';
const date = new Date().toISOString().slice(0, 10);
const heading = `Measured on ${date}, ${form}, ${machine}: ${totals.passed} tests passed, ${totals.failed} failed.`;
writeFileSync(DOCUMENT, `${before}\n\n${heading}\n\n${report(figures)}\n${after}`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
