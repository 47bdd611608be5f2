import { EmbeddedStoreError } from './errors.js';
import { findCorruption } from './leveldb/check.js';
import { type Database, openDatabase, toEmbeddedStoreError } from './open-database.js';

/**
 * Prepares the database of a data folder, which no process may have open: rejects corrupt files, completes tables whose
 * creation a killed process did not finish, and deletes expired items, which dynalite never does.
 *
 * @throws EmbeddedStoreError
 */
export async function prepareDatabase(folder: string, path: string): Promise<void> {
  const corruption = findCorruption(path);
  if (corruption !== undefined) throw EmbeddedStoreError.corrupt(folder, corruption);
  const database = await openDatabase(folder, path);
  try {
    const now = Math.floor(Date.now() / 1000);
    for await (const [key, value] of database.iterator()) {
      if (key.startsWith('table~')) await activateTable(database, key, value as { TableStatus?: string });
      else if (hasExpired(value, now)) await database.del(key);
    }
  } catch (error) {
    throw toEmbeddedStoreError(folder, error);
  } finally {
    await database.close();
  }
}

/** dynalite activates a table in a second write, which is missing if the process was killed before it. */
async function activateTable(
  database: Database,
  key: string,
  table: { TableStatus?: string },
): Promise<void> {
  if (table.TableStatus === 'CREATING') await database.put(key, { ...table, TableStatus: 'ACTIVE' });
}

/** All tables with TTL use the attribute `ttl`. */
function hasExpired(item: unknown, now: number): boolean {
  const ttl = (item as { ttl?: { N?: string } } | null)?.ttl?.N;
  return ttl !== undefined && Number(ttl) < now;
}
