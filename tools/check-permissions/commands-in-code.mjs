// The commands of the SDK that stand in the code of the services, whether or not a run comes by them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What is run by operators and infrastructure code, or in tests, and by no service. */
const NOT_OF_SERVICES =
  /\.spec\.ts$|\/testing\/|\/embedded\/|\/ensure-tables\.ts$|\/api-client-registry\.ts$/;

/** Makes the secret where no infrastructure code does: `npm run keys -- rotate --create`. */
const OF_OPERATORS = new Set(['CreateSecret']);

/** Operations by name, with a file that has each. */
export function commandsInCode() {
  const found = new Map();
  for (const folder of ['libs', 'apps']) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = `${folder}/${path}`;
      if (!file.endsWith('.ts') || NOT_OF_SERVICES.test(file)) continue;
      const text = readFileSync(join(root, file), 'utf8');
      if (!text.includes('@aws-sdk/client-')) continue;
      for (const [, operation] of text.matchAll(/\bnew (\w+)Command\(/g)) found.set(operation, file);
    }
  }
  for (const operation of OF_OPERATORS) found.delete(operation);
  return found;
}
