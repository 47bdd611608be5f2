import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const range: string = JSON.parse(read('package.json')).engines.node;
const minimums = [...range.matchAll(/\d+\.\d+\.\d+/g)].map(([version]) => version);

const { problemOf } = createRequire(import.meta.url)(join(root, 'scripts/check-node.cjs')) as {
  problemOf: (version: string) => string | undefined;
};

describe('the check of the Node version', () => {
  // Each was tried: below 20.19.5 and 22.15.0, Node cannot load `nest build`.
  test.each([
    '20.19.5',
    '20.19.6',
    '20.20.2',
    '22.15.0',
    '22.16.0',
    '22.23.5',
    '24.0.0',
    '24.21.0',
    '25.0.0',
    '26.12.1',
  ])('allows %s', (version) => expect(problemOf(version)).toBeUndefined());

  test.each([
    '0.12.18',
    '4.9.1',
    '18.20.8',
    '20.0.0',
    '20.19.0',
    '20.19.4',
    '21.7.3',
    '22.0.0',
    '22.14.0',
    '23.11.1',
  ])('rejects %s with a sentence that names what works', (version) => {
    const problem = problemOf(version)!;
    expect(problem).toContain(`This is Node ${version}.`);
    for (const minimum of minimums) expect(problem).toContain(minimum);
  });

  test('ignores the suffix of nightly builds', () => {
    expect(problemOf('26.0.0-nightly20260101')).toBeUndefined();
  });

  test('is ECMAScript 5 and CommonJS, which every Node parses', () => {
    const text = read('scripts/check-node.cjs');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES5,
        module: ts.ModuleKind.CommonJS,
        ignoreDeprecations: '6.0',
      },
      fileName: 'check-node.js',
    });
    const tokens = (source: string) => source.replace(/\s+/g, '');
    expect(tokens(outputText)).toBe(tokens(text));
  });
});

test('all packages, README.md and CI name the versions that the check allows', () => {
  const packages = [
    'api-clients',
    'credential',
    'crypto',
    'openid',
    'persistence',
    'service-kit',
    'signing-keys',
  ];
  for (const file of [...packages.map((name) => `libs/${name}/package.json`), 'bench/package.json'])
    expect(JSON.parse(read(file)).engines.node).toBe(range);
  const readme = read('README.md').match(/You need Node .*?\n\n/s)![0];
  for (const minimum of minimums) expect(readme).toContain(minimum.replace('.0.0', ''));
  expect(read('.github/workflows/ci.yml')).toContain(`node: ["${minimums[0]}", "24"]`);
  expect(problemOf(`${read('.nvmrc').trim()}.0.0`)).toBeUndefined();
});

test('every package script that runs one of our scripts checks the version first', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const script of Object.values(scripts)) {
    const first = script.match(/(?:^|\|\| |exec )node (?!-r \.\/scripts\/check-node\.cjs )/);
    expect({ script, first }).toEqual({ script, first: null });
  }
});
