import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TABLES, type TableDefinition } from './tables.js';

const file = join(import.meta.dirname, '../../../terraform/modules/database/tables.json');

describe('the tables of the Terraform module', () => {
  const tables = JSON.parse(readFileSync(file, 'utf8'));

  test('are those of the application', () => {
    expect(Object.keys(tables)).toEqual(Object.keys(TABLES));
  });

  test.each(Object.entries<TableDefinition>(TABLES))(
    'have the keys and the TTL attribute of the application: %s',
    (name, { partitionKey, sortKey, ttlAttribute }) => {
      const expected = { partition_key: partitionKey, sort_key: sortKey, ttl_attribute: ttlAttribute };
      expect(tables[name]).toEqual(JSON.parse(JSON.stringify(expected)));
    },
  );
});
