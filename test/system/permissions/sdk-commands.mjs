// Finds the AWS SDK commands in the source code of the services.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Run only by operators, by infrastructure code or in tests, never by a service. */
const NOT_RUN_BY_SERVICES =
  /\.spec\.ts$|\/testing\/|\/embedded\/|\/ensure-tables\.ts$|\/api-client-registry\.ts$|^apps\/cli\//;

/** CreateSecret runs only in `npm run keys -- rotate --create`, where no infrastructure code creates the secret. */
const OPERATOR_COMMANDS = new Set(['CreateSecret']);

/** Operations by name, each with a file that uses it. */
export function sdkCommands() {
  const found = new Map();
  for (const folder of ['libs', 'apps']) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = `${folder}/${path}`;
      if (!file.endsWith('.ts') || NOT_RUN_BY_SERVICES.test(file) || file.includes('node_modules')) continue;
      const text = readFileSync(join(root, file), 'utf8');
      if (!text.includes('@aws-sdk/client-')) continue;
      for (const [, operation] of text.matchAll(/\bnew (\w+)Command\(/g)) found.set(operation, file);
    }
  }
  for (const operation of OPERATOR_COMMANDS) found.delete(operation);
  return found;
}
