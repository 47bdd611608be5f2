import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of a built page: `pages/NAME` or `dist/pages/NAME` in the nearest folder above `from` that has it. Functions
 * have it beside their code, images and builds in `dist`. Undefined where there was no build.
 */
export function findPage(from: string, name: string): string | undefined {
  const folder = [`pages/${name}`, `dist/pages/${name}`].map((path) => join(from, path)).find(existsSync);
  if (folder !== undefined || dirname(from) === from) return folder;
  return findPage(dirname(from), name);
}
