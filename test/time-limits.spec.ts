import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const config = readFileSync(join(root, 'jest.config.mjs'), 'utf8');

const testFiles = ['apps', 'libs', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.spec\.ts$|testing\/.*\.ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name)),
);

test('tests have one generous time limit, for machines that are slow or busy, and none of their own', () => {
  expect(Number(config.match(/^ {2}testTimeout: ([\d_]+)/m)![1]!.replaceAll('_', ''))).toBeGreaterThanOrEqual(
    300_000,
  );
  const own = testFiles.filter((name) =>
    /jest\.setTimeout\(|^ *\}, [\d_]+\);$/m.test(
      readFileSync(join(root, name), 'utf8').replaceAll(/setTimeout\(.*?\}, [\d_]+\);/gs, ''),
    ),
  );
  expect(own.filter((name) => !name.endsWith('time-limits.spec.ts'))).toEqual([]);
});
