import {
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ensureTables } from '../../ensure-tables.js';
import { StoreUnavailableError } from '../../errors.js';
import { createStoreClient, pingStore, type StoreClient, type StoreConfig } from '../../store-client.js';
import { TABLE_NAMES, TABLES, type TableDefinition } from '../../tables.js';
import type { OpenClient } from '../open-client.js';

export async function deleteTables(store: StoreClient): Promise<void> {
  await Promise.all(
    TABLE_NAMES.map(async (table) => {
      const TableName = store.tableName(table);
      await store.dynamo.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists({ client: store.dynamo, minDelay: 0.05, maxWaitTime: 30 }, { TableName });
    }),
  );
}

export function describeTables(openClient: OpenClient, config: () => StoreConfig): void {
  describe('tables', () => {
    test('have the defined keys, no index, and are billed on demand', async () => {
      const store = openClient();
      for (const table of TABLE_NAMES) {
        const { Table } = await store.dynamo.send(
          new DescribeTableCommand({ TableName: store.tableName(table) }),
        );
        const { partitionKey, sortKey }: TableDefinition = TABLES[table];
        expect(Table?.TableStatus).toBe('ACTIVE');
        expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
        expect(Table?.GlobalSecondaryIndexes ?? []).toEqual([]);
        expect(Table?.KeySchema?.map((key) => key.AttributeName)).toEqual(
          [partitionKey, sortKey].filter((key) => key !== undefined).map((key) => key.name),
        );
      }
    });

    test('have the defined TTL attribute if the store supports TTL', async () => {
      const store = openClient();
      for (const table of TABLE_NAMES) {
        const { ttlAttribute }: TableDefinition = TABLES[table];
        const { TimeToLiveDescription: ttl } = await store.dynamo.send(
          new DescribeTimeToLiveCommand({ TableName: store.tableName(table) }),
        );
        // A store without UpdateTimeToLive always reports DISABLED.
        if (ttl?.TimeToLiveStatus !== 'DISABLED') expect(ttl?.AttributeName).toBe(ttlAttribute);
        expect(['ENABLED', 'ENABLING', 'DISABLED']).toContain(ttl?.TimeToLiveStatus);
      }
    });

    test('can be created by several programs at the same time, and again', async () => {
      const tablePrefix = `test-${crypto.randomUUID()}-`;
      const programs = Array.from({ length: 3 }, () => createStoreClient({ ...config(), tablePrefix }));
      await Promise.all(programs.map((program) => ensureTables(program)));
      await ensureTables(programs[0]!);
      await expect(pingStore(programs[1]!)).resolves.toBeUndefined();
      await deleteTables(programs[0]!);
      for (const program of programs) program.close();
    });

    test('that do not exist make the store unavailable, with the reason', async () => {
      const store = createStoreClient({ ...config(), tablePrefix: 'never-created-' });
      const error = await pingStore(store, ['Nonces']).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect((error as Error).message).toMatch(/the table does not exist \(GetItem\)/);
      await expect(pingStore(openClient(), ['Nonces'])).resolves.toBeUndefined();
      store.close();
    });
  });
}
