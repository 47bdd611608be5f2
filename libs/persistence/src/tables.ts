import type { AttributeValue } from '@aws-sdk/client-dynamodb';

interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** The definition of a table, for `ensureTables` and for Terraform. */
export interface TableDefinition {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** The TTL attribute: the time in seconds since the epoch after which DynamoDB may delete the item. */
  readonly ttlAttribute?: string;
}

const string = (name: string): KeyAttribute => ({ name, type: 'S' });
const number = (name: string): KeyAttribute => ({ name, type: 'N' });

/** All tables by logical name. All are billed on demand and have no index: see docs/adr/0013. */
export const TABLES = {
  /** One item per batch of credential instances: owner, status references and status; no income, no opening, no name. */
  IssuedCredentials: { partitionKey: string('id') },
  /**
   * One item per verification request, with its nonce and its answer, and `status/<id>`: the id of the request whose state
   * has this public name. Consuming the request consumes the nonce.
   */
  Nonces: { partitionKey: string('id'), ttlAttribute: 'ttl' },
  /**
   * `key/…`: one item per idempotency key, with the encrypted response for retries; `chunk/…`: one item per chunk of a
   * response too large for an item.
   */
  IdempotencyKeys: { partitionKey: string('id'), ttlAttribute: 'ttl' },
  /** One item per bearer key, under its hash; `id/<client>`: one item per claimed client id. */
  ApiClients: { partitionKey: string('keyHash') },
  /** One item per API client: what it has used of its plan. */
  ClientBudgets: { partitionKey: string('id'), ttlAttribute: 'ttl' },
  /**
   * `taken/<list>/<index>`: one item per reserved index; `entries/<list>`: all entries that were ever set; `lists`:
   * the existing lists; `changes`: changes of status that may not be complete in the entries.
   */
  StatusLists: { partitionKey: string('id'), sortKey: number('entry') },
  /**
   * `offer/<id>`: one item per offer of credentials: owner, hashes of its secrets, state and times; `content/…`: what it
   * attests, and for minutes the issued credentials, encrypted under a secret of the wallet, in chunks if it is large.
   */
  Offers: { partitionKey: string('id'), ttlAttribute: 'ttl' },
  /** One item per service and API client: the URLs that get its events, without their secrets. */
  WebhookEndpoints: { partitionKey: string('owner') },
  /**
   * `<service>/queue/<number>`: deliveries by the time when they are due; `<service>/records/<endpoint>`: what became of them.
   * Ids and times only.
   */
  WebhookDeliveries: {
    partitionKey: string('shard'),
    sortKey: string('position'),
    ttlAttribute: 'ttl',
  },
  /**
   * One partition per listing. `listing`: owner, policy, state and counts; `request/<id>`: one item per request that it made or
   * was about to make.
   */
  Listings: { partitionKey: string('id'), sortKey: string('item'), ttlAttribute: 'ttl' },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** A valid key of the table that no item has. */
export function absentKey(table: TableName): Record<string, AttributeValue> {
  const { partitionKey, sortKey }: TableDefinition = TABLES[table];
  const keys = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
  return Object.fromEntries(keys.map(({ name, type }) => [name, type === 'S' ? { S: 'ping' } : { N: '0' }]));
}
