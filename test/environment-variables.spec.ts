import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/configuration.md');

/** Set by npm, by Lambda, in demo.env or by a program of ours for another, and not by users. */
const INTERNAL = [
  'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
  'CA_FILE',
  'FULL_ISSUER_HTTPS_URL',
  'FULL_ISSUER_URL',
  'INIT_CWD',
  'ISSUER_HTTPS_URL',
  'ISSUER_URL',
  'LAMBDA_RUNTIME_CLIENT',
  'LAMBDA_TASK_ROOT',
  'PROVER_URL',
  'START_PARENT',
  'VERIFIER_HTTPS_URL',
  'VERIFIER_URL',
  '_HANDLER',
];

const files = (folder: string, pattern: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name) && !/node_modules|\.spec\.ts$|(^|\/)(testing|dist)\//.test(name))
    .map((name) => join(folder, name));

const namesIn = (sources: string[], pattern: RegExp) => [
  ...new Set(sources.flatMap((file) => [...read(file).matchAll(pattern)].map(([, name]) => name!))),
];

const SOURCES = ['apps', 'libs', 'scripts', 'docker'].flatMap((folder) => files(folder, /\.(ts|mjs)$/));

describe('docs/configuration.md describes', () => {
  test('every variable that a program reads', () => {
    const names = namesIn(SOURCES, /\benv\.([A-Z_][A-Z0-9_]+)\b/g);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !INTERNAL.includes(name) && !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('every variable of Docker Compose', () => {
    const names = namesIn(['docker-compose.yml'], /\$\{([A-Z_]+)/g);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('every variable that the deployment scripts give a default', () => {
    const names = namesIn(files('scripts', /\.sh$/), /\$\{([A-Z][A-Z_]+):?[-=?]/g);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('defaults as values, not as code', () => {
    const defaults = page
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split(' | ').at(-1)!);
    expect(defaults.length).toBeGreaterThan(30);
    for (const text of defaults)
      expect(text).not.toMatch(/=>|\bDEFAULT_|process\.env|\bundefined\b|\[object|\(\)| \* /);
  });
});
