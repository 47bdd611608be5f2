// Generates the table definitions of terraform/modules/database from libs/persistence.
import { TABLES } from '../../../dist/libs/persistence/src/index.js';

export const TABLES_FILE = 'terraform/modules/database/tables.json';

export function tableDefinitions() {
  const tables = Object.entries(TABLES).map(([name, { partitionKey, sortKey, ttlAttribute }]) => [
    name,
    { partition_key: partitionKey, sort_key: sortKey, ttl_attribute: ttlAttribute },
  ]);
  return `${JSON.stringify(Object.fromEntries(tables), null, 2)}\n`;
}
