import { join } from 'node:path';
import { type Database, openDatabase } from './open-database.js';

/**
 * An exclusive lock on a data folder, held until it is released or the process ends in any way. It is the lock of an
 * empty LevelDB beside the data: the operating system releases it with the process, and it also covers the time in which
 * the data is checked before the store opens it.
 */
export class FolderLock {
  private constructor(private readonly database: Database) {}

  static async acquire(folder: string): Promise<FolderLock> {
    return new FolderLock(await openDatabase(folder, join(folder, 'lock')));
  }

  async release(): Promise<void> {
    await this.database.close();
  }
}
