// Makes few files of each Lambda handler and all that it needs: what a new instance reads from its image, and compiles,
// is most of its start. Runs on what `npm run build` has made.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = (path) => join(root, 'dist', path);

const HANDLERS = ['lambda', 'rotate-keys'];
/** What is asked for in case it is installed. */
const OPTIONAL = [
  'dynalite',
  '@nestjs/microservices*',
  '@nestjs/platform-express',
  '@nestjs/websockets*',
  '@fastify/multipart',
  '@fastify/view',
  'class-transformer/storage',
];
/** Finds files of its own: pages, what a thread runs. */
const WITH_FILES = ['piscina', 'swagger-ui-dist'];

/** What CommonJS modules find around them. */
const COMMONJS = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;

rmSync(dist('functions'), { recursive: true, force: true });
for (const service of ['issuer', 'verifier']) {
  const handlers = HANDLERS.map((name) => dist(`apps/${service}/src/${name}.js`));
  const worker = dist('libs/service-kit/src/proof-pool/proof-worker.js');
  await build({
    entryPoints: [...handlers, worker],
    entryNames: '[name]',
    outdir: dist(`functions/${service}`),
    bundle: true,
    splitting: true,
    // Beside the rest: a thread is found beside whoever starts it.
    chunkNames: 'part-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Names stay readable: they are in the frames of errors that are logged.
    keepNames: true,
    external: [...OPTIONAL, ...WITH_FILES],
    banner: { js: COMMONJS },
    logLevel: 'warning',
    // Nest's plugin writes a property's description of its own before ours.
    logOverride: { 'duplicate-object-key': 'silent' },
  });
}
