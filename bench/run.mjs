// `npm run bench`: compares this project's backends with other implementations, in one run on one machine.
//   --json   prints an array of { implementation, op, bits, values, count, median_ms, min_ms,
//            proof_bytes } and nothing else; times are per proof
//   --quick  fewer rounds and no native crates, for CI
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { groupBy, measure, titleOf } from './measure.mjs';
import { ALL_FORGED, tasksOfBackend } from './own.mjs';
import { measureNative, tasksOfAptos, tasksOfSolana } from './peers.mjs';
import { tasksOfPolicies } from './policies.mjs';

const isJson = process.argv.includes('--json');
const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 10 : 60;
const library = join(import.meta.dirname, '../dist/libs/crypto/src/index.js');
const log = (line) => isJson || console.log(line);

/** Measures in a new process, in which nothing is compiled and no tables exist. */
function coldStart() {
  const times = Array.from({ length: isQuick ? 3 : 7 }, () => {
    const { stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'cold.mjs')], {
      encoding: 'utf8',
    });
    return JSON.parse(stdout);
  });
  return times.sort((a, b) => a.first_ms - b.first_ms)[times.length >> 1];
}

/** The size of the library as a browser downloads it, minified and compressed. */
async function librarySize() {
  const { outputFiles } = await build({
    entryPoints: [library],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

async function measureAll() {
  const crypto = await import(pathToFileURL(library).href);
  const tasks = [];
  const orSkip = async (name, work) => {
    try {
      return await work();
    } catch (error) {
      log(`${name}: skipped, ${error.message.split('\n')[0]}`);
      return [];
    }
  };
  const backend = (name, sizes) => orSkip(name, () => tasksOfBackend(crypto, name, sizes));
  tasks.push(
    ...(await backend('wasm-simd', { single: [32, 64], aggregates: [2, 4, 8], batches: [16, 64, 256] })),
    ...(await backend('noble', { single: [64], aggregates: [], batches: [], every: isQuick ? 3 : 8 })),
    ...tasksOfPolicies(),
    ...(await orSkip('@solana/zk-sdk', tasksOfSolana)),
    ...(await orSkip('@aptos-labs/confidential-asset-wasm-bindings', tasksOfAptos)),
  );
  const rows = [];
  for (const [title, group] of groupBy(tasks, titleOf)) {
    log(`measuring ${title} …`);
    const { op, count, values } = group[0];
    const share = op === 'verify' ? 4 / values : 1 / values / Math.max(1, count / 16);
    rows.push(...measure(group, Math.max(3, Math.round(rounds * share))));
  }
  if (!isQuick) {
    log('measuring native crates …');
    rows.push(...(await orSkip('native crates', () => measureNative(rounds))));
  }
  log('snarkjs: skipped, there is no comparable circuit');
  return rows;
}

/** Prints the rows of one operation side by side, each with its time relative to the `wasm-simd` backend. */
function print(rows) {
  for (const [key, list] of groupBy(rows, titleOf)) {
    console.log(`\n${key}`);
    const own = list.find(({ implementation }) => implementation === 'wasm-simd');
    for (const { implementation, median_ms, min_ms, proof_bytes } of list) {
      const ratio = own ? `${(median_ms / own.median_ms).toFixed(2)} ×` : '';
      console.log(
        `  ${implementation.padEnd(58)} median ${median_ms.toFixed(3).padStart(9)} ms  min ${min_ms.toFixed(3).padStart(9)} ms  ${ratio.padStart(9)}  ${proof_bytes} bytes`,
      );
    }
  }
}

/** How much more a flood of forgeries costs in batches than one by one. */
function forgeryRatios(rows) {
  const own = rows.filter(
    ({ implementation, bits, values }) => implementation === 'wasm-simd' && bits === 64 && values === 1,
  );
  const single = own.find(({ op }) => op === 'verify');
  return own
    .filter(({ op }) => op === ALL_FORGED)
    .map(({ count, median_ms }) => `${(median_ms / single.median_ms).toFixed(2)} for ${count}`)
    .join(', ');
}

const rows = await measureAll();
if (isJson) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  print(rows);
  const cold = coldStart();
  console.log(`
cold start in a new process: ${cold.first_ms.toFixed(1)} ms to load the library, build tables and make a first proof (${cold.import_ms.toFixed(1)} ms of it for loading modules)
memory of the wasm-simd backend: ${(cold.touched_bytes / 2 ** 20).toFixed(1)} MiB in use after a proof of one value, ${(cold.touched_of_sixteen_bytes / 2 ** 20).toFixed(1)} MiB after one of sixteen, of at most 16 MiB
a batch of forgeries, compared with its verification one by one: ${forgeryRatios(rows)} (at most 2 by design)
size of the library, minified and gzipped: ${((await librarySize()) / 1000).toFixed(1)} kB
`);
}
