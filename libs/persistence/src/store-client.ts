import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { asUnavailable } from './errors.js';
import { absentKey, TABLE_NAMES, type TableName } from './tables.js';

/** Which store is used: configuration, never a code path. */
export interface StoreConfig {
  /** URL of a store other than the AWS service of the region: the embedded one, DynamoDB Local. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  /** Without them the SDK looks where AWS says; a plain-http endpoint is local and gets made-up ones. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Put before every table's logical name. */
  readonly tablePrefix?: string | undefined;
  /** Milliseconds that the store may take for one try. */
  readonly requestTimeoutMs?: number | undefined;
  /** Tries for one call, the first included. */
  readonly maxAttempts?: number | undefined;
  /** Runs every call, for whoever measures them. */
  readonly observe?: (<T>(operation: string, run: () => Promise<T>) => Promise<T>) | undefined;
}

/** The one client of a process, and the names of the tables in its store. */
export interface StoreClient {
  readonly dynamo: DynamoDBClient;
  /** What to call the store in a message. */
  readonly where: string;
  tableName(table: TableName): string;
  /** Closes the connections. */
  close(): void;
}

const MAX_CONNECTIONS = 50;

const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * The client of the configured store. Tries again what can be tried again; what remains of an unreachable,
 * overloaded or refusing store is a `StoreUnavailableError`.
 */
export function createStoreClient(config: StoreConfig = {}): StoreClient {
  const { endpoint, region, tablePrefix = '', requestTimeoutMs = 5_000, maxAttempts = 4 } = config;
  // Real credentials never belong on an unencrypted connection, so http means a store on this machine.
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
  const where = endpoint ?? `DynamoDB${effectiveRegion === undefined ? '' : ` in ${effectiveRegion}`}`;
  limitConcurrency(dynamo);
  reportUnavailability(dynamo, where);
  const { observe } = config;
  if (observe !== undefined) {
    dynamo.middlewareStack.add((next, context) => (args) => observe(operationOf(context), () => next(args)), {
      step: 'initialize',
      priority: 'high',
      name: 'observe',
    });
  }
  return {
    dynamo,
    where,
    tableName: (table) => tablePrefix + table,
    close: () => dynamo.destroy(),
  };
}

const operationOf = ({ commandName }: { commandName?: string }): string =>
  commandName?.replace(/Command$/, '') ?? 'a call';

/** Queues calls for a connection before the pool does, where the wait would count towards the request timeout. */
function limitConcurrency(dynamo: DynamoDBClient): void {
  const limit = pLimit(MAX_CONNECTIONS);
  dynamo.middlewareStack.add((next) => (args) => limit(() => next(args)), {
    step: 'deserialize',
    priority: 'low',
    name: 'limitConcurrency',
  });
}

function reportUnavailability(dynamo: DynamoDBClient, where: string): void {
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const operation = operationOf(context);
        // Whether a table exists is what DescribeTable is asked.
        if (operation === 'DescribeTable' && (error as Error).name === 'ResourceNotFoundException')
          throw error;
        throw asUnavailable(error, where, operation);
      }
    },
    { step: 'initialize', priority: 'high', name: 'reportUnavailability' },
  );
}

/**
 * Resolves when each of the tables (all, unless named) can be read; throws `StoreUnavailableError` otherwise.
 * One small, eventually consistent read per table, with the rights that the adapters need anyway.
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

/** True when `pingStore` finds all of the tables. */
export async function isStoreReady(store: StoreClient, tables?: readonly TableName[]): Promise<boolean> {
  return pingStore(store, tables).then(
    () => true,
    () => false,
  );
}
