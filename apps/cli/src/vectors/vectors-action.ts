import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Result } from '../result.js';
import { checkVectors, UnreadableVectorsError } from './check.js';

export { generateVectors } from './generate.js';

/** Checks the vectors of a file. */
export function checkFile(file: string, folder: string): Result {
  const results = explaining(file, () => checkVectors(readFileSync(resolve(folder, file), 'utf8')));
  const failures = results.filter(({ failure }) => failure !== undefined);
  const passed = results.length - failures.length;
  return {
    lines: [
      ...failures.map(({ name, failure }) => `FAILED ${name}: ${failure}`),
      `${passed} passed, ${failures.length} failed`,
    ],
    json: { passed, failed: failures.length, failures },
    hasFailed: failures.length > 0,
  };
}

/** Names the file in errors about its content, and in those of the file system. */
function explaining<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof UnreadableVectorsError || code !== undefined)
      throw new UnreadableVectorsError(`${file}: ${message}`);
    throw error;
  }
}
