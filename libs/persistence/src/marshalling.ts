import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** A value that the adapters store. */
export type StorableValue =
  | string
  | number
  | Uint8Array
  | readonly StorableValue[]
  | { readonly [name: string]: StorableValue | undefined };

export type Item = Record<string, AttributeValue>;

/**
 * The item of an object. Members that are undefined are omitted.
 *
 * @throws RangeError for a number that is not a safe integer
 * @throws TypeError for a value of another type than `StorableValue`
 */
export function marshallItem(object: object): Item {
  assertStorable(object);
  return marshall(object, { removeUndefinedValues: true });
}

/**
 * The object of an item. Rejects what `marshallItem` does not write.
 *
 * @throws RangeError for a number that is not a safe integer
 * @throws TypeError for an attribute of another type than `StorableValue`
 */
export function unmarshallItem<T>(item: Item): T {
  const object = unmarshall(item);
  assertStorable(object);
  return object as T;
}

/** The library converts more types, and fractions. Neither is stored here. */
function assertStorable(value: unknown): void {
  if (typeof value === 'string' || value instanceof Uint8Array) return;
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (!Number.isSafeInteger(value)) throw new RangeError('Only safe integers can be stored.');
    return;
  }
  if (Array.isArray(value)) {
    for (const element of value) assertStorable(element);
    return;
  }
  // Also excludes null, Set and Map.
  if (Object.prototype.toString.call(value) !== '[object Object]')
    throw new TypeError(
      `Values of type ${Object.prototype.toString.call(value).slice(8, -1)} cannot be stored.`,
    );
  for (const member of Object.values(value as object)) if (member !== undefined) assertStorable(member);
}
