/// <reference path="./dynalite.d.ts" />
import { EmbeddedStoreError } from './errors.js';

type Dynalite = typeof import('dynalite').default;
type Databases = typeof import('dynalite/db/index.js').default;

/**
 * Loads dynalite, an optional dependency that only the embedded store needs.
 *
 * @throws EmbeddedStoreError `dynalite_missing`
 */
export async function loadDynalite(): Promise<{ dynalite: Dynalite; databases: Databases }> {
  try {
    const [{ default: dynalite }, { default: databases }] = await Promise.all([
      import('dynalite'),
      import('dynalite/db/index.js'),
    ]);
    return { dynalite, databases };
  } catch (error) {
    throw isMissing(error as NodeJS.ErrnoException) ? EmbeddedStoreError.dynaliteMissing(error) : error;
  }
}

/** Whether dynalite itself could not be resolved, not one of its own dependencies. */
function isMissing({ code, message }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes("'dynalite'");
}
