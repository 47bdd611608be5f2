import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What the items of this program are made of. */
export type Storable =
  | string
  | number
  | Uint8Array
  | readonly Storable[]
  | { readonly [name: string]: Storable | undefined };

export type Item = Record<string, AttributeValue>;

export function marshalValue(value: Storable): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: decimal(value) };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(marshalValue) };
  return { M: marshal(value as { readonly [name: string]: Storable | undefined }) };
}

/** An item from an object; a member that is undefined is left out. */
export function marshal(object: object): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(object)) {
    if (value !== undefined) item[name] = marshalValue(value as Storable);
  }
  return item;
}

function unmarshalValue(attribute: AttributeValue): Storable {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.B !== undefined) return attribute.B;
  if (attribute.L !== undefined) return attribute.L.map(unmarshalValue);
  if (attribute.M !== undefined) return unmarshal(attribute.M);
  throw new TypeError(`attributes of type ${Object.keys(attribute)[0]} are never written here`);
}

/** The object of an item, in the shape in which this program wrote it. */
export function unmarshal<T>(item: Item): T {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, unmarshalValue(value)])) as T;
}

function decimal(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('only safe integers are stored');
  return String(value);
}
