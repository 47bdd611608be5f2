// The tables of the application as terraform/modules/database has them: libs/persistence/src/tables.ts is the source.
import { TABLES } from '../../dist/libs/persistence/src/index.js';

export const TABLES_FILE = 'terraform/modules/database/tables.json';

/** The text of the file that the module reads. */
export function tablesText() {
  const tables = Object.entries(TABLES).map(([name, { partitionKey, sortKey, ttlAttribute }]) => [
    name,
    { partition_key: partitionKey, sort_key: sortKey, ttl_attribute: ttlAttribute },
  ]);
  return `${JSON.stringify(Object.fromEntries(tables), null, 2)}\n`;
}
