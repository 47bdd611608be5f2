import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { AlreadyExistsError } from './errors.js';
import { type Item, marshallItem, type StorableValue, unmarshallItem } from './marshalling.js';
import type { StoreClient } from './store-client.js';
import { TABLES, type TableDefinition, type TableName } from './tables.js';

/**
 * A condition expression, and the values that the expressions of the write use: `{ now: 0 }` is `:now`. An attribute
 * is always written as `#name`, because many plain words are reserved.
 */
export interface Condition {
  readonly condition: string;
  readonly values?: Readonly<Record<string, StorableValue>>;
}

export interface ConditionalUpdate extends Condition {
  readonly update: string;
}

/**
 * Identifies one write. If a response is lost, the SDK retries the write, whose condition then fails on its own item:
 * the token in the item tells it from the item of another caller.
 */
export const newWriteToken = (): string => crypto.randomUUID();

/** A strongly consistent read of one item. */
export async function getItem<T>(store: StoreClient, table: TableName, key: object): Promise<T | undefined> {
  const { Item: item } = await store.dynamo.send(
    new GetItemCommand({ TableName: store.tableName(table), Key: marshallItem(key), ConsistentRead: true }),
  );
  return item === undefined ? undefined : unmarshallItem<T>(item);
}

/** A strongly consistent read of all items with a partition key, over all pages. */
export async function queryPartition<T>(
  store: StoreClient,
  table: TableName,
  partition: string,
): Promise<T[]> {
  const items: T[] = [];
  const keyCondition = `#${TABLES[table].partitionKey.name} = :partition`;
  let startKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await store.dynamo.send(
      new QueryCommand({
        TableName: store.tableName(table),
        KeyConditionExpression: keyCondition,
        ...expressionAttributes([keyCondition], { partition }),
        ConsistentRead: true,
        ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshallItem<T>(item)));
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
  return items;
}

/** Which items of a partition, in which order, and at most how many. */
export interface PartitionQuery extends Condition {
  /** Leaves out items that are read; further ones are read instead of them. */
  readonly filter?: string;
  readonly isDescending?: boolean;
  readonly limit: number;
  /** Pages that are read at most, so that a filter which leaves out much costs no more. */
  readonly maxPages: number;
}

/** An eventually consistent read of the first items that a query finds. */
export async function queryItems<T>(
  store: StoreClient,
  table: TableName,
  { condition, values, filter, isDescending = false, limit, maxPages }: PartitionQuery,
): Promise<T[]> {
  const items: T[] = [];
  let startKey: QueryCommandOutput['LastEvaluatedKey'];
  for (let page = 0; page < maxPages && items.length < limit; page++) {
    const output: QueryCommandOutput = await store.dynamo.send(
      new QueryCommand({
        TableName: store.tableName(table),
        KeyConditionExpression: condition,
        ...(filter !== undefined && { FilterExpression: filter }),
        ...expressionAttributes([condition, filter ?? ''], values),
        ScanIndexForward: !isDescending,
        Limit: limit,
        ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
      }),
    );
    items.push(...(output.Items ?? []).map((item) => unmarshallItem<T>(item)));
    startKey = output.LastEvaluatedKey;
    if (startKey === undefined) break;
  }
  return items.slice(0, limit);
}

/** Writes the item, whatever its key held before. */
export async function putItem(store: StoreClient, table: TableName, item: object): Promise<void> {
  await store.dynamo.send(
    new PutItemCommand({ TableName: store.tableName(table), Item: marshallItem(item) }),
  );
}

/** Deletes the item if it exists. */
export async function deleteItem(store: StoreClient, table: TableName, key: object): Promise<void> {
  await store.dynamo.send(
    new DeleteItemCommand({ TableName: store.tableName(table), Key: marshallItem(key) }),
  );
}

/** Writes the item if the condition holds; false otherwise. */
export async function putItemIf(
  store: StoreClient,
  table: TableName,
  item: object,
  { condition, values }: Condition,
): Promise<boolean> {
  const output = await undefinedIfConditionFails(
    store.dynamo.send(
      new PutItemCommand({
        TableName: store.tableName(table),
        Item: marshallItem(item),
        ConditionExpression: condition,
        ...expressionAttributes([condition], values),
      }),
    ),
  );
  return output !== undefined;
}

/** Updates the item if the condition holds; false otherwise. */
export async function updateItemIf(
  store: StoreClient,
  table: TableName,
  key: object,
  update: ConditionalUpdate,
): Promise<boolean> {
  return (await sendUpdate(store, table, key, update, 'NONE')) !== undefined;
}

/** Updates the item if the condition holds and returns all its attributes; undefined otherwise. */
export async function updateAndGetItemIf<T>(
  store: StoreClient,
  table: TableName,
  key: object,
  update: ConditionalUpdate,
): Promise<T | undefined> {
  const output = await sendUpdate(store, table, key, update, 'ALL_NEW');
  return output && unmarshallItem<T>(output.Attributes!);
}

function sendUpdate(
  store: StoreClient,
  table: TableName,
  key: object,
  { update, condition, values }: ConditionalUpdate,
  returnValues: UpdateItemCommandInput['ReturnValues'],
): Promise<UpdateItemCommandOutput | undefined> {
  return undefinedIfConditionFails(
    store.dynamo.send(
      new UpdateItemCommand({
        TableName: store.tableName(table),
        Key: marshallItem(key),
        UpdateExpression: update,
        ConditionExpression: condition,
        ...expressionAttributes([update, condition], values),
        ReturnValues: returnValues,
      }),
    ),
  );
}

/** Deletes the item if the condition holds; false otherwise. */
export async function deleteItemIf(
  store: StoreClient,
  table: TableName,
  key: object,
  { condition, values }: Condition,
): Promise<boolean> {
  const output = await undefinedIfConditionFails(
    store.dynamo.send(
      new DeleteItemCommand({
        TableName: store.tableName(table),
        Key: marshallItem(key),
        ConditionExpression: condition,
        ...expressionAttributes([condition], values),
      }),
    ),
  );
  return output !== undefined;
}

/** Writes an item if none has its key; false otherwise. */
export async function putItemIfAbsent(store: StoreClient, table: TableName, item: object): Promise<boolean> {
  const writeToken = newWriteToken();
  const { partitionKey, sortKey }: TableDefinition = TABLES[table];
  const condition = `attribute_not_exists(#${partitionKey.name})`;
  if (await putItemIf(store, table, { ...item, writeToken }, { condition })) return true;
  const keyNames = [partitionKey, sortKey].flatMap((key) => (key === undefined ? [] : [key.name]));
  const key = Object.fromEntries(Object.entries(item).filter(([name]) => keyNames.includes(name)));
  const found = await getItem<{ writeToken?: string }>(store, table, key);
  return found?.writeToken === writeToken;
}

/**
 * Writes an item whose key is random or otherwise expected to be new.
 *
 * @throws AlreadyExistsError if an item has its key
 */
export async function createItem(store: StoreClient, table: TableName, item: object): Promise<void> {
  if (!(await putItemIfAbsent(store, table, item)))
    throw new AlreadyExistsError(`An item with this key already exists in ${table}.`);
}

/** The output of a conditional write; undefined if its condition does not hold. */
async function undefinedIfConditionFails<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** The names and values of expressions. DynamoDB rejects unused names, and an empty map of values. */
export function expressionAttributes(
  expressions: readonly string[],
  values: Readonly<Record<string, StorableValue>> = {},
): { ExpressionAttributeNames: Record<string, string>; ExpressionAttributeValues?: Item } {
  const names = expressions.flatMap((expression) => [...expression.matchAll(/#(\w+)/g)]);
  const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));
  return {
    ExpressionAttributeNames: Object.fromEntries(names.map(([placeholder, name]) => [placeholder, name!])),
    ...(Object.keys(named).length > 0 && { ExpressionAttributeValues: marshallItem(named) }),
  };
}
