/// <reference path="./dynalite.d.ts" />
import { EmbeddedStoreError } from './errors.js';

export type Database = ReturnType<typeof import('dynalite/db/index.js').default.create>['db'];

/** Opens a LevelDB of a data folder, made when missing; throws `EmbeddedStoreError` when it cannot. */
export async function openDatabase(folder: string, path: string): Promise<Database> {
  const { default: databases } = await import('dynalite/db/index.js');
  const { db } = databases.create({ path });
  try {
    await db.open();
    return db;
  } catch (error) {
    throw explain(folder, error);
  }
}

/** LevelDB's own account of a failure is the cause of what its wrapper throws. */
export function explain(folder: string, error: unknown): EmbeddedStoreError {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const { code, message } = cause as { code?: string; message: string };
  if (code === 'LEVEL_LOCKED') return EmbeddedStoreError.inUse(folder, error);
  if (code === 'LEVEL_CORRUPTION' || code === 'LEVEL_DECODE_ERROR' || code === undefined)
    return EmbeddedStoreError.corrupt(folder, message, error);
  return EmbeddedStoreError.unwritable(folder, cause);
}
