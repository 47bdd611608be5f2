import { EmbeddedStoreError } from './errors.js';
import { loadDynalite } from './load-dynalite.js';

type Databases = Awaited<ReturnType<typeof loadDynalite>>['databases'];
export type Database = ReturnType<Databases['create']>['db'];

/**
 * Opens a LevelDB in a data folder, and creates it if it does not exist.
 *
 * @throws EmbeddedStoreError
 */
export async function openDatabase(folder: string, path: string): Promise<Database> {
  const { databases } = await loadDynalite();
  const { db } = databases.create({ path });
  try {
    await db.open();
    return db;
  } catch (error) {
    throw toEmbeddedStoreError(folder, error);
  }
}

/** LevelDB's own error is the cause of the error that its wrapper throws. */
export function toEmbeddedStoreError(folder: string, error: unknown): EmbeddedStoreError {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const { code, message } = cause as { code?: string; message: string };
  if (code === 'LEVEL_LOCKED') return EmbeddedStoreError.inUse(folder, error);
  if (code === 'LEVEL_CORRUPTION' || code === 'LEVEL_DECODE_ERROR' || code === undefined)
    return EmbeddedStoreError.corrupt(folder, message, error);
  return EmbeddedStoreError.unwritable(folder, cause);
}
