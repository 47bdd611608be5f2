import { join } from 'node:path';
import { type Database, openDatabase } from './open-database.js';

/**
 * Holds a data folder for this process, until it is released or the process ends, however it ends. The lock is
 * that of an empty LevelDB beside the data: the system drops it with the process, and it spans the time in
 * which the data are checked before the store itself opens them.
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
