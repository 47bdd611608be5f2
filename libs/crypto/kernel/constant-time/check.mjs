// `npm run check:constant-time`: inspects the compiled kernel, then measures the timing of kernel and library. docs/performance.md
// says what this does and does not guarantee. `--inspect` skips the timing; `--runs=N` sets its length.
import { readFileSync } from 'node:fs';
import { inspect } from './inspect.mjs';
import { timeOperations } from './timing.mjs';

const wasm = readFileSync(new URL('../build/kernel.wasm', import.meta.url));
const runs = Number(process.argv.find((argument) => argument.startsWith('--runs='))?.slice(7) ?? 10_000);

/** The built library, and one of its internal functions. */
async function builtLibrary() {
  const { commit, randomScalar, verifyOpening } = await import('../../dist/index.js');
  const { encodeInteger } = await import('../../dist/bytes.js');
  const blinding = randomScalar();
  const commitment = commit(0n, blinding);
  return { commit, verifyOpening, encodeInteger, blinding, commitment };
}

let failures = inspect(wasm);
if (!process.argv.includes('--inspect')) failures += timeOperations(wasm, await builtLibrary(), runs);
console.log(failures === 0 ? 'All constant-time checks passed.' : `${failures} checks failed.`);
process.exit(failures === 0 ? 0 : 1);
