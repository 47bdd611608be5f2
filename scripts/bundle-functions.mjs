// Bundles each Lambda handler with its dependencies into a few files in dist/functions: reading and compiling modules
// takes most of the start of a new instance. Needs the output of `npm run build`. Bundles scripts/certificates.mjs too, for
// the image of the job that makes certificates: its packages are for development only.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = (path) => join(root, 'dist', path);

const HANDLERS = ['lambda', 'rotate-keys', 'deliver-webhooks'];
/** Optional dependencies, which libraries import only if they are installed. */
const OPTIONAL = [
  'dynalite',
  '@nestjs/microservices*',
  '@nestjs/platform-express',
  '@nestjs/websockets*',
  '@fastify/multipart',
  '@fastify/view',
  'class-transformer/storage',
];
/** Packages that read files of their own at run time: pages, worker scripts. */
const WITH_FILES = ['piscina', 'swagger-ui-dist'];

/** Variables that CommonJS modules expect. */
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
    // All in one folder: a worker script is looked up beside the module that starts it.
    chunkNames: 'part-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Function names appear in logged stack traces.
    keepNames: true,
    external: [...OPTIONAL, ...WITH_FILES],
    banner: { js: COMMONJS },
    logLevel: 'warning',
  });
}

await build({
  entryPoints: [join(root, 'scripts/certificates.mjs')],
  outfile: dist('certificates.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: COMMONJS },
  logLevel: 'warning',
});
