/// <reference path="./dynalite.d.ts" />
import { join } from 'node:path';
import { EmbeddedStoreError } from './errors.js';

type LevelError = Error & { readonly cause?: Error & { readonly code?: string } };

/**
 * Holds a data folder for this process, until it is released or the process ends, however it ends. The lock is
 * that of an empty LevelDB beside the data: the system drops it with the process, and it spans the time in
 * which the data are checked before the store itself opens them.
 */
export class FolderLock {
  private constructor(private readonly database: { close(): Promise<void> }) {}

  static async acquire(folder: string): Promise<FolderLock> {
    const { default: dynaliteDatabases } = await import('dynalite/db/index.js');
    const { db } = dynaliteDatabases.create({ path: join(folder, 'lock') });
    try {
      await db.open();
    } catch (error) {
      const { cause } = error as LevelError;
      if (cause?.code === 'LEVEL_LOCKED') throw EmbeddedStoreError.inUse(folder, error);
      if (cause?.code === 'LEVEL_CORRUPTION')
        throw EmbeddedStoreError.corrupt(folder, 'its lock cannot be read', error);
      throw EmbeddedStoreError.unwritable(folder, cause);
    }
    return new FolderLock(db);
  }

  async release(): Promise<void> {
    await this.database.close();
  }
}
