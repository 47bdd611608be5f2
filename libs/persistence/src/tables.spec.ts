import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TABLES, type TableDefinition } from './tables.js';

const file = join(import.meta.dirname, '../../../terraform/modules/database/tables.json');

describe('the tables that Terraform makes', () => {
  const made = JSON.parse(readFileSync(file, 'utf8'));

  test('are those of the application, none more and none less', () => {
    expect(Object.keys(made)).toEqual(Object.keys(TABLES));
  });

  test.each(Object.entries<TableDefinition>(TABLES))(
    'have the keys and the TTL that the application counts on: %s',
    (name, { partitionKey, sortKey, ttlAttribute }) => {
      const expected = { partition_key: partitionKey, sort_key: sortKey, ttl_attribute: ttlAttribute };
      expect(made[name]).toEqual(JSON.parse(JSON.stringify(expected)));
    },
  );
});
