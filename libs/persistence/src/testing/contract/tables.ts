import {
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ensureTables } from '../../ensure-tables.js';
import { StoreUnavailableError } from '../../errors.js';
import {
  createStoreClient,
  isStoreReady,
  pingStore,
  type StoreClient,
  type StoreConfig,
} from '../../store-client.js';
import { TABLE_NAMES, TABLES, type TableDefinition } from '../../tables.js';
import type { Open } from '../open.js';

export async function dropTables(store: StoreClient): Promise<void> {
  await Promise.all(
    TABLE_NAMES.map(async (table) => {
      const TableName = store.tableName(table);
      await store.dynamo.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists({ client: store.dynamo, minDelay: 0.05, maxWaitTime: 30 }, { TableName });
    }),
  );
}

export function describeTables(open: Open, config: () => StoreConfig): void {
  describe('tables', () => {
    test('exist as they are defined, billed on demand and without an index', async () => {
      const store = open();
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

    test('expire items where the definition says so, if the store can', async () => {
      const store = open();
      for (const table of TABLE_NAMES) {
        const { ttlAttribute }: TableDefinition = TABLES[table];
        const { TimeToLiveDescription: expiry } = await store.dynamo.send(
          new DescribeTimeToLiveCommand({ TableName: store.tableName(table) }),
        );
        // A store without UpdateTimeToLive says DISABLED for ever; ensureTables must have lived with that.
        if (expiry?.TimeToLiveStatus !== 'DISABLED') expect(expiry?.AttributeName).toBe(ttlAttribute);
        expect(['ENABLED', 'ENABLING', 'DISABLED']).toContain(expiry?.TimeToLiveStatus);
      }
    });

    test('can be ensured by several programs at once, and again', async () => {
      const fresh = () => createStoreClient({ ...config(), tablePrefix: prefix });
      const prefix = `test-${crypto.randomUUID()}-`;
      const programs = [fresh(), fresh(), fresh()];
      await Promise.all(programs.map((program) => ensureTables(program)));
      await ensureTables(programs[0]!);
      await expect(pingStore(programs[1]!)).resolves.toBeUndefined();
      await dropTables(programs[0]!);
      for (const program of programs) program.close();
    });

    test('that are missing make the store unavailable, and the message names the reason', async () => {
      const store = createStoreClient({ ...config(), tablePrefix: 'never-made-' });
      const error = await pingStore(store, ['Nonces']).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect((error as Error).message).toMatch(/the table does not exist \(GetItem\)/);
      expect(await isStoreReady(store)).toBe(false);
      expect(await isStoreReady(open())).toBe(true);
      store.close();
    });
  });
}
