import type { AttributeValue } from '@aws-sdk/client-dynamodb';

interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** A table as data: what creates it here, and what infrastructure code creates in the cloud. */
export interface TableDefinition {
  readonly purpose: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** The attribute, in seconds since the epoch, after which the store may delete an item. */
  readonly ttlAttribute?: string;
}

const string = (name: string): KeyAttribute => ({ name, type: 'S' });
const number = (name: string): KeyAttribute => ({ name, type: 'N' });

/** Every table, by logical name. All are billed on demand and have no index: see docs/adr/0013. */
export const TABLES = {
  /** One item per batch of copies. */
  IssuedCredentials: {
    purpose: 'Batches of issued copies: owner, status references and status; no income, no opening, no name',
    partitionKey: string('id'),
  },
  /** One item per verification request; consuming it consumes its nonce. */
  Nonces: {
    purpose: 'Verification requests with their nonces, and how they were answered',
    partitionKey: string('id'),
    ttlAttribute: 'ttl',
  },
  /** `key/…`: one item per idempotency key; `chunk/…`: one per piece of a response too large for an item. */
  IdempotencyKeys: {
    purpose: 'Idempotency keys with the encrypted response that a retry is given',
    partitionKey: string('id'),
    ttlAttribute: 'ttl',
  },
  /** One item per bearer key, under its hash; `id/<client>`: that a client's id is taken. */
  ApiClients: {
    purpose: 'Programs that may call the services, under the hash of their bearer key',
    partitionKey: string('keyHash'),
  },
  /** One item per client: how much of its plan it has used. */
  ClientBudgets: {
    purpose: 'How much of their plans API clients have used',
    partitionKey: string('id'),
    ttlAttribute: 'ttl',
  },
  /** `reserved/<list>/<index>`: one item per index taken; `entries/<list>`: the entries ever set; `lists`: which there are. */
  StatusLists: {
    purpose: 'Indices taken in status lists, and the entries that were ever set',
    partitionKey: string('id'),
    sortKey: number('entry'),
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** A key of the table's shape under which nothing is ever stored. */
export function absentKey(table: TableName): Record<string, AttributeValue> {
  const { partitionKey, sortKey }: TableDefinition = TABLES[table];
  const keys = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
  return Object.fromEntries(keys.map(({ name, type }) => [name, type === 'S' ? { S: 'ping' } : { N: '0' }]));
}
