import { getItem, putItem } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'IdempotencyKeys';

/** Well below DynamoDB's limit of 400 KB per item. */
export const CHUNK_BYTES = 256 * 1024;

/** Chunks expire after the item that refers to them, so that a stored response is never incomplete. */
const CHUNK_GRACE_SECONDS = 24 * 60 * 60;

const chunkKey = (name: string, i: number) => ({ id: `chunk/${name}/${i}` });

/**
 * Stores bytes as chunks under a random name and returns the number of chunks. They are not visible before an item
 * refers to them. Chunks that no item refers to expire like the others.
 */
export async function writeChunks(
  store: StoreClient,
  name: string,
  bytes: Uint8Array,
  expiresAt: number,
): Promise<number> {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  const write = (i: number) =>
    putItem(store, TABLE, {
      ...chunkKey(name, i),
      bytes: bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
      ttl: expiresAt + CHUNK_GRACE_SECONDS,
    });
  await Promise.all(Array.from({ length: count }, (_, i) => write(i)));
  return count;
}

export async function readChunks(store: StoreClient, name: string, count: number): Promise<Uint8Array> {
  const chunks = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const chunk = await getItem<{ bytes: Uint8Array }>(store, TABLE, chunkKey(name, i));
      if (chunk === undefined) throw new Error(`A chunk of a stored response is missing from ${TABLE}.`);
      return chunk.bytes;
    }),
  );
  return new Uint8Array(Buffer.concat(chunks));
}
