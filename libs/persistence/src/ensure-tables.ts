import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { StoreUnavailableError } from './errors.js';
import type { StoreClient } from './store-client.js';
import { TABLE_NAMES, TABLES, type TableDefinition, type TableName } from './tables.js';

const MAX_WAIT_SECONDS = 60;

/**
 * Creates the tables (by default all) that are missing, waits until they are active and enables TTL. Idempotent, and
 * safe to call from several programs at the same time.
 *
 * @throws StoreUnavailableError if the store is not available or a table does not become active within a minute
 */
export async function ensureTables(
  store: StoreClient,
  tables: readonly TableName[] = TABLE_NAMES,
): Promise<void> {
  await Promise.all(tables.map((table) => ensureTable(store, table)));
}

async function ensureTable(store: StoreClient, table: TableName): Promise<void> {
  const definition: TableDefinition = TABLES[table];
  const name = store.tableName(table);
  const status = await tableStatus(store, name);
  if (status === undefined) await createTable(store, name, definition);
  if (status !== 'ACTIVE') await waitUntilActive(store, name);
  if (definition.ttlAttribute !== undefined) await enableTtl(store, name, definition.ttlAttribute);
}

async function tableStatus(store: StoreClient, name: string): Promise<string | undefined> {
  try {
    return (await store.dynamo.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function createTable(store: StoreClient, name: string, definition: TableDefinition): Promise<void> {
  const { partitionKey, sortKey } = definition;
  const keys = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
  try {
    await store.dynamo.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
        KeySchema: keys.map((key, i) => ({ AttributeName: key.name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  } catch (error) {
    // Another program has just created it.
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
}

async function waitUntilActive(store: StoreClient, name: string): Promise<void> {
  try {
    await waitUntilTableExists(
      { client: store.dynamo, minDelay: 0.05, maxDelay: 2, maxWaitTime: MAX_WAIT_SECONDS },
      { TableName: name },
    );
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    throw new StoreUnavailableError(
      `The store ${store.location} is not available: the table ${name} did not become active within ${MAX_WAIT_SECONDS} s.`,
      { cause: error },
    );
  }
}

/** TTL only cleans up, and some stores do not support it: the adapters check times themselves. */
async function enableTtl(store: StoreClient, name: string, attribute: string): Promise<void> {
  const { TimeToLiveDescription: ttl } = await store.dynamo.send(
    new DescribeTimeToLiveCommand({ TableName: name }),
  );
  if (ttl?.TimeToLiveStatus === 'ENABLED' || ttl?.TimeToLiveStatus === 'ENABLING') return;
  try {
    await store.dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
      }),
    );
  } catch (error) {
    if (!isTolerable(error as Error)) throw error;
  }
}

/** The store does not support TTL, or another program has just enabled it. */
function isTolerable(error: Error): boolean {
  return (
    error.name === 'UnknownOperationException' ||
    error.name === 'ResourceInUseException' ||
    (error.name === 'ValidationException' && /already enabled/i.test(error.message))
  );
}
