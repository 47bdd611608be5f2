// `npm run check:terraform -- --write`: writes the generated files and formats the configuration.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.mjs';
import { generatedFiles } from './generated-files.mjs';

for (const [file, text] of Object.entries(generatedFiles())) writeFileSync(join(root, file), text());
execFileSync('terraform', ['fmt', '-recursive', 'terraform'], { cwd: root, stdio: 'inherit' });
