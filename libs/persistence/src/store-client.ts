import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { toStoreError } from './errors.js';
import { absentKey, TABLE_NAMES, type TableName } from './tables.js';

/** Selects the store. All stores use the same code. */
export interface StoreConfig {
  /** URL of a store other than DynamoDB in the AWS region: the embedded store, DynamoDB Local. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  /** By default the SDK resolves credentials as usual. An `http:` endpoint is local and gets placeholder credentials. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Prefix of all table names. */
  readonly tablePrefix?: string | undefined;
  /** Timeout of each attempt, in milliseconds. */
  readonly requestTimeoutMs?: number | undefined;
  /** Attempts per call, including the first. */
  readonly maxAttempts?: number | undefined;
  /** Wraps every call, e.g. to measure its duration. */
  readonly observe?: (<T>(operation: string, run: () => Promise<T>) => Promise<T>) | undefined;
}

/** The client of a store, and the names of its tables. A process needs one. */
export interface StoreClient {
  readonly dynamo: DynamoDBClient;
  /** The store's endpoint or region, for messages. */
  readonly location: string;
  tableName(table: TableName): string;
  /** Closes the connections. */
  close(): void;
}

const MAX_CONNECTIONS = 50;

const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Creates the client of the configured store. Calls throw `StoreUnavailableError` after the retries of the SDK. */
export function createStoreClient(config: StoreConfig = {}): StoreClient {
  const { endpoint, region, tablePrefix = '', requestTimeoutMs = 5_000, maxAttempts = 4, observe } = config;
  // Never send real credentials over an unencrypted connection.
  const local = endpoint !== undefined && new URL(endpoint).protocol === 'http:';
  const credentials = config.credentials ?? (local ? LOCAL_CREDENTIALS : undefined);
  const effectiveRegion = region ?? (local ? 'local' : undefined);
  const dynamo = new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint }),
    ...(effectiveRegion !== undefined && { region: effectiveRegion }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts,
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: MAX_CONNECTIONS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_CONNECTIONS },
    },
  });
  const location = endpoint ?? (effectiveRegion === undefined ? 'DynamoDB' : `DynamoDB (${effectiveRegion})`);
  limitConcurrency(dynamo);
  convertErrors(dynamo, location);
  if (observe !== undefined) observeCalls(dynamo, observe);
  return {
    dynamo,
    location,
    tableName: (table) => tablePrefix + table,
    close: () => dynamo.destroy(),
  };
}

const operationOf = ({ commandName = 'unknown operation' }: { commandName?: string }): string =>
  commandName.replace(/Command$/, '');

/** Queues calls for a connection before the pool does, where the wait would count towards the request timeout. */
function limitConcurrency(dynamo: DynamoDBClient): void {
  const limit = pLimit(MAX_CONNECTIONS);
  dynamo.middlewareStack.add((next) => (args) => limit(() => next(args)), {
    step: 'deserialize',
    priority: 'low',
    name: 'limitConcurrency',
  });
}

function convertErrors(dynamo: DynamoDBClient, location: string): void {
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const operation = operationOf(context);
        // `DescribeTable` is how callers find out whether a table exists.
        if (operation === 'DescribeTable' && (error as Error).name === 'ResourceNotFoundException')
          throw error;
        throw toStoreError(error, location, operation);
      }
    },
    { step: 'initialize', priority: 'high', name: 'convertErrors' },
  );
}

function observeCalls(dynamo: DynamoDBClient, observe: NonNullable<StoreConfig['observe']>): void {
  dynamo.middlewareStack.add((next, context) => (args) => observe(operationOf(context), () => next(args)), {
    step: 'initialize',
    priority: 'high',
    name: 'observeCalls',
  });
}

/**
 * Resolves if each of the tables (by default all) can be read. Reads one absent item of each table, eventually
 * consistent, with the permissions that the adapters need anyway.
 *
 * @throws StoreUnavailableError if the store or a table is not available
 */
export async function pingStore(
  store: StoreClient,
  tables: readonly TableName[] = TABLE_NAMES,
): Promise<void> {
  await Promise.all(
    tables.map((table) =>
      store.dynamo.send(new GetItemCommand({ TableName: store.tableName(table), Key: absentKey(table) })),
    ),
  );
}
