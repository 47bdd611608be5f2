import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { AlreadyExistsError } from './errors.js';
import { type Item, marshallItem, type StorableValue, unmarshallItem } from './marshalling.js';
import type { StoreClient } from './store-client.js';
import { TABLES, type TableName } from './tables.js';

/** Who may have written an item: a repeated call is told from another caller by this random mark. */
export const newMark = (): string => crypto.randomUUID();

/** `{ '#status': 'status' }`: many plain words are reserved in expressions. */
export const names = (...attributes: string[]): Record<string, string> =>
  Object.fromEntries(attributes.map((name) => [`#${name}`, name]));

/** `{ ':now': { N: '0' } }` */
export const values = (named: Record<string, StorableValue>): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(marshallItem(named)).map(([name, value]) => [`:${name}`, value]));

/** The answer of a conditional write, or undefined when its condition does not hold. */
export async function unlessConditionFails<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** A strongly consistent read of one item. */
export async function readItem<T>(store: StoreClient, table: TableName, key: object): Promise<T | undefined> {
  const { Item: item } = await store.dynamo.send(
    new GetItemCommand({ TableName: store.tableName(table), Key: marshallItem(key), ConsistentRead: true }),
  );
  return item === undefined ? undefined : unmarshallItem<T>(item as Item);
}

/**
 * Stores an item under a key that is free; false when it is taken. When an answer is lost the SDK repeats
 * the write, finds its own item and would take it for another's: the mark tells them apart.
 */
export async function putNew(store: StoreClient, table: TableName, item: object): Promise<boolean> {
  const { partitionKey, sortKey }: { partitionKey: { name: string }; sortKey?: { name: string } } =
    TABLES[table];
  const mark = newMark();
  const marked: Item = marshallItem({ ...item, mark });
  const written = await unlessConditionFails(
    store.dynamo.send(
      new PutItemCommand({
        TableName: store.tableName(table),
        Item: marked,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': partitionKey.name },
      }),
    ),
  );
  if (written !== undefined) return true;
  const key: Item = { [partitionKey.name]: marked[partitionKey.name]! };
  if (sortKey !== undefined) key[sortKey.name] = marked[sortKey.name]!;
  const found = await readItem<{ mark?: string }>(store, table, unmarshallItem(key));
  return found?.mark === mark;
}

/** `putNew`, for callers whose key is random: a key that is taken is an error. */
export async function createItem(store: StoreClient, table: TableName, item: object): Promise<void> {
  if (!(await putNew(store, table, item))) throw new AlreadyExistsError(`This item is in ${table} already.`);
}
