// `npm run bench`: this project's engines beside other implementations, in one run on one machine.
//   --json   prints an array of { implementation, op, bits, values, count, median_ms, min_ms,
//            proof_bytes } and nothing else; times are per proof
//   --quick  fewer rounds and no native peers, for CI
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { measureEngine } from './own.mjs';
import { measureAptos, measureNative, measureSolana } from './peers.mjs';

const isJson = process.argv.includes('--json');
const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 10 : 60;
const library = join(import.meta.dirname, '../dist/libs/crypto/src/index.js');
const say = (line) => isJson || console.log(line);

/** In a process of its own: nothing compiled, no tables. */
function coldStart() {
  const times = Array.from({ length: isQuick ? 3 : 7 }, () => {
    const { stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'cold.mjs')], {
      encoding: 'utf8',
    });
    return JSON.parse(stdout);
  });
  return times.sort((a, b) => a.first_ms - b.first_ms)[times.length >> 1];
}

/** What a browser downloads, minified and compressed. */
async function engineSize() {
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
  const crypto = await import(library);
  const rows = [];
  const add = async (name, work) => {
    say(`measuring ${name} …`);
    try {
      rows.push(...(await work()));
    } catch (error) {
      say(`  left out: ${error.message.split('\n')[0]}`);
    }
  };
  await add('wasm-simd', () =>
    measureEngine(crypto, 'wasm-simd', rounds, {
      single: [32, 64],
      aggregates: [2, 4, 8],
      batches: [16, 64, 256],
    }),
  );
  await add('noble', () =>
    measureEngine(crypto, 'noble', isQuick ? 3 : 5, { single: [64], aggregates: [], batches: [16] }),
  );
  await add('@solana/zk-sdk', () => measureSolana(rounds));
  await add('@aptos-labs/confidential-asset-wasm-bindings', () => measureAptos(rounds));
  if (!isQuick) await add('native crates', () => measureNative(rounds));
  say('snarkjs: left out, there is no comparable circuit here');
  return rows;
}

/** Rows of one operation side by side, with how many times the first implementation is faster. */
function print(rows) {
  const keyOf = ({ op, bits, values, count }) =>
    `${op}, ${values > 1 ? `${values} × ` : ''}${bits} bit${count > 1 ? `, ${count} at once` : ''}`;
  for (const [key, list] of groupBy(rows, keyOf)) {
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

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const rows = await measureAll();
if (isJson) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  print(rows);
  const cold = coldStart();
  console.log(`
cold start in a new process: ${cold.first_ms.toFixed(1)} ms for the library, its tables and a first proof (${cold.import_ms.toFixed(1)} ms of it loading modules)
memory of the engine: ${(cold.touched_bytes / 2 ** 20).toFixed(1)} MiB in use after a proof of one value, ${(cold.touched_of_sixteen_bytes / 2 ** 20).toFixed(1)} MiB after one of sixteen, of 16 MiB at most
size of the library, minified and gzipped: ${((await engineSize()) / 1000).toFixed(1)} kB
`);
}
