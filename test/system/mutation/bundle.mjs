// Bundles specs with the instrumented sources.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { instrument } from './instrument.mjs';

export const root = join(import.meta.dirname, '../../..');
const output = join(root, 'node_modules/.cache/mutation');

/** The verifying half, what stands between a forgery and acceptance: folders (with `/`) and files of `src`. */
const AREAS = [
  {
    name: 'credential',
    sources: [
      ...['verify/', 'policy/', 'windows/', 'requests/', 'encoding/'],
      ...['status/status-checker.ts', 'status/inflate.ts', 'proof/proof-runner.ts', 'issue/issue-input.ts'],
      ...[
        'shape.ts',
        'sd-jwt-text.ts',
        'sd-jwt-claims.ts',
        'jwt.ts',
        'jwt-claims.ts',
        'jwk-rules.ts',
        'keys.ts',
      ],
      'bounded-cache.ts',
      'attributes.ts',
    ],
    specs: [''],
  },
  { name: 'openid', sources: ['presentation/'], specs: ['presentation/'] },
  {
    name: 'crypto',
    sources: [
      ...[
        'verifier',
        'verification-equation',
        'batch',
        'claim',
        'proof',
        'parameters',
        'transcript-messages',
      ].map((name) => `range-proof/${name}.ts`),
      ...['inner-product/verifier.ts', 'transcript/', 'equality/', 'decode.ts', 'bytes.ts'],
    ],
    specs: [
      'bytes.spec.ts',
      'decode.spec.ts',
      'public-api.spec.ts',
      'range-proof/',
      'transcript/',
      'pedersen/',
      'equality/',
    ],
  },
];

/** The files of an area in the given folders and files. */
function filesOf(area, parts) {
  const folder = `libs/${area}/src/`;
  const files = readdirSync(join(root, folder), { recursive: true }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const isIn = (path) =>
    parts.some((part) => path === part || (/^$|\/$/.test(part) && path.startsWith(part)));
  return files
    .filter((path) => path.endsWith('.ts') && isIn(path))
    .map((path) => folder + path)
    .sort();
}

/** Every mutant of the sources, with the text that has all of them by file, and the hash of each file. */
export function instrumentAll() {
  const mutants = [];
  const texts = new Map();
  const hashes = {};
  for (const { name, sources } of AREAS) {
    for (const file of filesOf(name, sources).filter((path) => !path.endsWith('.spec.ts'))) {
      const text = readFileSync(join(root, file), 'utf8');
      const instrumented = instrument(file, text, mutants.length + 1);
      mutants.push(...instrumented.mutants.map((mutant) => ({ ...mutant, area: name })));
      texts.set(join(root, file), instrumented.text);
      hashes[file] = createHash('sha256').update(text).digest('base64url').slice(0, 16);
    }
  }
  return { mutants, texts, hashes };
}

const loader = (texts) => ({
  name: 'instrumented sources',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@jest\/globals$/ }, () => ({
      path: join(import.meta.dirname, 'jest-globals.mjs'),
    }));
    onResolve({ filter: /^@zk-income\// }, ({ path, importer }) => {
      const [, lib, part] = path.match(/^@zk-income\/([a-z-]+)(\/testing)?$/);
      // The specs of credential test its own mutants, so they share one copy of the proof engine.
      if (lib === 'crypto' && importer.includes('/libs/credential/'))
        return { path: pathToFileURL(join(output, 'engine.mjs')).href, external: true };
      return { path: join(root, `libs/${lib}/src/${part ? 'testing/' : ''}index.ts`) };
    });
    onLoad({ filter: /\/libs\/.*\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: (texts.get(path) ?? readFileSync(path, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(join(path, '..'))),
    }));
  },
});

const bundle = (entry, outfile, texts) =>
  build({
    ...entry,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // `sideEffects: false` of the libraries would remove the specs.
    ignoreAnnotations: true,
    external: [
      '@openid4vc/*',
      '@peculiar/*',
      'reflect-metadata',
      'expect',
      'jest-mock',
      'fast-check',
      'jose',
      '@noble/*',
      '@sd-jwt/*',
      'canonicalize',
    ],
    plugins: [loader(texts)],
    logLevel: 'error',
  });

/** Bundles every spec of some areas. Returns the bundles: area, spec and file. */
export async function bundleSpecs(texts, areas) {
  await bundle(
    { entryPoints: [join(root, 'libs/crypto/src/index.ts')] },
    join(output, 'engine.mjs'),
    new Map(),
  );
  const bundles = [];
  for (const { name: area, specs } of AREAS.filter(({ name }) => areas.has(name))) {
    for (const spec of filesOf(area, specs).filter((path) => /(?<!\.sweep)\.spec\.ts$/.test(path))) {
      const file = join(output, `${spec.replaceAll('/', '.')}.mjs`);
      const contents = `import ${JSON.stringify(join(root, spec))}; export { runTests } from '@jest/globals';`;
      await bundle({ stdin: { contents, resolveDir: root } }, file, texts);
      bundles.push({ area, spec: relative('libs', spec), file });
    }
  }
  return bundles;
}
