// Deletes from a folder of packages what no program reads: type declarations, their sources, source maps, manuals.
// Licences stay.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const UNREAD = /\.(map|md|markdown|ts|mts|cts|tsbuildinfo)$/i;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && UNREAD.test(entry.name) && !LICENCE.test(entry.name))
    rmSync(join(entry.parentPath, entry.name));
}
