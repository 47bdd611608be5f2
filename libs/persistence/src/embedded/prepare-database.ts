import { EmbeddedStoreError } from './errors.js';
import { findCorruption } from './leveldb/check.js';
import { type Database, explain, openDatabase } from './open-database.js';

/**
 * Makes the database of a data folder ready for its store, while nobody else has it open: refuses damaged
 * files, finishes tables that a killed process left half created and removes items that have expired, which
 * dynalite never does. Throws `EmbeddedStoreError`.
 */
export async function prepareDatabase(folder: string, path: string): Promise<void> {
  const corruption = findCorruption(path);
  if (corruption !== undefined) throw EmbeddedStoreError.corrupt(folder, corruption);
  const database = await openDatabase(folder, path);
  try {
    const now = Math.floor(Date.now() / 1000);
    for await (const [key, value] of database.iterator()) {
      if (key.startsWith('table~')) await finishTable(database, key, value as { TableStatus?: string });
      else if (hasExpired(value, now)) await database.del(key);
    }
  } catch (error) {
    throw explain(folder, error);
  } finally {
    await database.close();
  }
}

/** dynalite makes a table usable in a second write, which a killed process never came to. */
async function finishTable(database: Database, key: string, table: { TableStatus?: string }): Promise<void> {
  if (table.TableStatus === 'CREATING') await database.put(key, { ...table, TableStatus: 'ACTIVE' });
}

/** By the attribute that every table with expiry has for it. */
function hasExpired(item: unknown, now: number): boolean {
  const ttl = (item as { ttl?: { N?: string } } | null)?.ttl?.N;
  return ttl !== undefined && Number(ttl) < now;
}
