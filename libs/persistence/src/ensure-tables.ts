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
 * Creates the tables (all, unless named) that are missing, waits until they can be used and switches their
 * expiry on. Does nothing where nothing is missing, and any number of programs may do it at once.
 * Throws `StoreUnavailableError` when the store does not answer or a table does not become usable in a minute.
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
  if (status !== 'ACTIVE') await waitUntilUsable(store, name);
  if (definition.ttlAttribute !== undefined) await enableExpiry(store, name, definition.ttlAttribute);
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
    // Another program was faster.
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
}

async function waitUntilUsable(store: StoreClient, name: string): Promise<void> {
  try {
    await waitUntilTableExists(
      { client: store.dynamo, minDelay: 0.05, maxDelay: 2, maxWaitTime: MAX_WAIT_SECONDS },
      { TableName: name },
    );
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    throw new StoreUnavailableError(
      `The store at ${store.where} is not available: the table ${name} did not become usable within ${MAX_WAIT_SECONDS} s.`,
      { cause: error },
    );
  }
}

/** Expiry by the store is a clean-up that some stores do not have; the adapters check times themselves. */
async function enableExpiry(store: StoreClient, name: string, attribute: string): Promise<void> {
  const { TimeToLiveDescription: now } = await store.dynamo.send(
    new DescribeTimeToLiveCommand({ TableName: name }),
  );
  if (now?.TimeToLiveStatus === 'ENABLED' || now?.TimeToLiveStatus === 'ENABLING') return;
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

/** The store knows no expiry, or another program has just switched it on. */
function isTolerable(error: Error): boolean {
  return (
    error.name === 'UnknownOperationException' ||
    error.name === 'ResourceInUseException' ||
    (error.name === 'ValidationException' && /already enabled/i.test(error.message))
  );
}
