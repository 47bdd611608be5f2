import { deleteItem, getItem, putItem } from '../items.js';
import type { StoreClient } from '../store-client.js';

/** A table with items `chunk/<name>/<number>`. */
type ChunkTable = 'IdempotencyKeys' | 'Offers';

/** Well below DynamoDB's limit of 400 KB per item. */
export const CHUNK_BYTES = 256 * 1024;

const chunkKey = (name: string, i: number) => ({ id: `chunk/${name}/${i}` });

/**
 * Stores bytes as chunks under a random name and returns the number of chunks. They are not visible before an item
 * refers to them. Chunks that no item refers to expire like the others.
 */
export async function writeChunks(
  store: StoreClient,
  table: ChunkTable,
  name: string,
  bytes: Uint8Array,
  ttl: number,
): Promise<number> {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  const write = (i: number) =>
    putItem(store, table, {
      ...chunkKey(name, i),
      bytes: bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
      ttl,
    });
  await Promise.all(Array.from({ length: count }, (_, i) => write(i)));
  return count;
}

/** The bytes; undefined where a chunk is missing. */
export async function readChunks(
  store: StoreClient,
  table: ChunkTable,
  name: string,
  count: number,
): Promise<Uint8Array | undefined> {
  const chunks = await Promise.all(
    Array.from({ length: count }, (_, i) => getItem<{ bytes: Uint8Array }>(store, table, chunkKey(name, i))),
  );
  if (chunks.includes(undefined)) return undefined;
  return new Uint8Array(Buffer.concat(chunks.map((chunk) => chunk!.bytes)));
}

export async function deleteChunks(
  store: StoreClient,
  table: ChunkTable,
  name: string,
  count: number,
): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => deleteItem(store, table, chunkKey(name, i))));
}
