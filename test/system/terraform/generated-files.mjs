// The generated files of terraform/.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from './folders.mjs';
import { withTables } from './readme-tables.mjs';
import { TABLES_FILE, tableDefinitions } from './table-definitions.mjs';

/** The text of a file of the repository; empty if it does not exist. */
export const read = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

const title = (folder) => `# ${folder.split('/').at(-1)}\n`;

/** By path: a function that returns the text that the file must have. */
export const generatedFiles = () => ({
  [TABLES_FILE]: tableDefinitions,
  ...Object.fromEntries(
    modules()
      .filter((folder) => existsSync(join(root, folder, 'variables.tf')))
      .map((folder) => [folder, `${folder}/README.md`])
      .map(([folder, file]) => [file, () => withTables(read(file) || title(folder), join(root, folder))]),
  ),
});
