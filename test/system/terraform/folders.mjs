// The folders of terraform/: modules with their examples, the bootstrap, and the root module of the environments.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Not from harness/processes.mjs: `--write` runs without node:test.
export const root = join(import.meta.dirname, '../../..');

const subfolders = (...path) =>
  existsSync(join(root, ...path))
    ? readdirSync(join(root, ...path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => [...path, name].join('/'))
    : [];

/** All modules, including the root modules. */
export const modules = () => [...subfolders('terraform', 'modules'), 'terraform/bootstrap', 'terraform'];
export const examples = () =>
  subfolders('terraform', 'modules').flatMap((module) => subfolders(module, 'examples'));
