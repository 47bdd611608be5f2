// The size of the holder's SDK in browsers: `npm run size` prints it, and fails above the limit.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
/**
 * Minified and compressed, with the engine. Code that is loaded on demand is not part of it. The goal is 75 kB; the limit is what
 * the SDK has now, so that it does not grow unnoticed.
 */
const LIMIT_BYTES = 145_000;

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The bytes, minified and compressed, that load with an entry, and those that load on demand. */
export async function measure(contents) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    tsconfig: join(root, 'tsconfig.json'),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: 'size',
    write: false,
    metafile: true,
    legalComments: 'none',
  });
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [path, gzipSync(contents, { level: 9 }).length]),
  );
  const sizeOf = (output) => sizes.get(join(root, output));
  const first = new Set();
  const load = (output) => {
    if (first.has(output)) return;
    first.add(output);
    for (const { path, kind } of metafile.outputs[output].imports)
      if (kind === 'import-statement') load(path);
  };
  load(Object.keys(metafile.outputs).find((output) => metafile.outputs[output].entryPoint !== undefined));
  const sum = (outputs) => outputs.reduce((total, output) => total + sizeOf(output), 0);
  const all = Object.keys(metafile.outputs);
  return { first: sum([...first]), onDemand: sum(all.filter((output) => !first.has(output))) };
}

const sdk = await measure("export * from '@zk-income/holder';");
const worker = await measure("import { serveProofs } from '@zk-income/holder/worker'; serveProofs();");
console.log(`SDK of the holder, with the engine: ${kilobytes(sdk.first)} (limit ${kilobytes(LIMIT_BYTES)})`);
console.log(`validation of certificates, on demand: ${kilobytes(sdk.onDemand)}`);
console.log(`both: ${kilobytes(sdk.first + sdk.onDemand)}`);
console.log(`worker for proofs: ${kilobytes(worker.first)}`);
if (sdk.first > LIMIT_BYTES) {
  console.error('The SDK is larger than its limit.');
  process.exitCode = 1;
}
