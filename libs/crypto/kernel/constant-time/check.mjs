// `npm run check:constant-time`: inspects the compiled kernel, then measures its timing. docs/performance.md
// says what this does and does not guarantee. `--inspect` skips the timing; `--runs=N` sets its length.
import { readFileSync } from 'node:fs';
import { inspect } from './inspect.mjs';
import { timeOperations } from './timing.mjs';

const wasm = readFileSync(new URL('../build/kernel.wasm', import.meta.url));
const runs = Number(process.argv.find((argument) => argument.startsWith('--runs='))?.slice(7) ?? 10_000);

let failures = inspect(wasm);
if (!process.argv.includes('--inspect')) failures += timeOperations(wasm, runs);
console.log(failures === 0 ? 'All constant-time checks passed.' : `${failures} checks failed.`);
process.exit(failures === 0 ? 0 : 1);
