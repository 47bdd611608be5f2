// Deletes files from a packages folder that are not needed at run time: TypeScript sources, type declarations, source
// maps and documentation. Keeps license files.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const UNREAD = /\.(map|md|markdown|ts|mts|cts|tsbuildinfo)$/i;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && UNREAD.test(entry.name) && !LICENCE.test(entry.name))
    rmSync(join(entry.parentPath, entry.name));
}
