/// <reference path="./dynalite.d.ts" />
import { EmbeddedStoreError } from './errors.js';
import { findCorruption } from './leveldb/check.js';

/**
 * Makes the database of a data folder ready for its store, while nobody else has it open: refuses damaged
 * files, finishes tables that a killed process left half created and removes items that have expired, which
 * dynalite never does. Throws `EmbeddedStoreError('data_corrupt')`.
 */
export async function prepareDatabase(folder: string, database: string): Promise<void> {
  const corruption = findCorruption(database);
  if (corruption !== undefined) throw EmbeddedStoreError.corrupt(folder, corruption);
  const { default: dynaliteDatabases } = await import('dynalite/db/index.js');
  const { db } = dynaliteDatabases.create({ path: database });
  try {
    await db.open();
    const now = Math.floor(Date.now() / 1000);
    for await (const [key, value] of db.iterator()) {
      if (key.startsWith('table~')) await finishTable(db, key, value as { TableStatus?: string });
      else if (hasExpired(value, now)) await db.del(key);
    }
  } catch (error) {
    const { cause = error } = error as Error;
    throw EmbeddedStoreError.corrupt(folder, (cause as Error).message, error);
  } finally {
    await db.close();
  }
}

/** dynalite makes a table usable in a second write, which a killed process never came to. */
async function finishTable(
  db: { put(key: string, value: unknown): Promise<void> },
  key: string,
  table: { TableStatus?: string },
): Promise<void> {
  if (table.TableStatus === 'CREATING') await db.put(key, { ...table, TableStatus: 'ACTIVE' });
}

/** By the attribute that every table with expiry has for it. */
function hasExpired(item: unknown, now: number): boolean {
  const ttl = (item as { ttl?: { N?: string } } | null)?.ttl?.N;
  return ttl !== undefined && Number(ttl) < now;
}
