// `npm run fuzz`: structured mutants of presentations and of single proofs, through both backends, alone and in batches.
// Nothing false may be accepted, no error may be untyped, and no mutant may take long. Each kind of mutation is one check;
// the last line is `N passed, N failed`.
//
//   npm run fuzz                                  at least 100,000 mutants, with a new seed
//   npm run fuzz -- --seed 1f2e3d4c               the same mutants again
//   npm run fuzz -- --minutes 120                 as many as fit into two hours
//   npm run fuzz -- --only 'single proofs'        some of the kinds
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { setUp } from '../../scripts/setup.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'dist/fuzz');
const FAILURES = join(folder, 'failures.json');

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string' },
    only: { type: 'string' },
    mutants: { type: 'string', default: '4500' },
  },
});
const seed = values.seed ?? randomBytes(4).toString('hex');
const seconds = values.minutes === undefined ? undefined : 60 * Number(values.minutes);
const mutants = Number(values.mutants);
if (!(mutants >= 1) || (seconds !== undefined && !(seconds > 0))) {
  console.error('--mutants and --minutes: expected positive numbers');
  process.exit(2);
}

/** Bundles the fuzzer, which is TypeScript and imports test helpers of the libraries. */
async function bundle() {
  const outfile = join(folder, 'worker.mjs');
  // The helpers prolong the timeouts of jest, which does not run here.
  const jest = 'export const jest = { setTimeout() {} };';
  await build({
    entryPoints: [join(root, 'libs/credential/src/testing/fuzz/worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    sourcemap: 'inline',
    alias: { '@zk-income/crypto': join(root, 'libs/crypto/src/index.ts') },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'jest',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^@jest\/globals$/ }, ({ path }) => ({ path, namespace: 'jest' }));
          onLoad({ filter: /.*/, namespace: 'jest' }, () => ({ contents: jest }));
        },
      },
    ],
    logLevel: 'error',
  });
  return outfile;
}

/** Runs one process to its end; rejects if it ends without a report. */
const runPart = (file, task) =>
  new Promise((resolve, reject) => {
    const child = fork(file, {
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`A process of the fuzzer ended with ${code}.`)));
    child.send(task);
  });

const started = performance.now();
setUp();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const file = await bundle();
console.log(`seed ${seed}`);
const parts = Math.max(1, Math.min(availableParallelism(), 8));
const results = await Promise.all(
  Array.from({ length: parts }, (_, part) =>
    runPart(file, { seed, seconds, mutants, only: values.only, part, parts }),
  ),
);

/** The reports of all processes on one kind, as one. */
function merge(parts) {
  const codes = {};
  for (const part of parts)
    for (const [code, count] of Object.entries(part.codes)) codes[code] = (codes[code] ?? 0) + count;
  const sum = (select) => parts.reduce((total, part) => total + select(part), 0);
  return {
    kind: parts[0].kind,
    mutants: sum(({ mutants: count }) => count),
    accepted: sum(({ accepted }) => accepted),
    codes,
    slowestMs: Math.max(...parts.map(({ slowestMs }) => slowestMs)),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

const reports = results[0].reports.map((_, i) => merge(results.map((result) => result.reports[i])));
const total = (select) => reports.reduce((sum, report) => sum + select(report), 0);
for (const { kind, mutants: count, accepted, codes, slowestMs, failures } of reports) {
  const common = Object.entries(codes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([code, number]) => `${code} ${number}`);
  const state = failures.length > 0 ? 'FAILED' : 'ok    ';
  console.log(
    `${state} ${kind}: ${count} mutants, ${accepted} accepted, at most ${slowestMs.toFixed(0)} ms; ${common.join(', ')}`,
  );
  for (const { mutant, fault } of failures) console.log(`       mutant ${mutant}: ${fault}`);
}
const failed = reports.filter(({ failures }) => failures.length > 0);
if (failed.length > 0) {
  writeFileSync(FAILURES, JSON.stringify(failed, null, 2));
  console.log(
    `\nThe mutants are in dist/fuzz/failures.json. To repeat: npm run fuzz -- --seed ${seed} --mutants ${mutants}`,
  );
}
const duration = ((performance.now() - started) / 1000).toFixed(0);
const jobs = results.reduce((sum, { proofJobs }) => sum + proofJobs, 0);
console.log(
  `\n${total(({ mutants: count }) => count)} mutants in ${duration} s with seed ${seed}; ${total(({ accepted }) => accepted)} accepted, ${jobs} presentations with different range proofs or statements`,
);
console.log(`${reports.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 && reports.length > 0 ? 0 : 1;
