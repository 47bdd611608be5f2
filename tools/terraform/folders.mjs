// The folders of terraform/: every module with its examples, the bootstrap, and the environments' root.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBlocks } from './blocks.mjs';

export const root = join(import.meta.dirname, '../..');

const below = (...path) =>
  existsSync(join(root, ...path))
    ? readdirSync(join(root, ...path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => [...path, name].join('/'))
    : [];

/** Modules, and what is documented and tested like one. */
export const modules = () => [...below('terraform', 'modules'), 'terraform/bootstrap', 'terraform'];
export const examples = () => below('terraform', 'modules').flatMap((module) => below(module, 'examples'));

/** A copy of terraform/ to work on: `init` writes beside the files what must not stay there. */
export function copyOfTerraform() {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-terraform-'));
  cpSync(join(root, 'terraform'), join(folder, 'terraform'), {
    recursive: true,
    filter: (path) => !/[/\\]\.terraform([/\\]|$|\.lock\.hcl$)|\.tfstate/.test(path),
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const testsOf = (folder) => {
  const tests = join(root, folder, 'tests');
  const files = existsSync(tests) ? readdirSync(tests).filter((file) => file.endsWith('.tftest.hcl')) : [];
  return files.map((file) => readFileSync(join(tests, file), 'utf8')).join('\n');
};

/** That a module has all its parts, and that every check of a variable is seen to refuse something. */
export function checkParts(folder) {
  const parts = ['variables.tf', 'outputs.tf', 'versions.tf', 'README.md', 'tests'];
  if (folder.startsWith('terraform/modules/')) parts.push('examples/basic/main.tf');
  const missing = parts.filter((part) => !existsSync(join(root, folder, part)));
  assert.ok(missing.length === 0, `${folder} lacks ${missing.join(', ')}`);
  const tests = testsOf(folder);
  const expected = [...tests.matchAll(/expect_failures\s*=\s*\[(.*?)\]/gs)].map(([, list]) => list);
  const untested = readBlocks(join(root, folder)).variables.filter(
    ({ name, validations }) =>
      expected.filter((list) => new RegExp(`\\bvar\\.${name}\\b`).test(list)).length < validations,
  );
  const names = untested.map(({ name }) => name).join(', ');
  assert.ok(
    untested.length === 0,
    `checked in more ways than there are runs that expect it to fail: ${names}`,
  );
  return `${expected.length} refusals`;
}
