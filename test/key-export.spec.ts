import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateHolderKey, generateJwk } from '../scripts/generate-jwk.mjs';

const root = join(import.meta.dirname, '..');
const FOLDERS = ['apps', 'libs', 'scripts', 'test', 'bench', 'docs'];
const isSource = (path: string) =>
  /\.(ts|mts|mjs|cjs|js|md|sh)$/.test(path) && !/(^|\/)(node_modules|dist|docs\/api)\//.test(path);

test('no key is exported by KeyObject.export as a JWK, which may never return (scripts/generate-jwk.mjs)', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  ).filter(isSource);
  expect(files.length).toBeGreaterThan(500);
  const exporting = [...files, 'README.md'].filter((path) =>
    /\.export\(\s*\{\s*format: ?['"]jwk['"]/.test(readFileSync(join(root, path), 'utf8')),
  );
  expect(exporting).toEqual([]);
});

test('keys of tests and scripts have the members of a private and of a public JWK', () => {
  const { privateJwk, publicJwk } = generateHolderKey();
  expect(Object.keys(privateJwk).sort()).toEqual(['crv', 'd', 'kty', 'x', 'y']);
  expect(publicJwk).toEqual({ kty: 'EC', crv: 'P-256', x: privateJwk.x, y: privateJwk.y });
  expect(Object.keys(generateJwk('Ed25519')).sort()).toEqual(['crv', 'd', 'kty', 'x']);
});
