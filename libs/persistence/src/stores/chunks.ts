import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshallItem } from '../marshalling.js';
import { readItem } from '../single-item.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'IdempotencyKeys';

/** Well below the 400 KB that an item may have. */
export const CHUNK_BYTES = 256 * 1024;

/** A chunk outlives the item that names it, so that no item is ever left with a part of its response. */
const CHUNK_GRACE_SECONDS = 24 * 60 * 60;

const chunkKey = (name: string, i: number) => ({ id: `chunk/${name}/${i}` });

/**
 * Stores bytes as chunks under a random name and returns how many there are. Nobody can see them before
 * an item names them; chunks that no item came to name expire like any other.
 */
export async function writeChunks(
  store: StoreClient,
  name: string,
  bytes: Uint8Array,
  expiresAt: number,
): Promise<number> {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  const write = (i: number) =>
    store.dynamo.send(
      new PutItemCommand({
        TableName: store.tableName(TABLE),
        Item: marshallItem({
          ...chunkKey(name, i),
          bytes: bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
          ttl: expiresAt + CHUNK_GRACE_SECONDS,
        }),
      }),
    );
  await Promise.all(Array.from({ length: count }, (_, i) => write(i)));
  return count;
}

export async function readChunks(store: StoreClient, name: string, count: number): Promise<Uint8Array> {
  const chunks = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const chunk = await readItem<{ bytes: Uint8Array }>(store, TABLE, chunkKey(name, i));
      if (chunk === undefined) throw new Error(`A part of a stored response is missing from ${TABLE}.`);
      return chunk.bytes;
    }),
  );
  return new Uint8Array(Buffer.concat(chunks));
}
