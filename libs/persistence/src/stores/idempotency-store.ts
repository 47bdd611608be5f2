import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { IdempotencyRecord, IdempotencyStore } from '@zk-income/credential';
import { marshallItem } from '../marshalling.js';
import { names, newMark, readItem, unlessConditionFails, values } from '../single-item.js';
import type { StoreClient } from '../store-client.js';
import { CHUNK_BYTES, readChunks, writeChunks } from './chunks.js';

const TABLE = 'IdempotencyKeys';

type Claim = Parameters<IdempotencyStore['claim']>[1];

interface IdempotencyItem {
  readonly token: string;
  readonly fingerprint: Uint8Array;
  readonly state: IdempotencyRecord['state'];
  readonly leaseUntil: number;
  /** When the key is free again. */
  readonly ttl: number;
  /** The one call of `complete` that succeeded; also the name of its chunks. */
  readonly completedBy?: string;
  /** The response, when it fits into the item. */
  readonly response?: Uint8Array;
  /** How many chunks the response has otherwise. */
  readonly chunks?: number;
}

/**
 * Idempotency keys, one item each. A response too large for an item is written as chunks first, which one
 * conditional write on the item then makes visible: a crash leaves nothing half kept.
 */
export class DynamoIdempotencyStore implements IdempotencyStore {
  constructor(private readonly store: StoreClient) {}

  async claim(key: string, claim: Claim): Promise<'claimed' | IdempotencyRecord> {
    for (;;) {
      if (await this.writeClaim(key, claim)) return 'claimed';
      const found = await this.read(key);
      // Freed between the write and the read, or run out: the write is due again.
      if (found === undefined || isFree(found, claim.now)) continue;
      // Ours when the first answer was lost on the way and the SDK repeated the write.
      if (found.token === claim.token && found.state === 'in_progress') return 'claimed';
      return this.toRecord(found);
    }
  }

  async complete(key: string, token: string, response: Uint8Array): Promise<boolean> {
    const before = await this.read(key);
    if (before === undefined || before.token !== token || before.state !== 'in_progress') return false;
    const mark = newMark();
    const [attribute, kept] =
      response.length <= CHUNK_BYTES
        ? (['response', response] as const)
        : (['chunks', await writeChunks(this.store, mark, response, before.ttl)] as const);
    const written = await unlessConditionFails(
      this.store.dynamo.send(
        new UpdateItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: itemKey(key),
          UpdateExpression: 'SET #state = :completed, #completedBy = :mark, #kept = :kept',
          ConditionExpression: '#token = :token AND #state = :inProgress',
          ExpressionAttributeNames: { ...names('state', 'completedBy', 'token'), '#kept': attribute },
          ExpressionAttributeValues: values({
            completed: 'completed',
            inProgress: 'in_progress',
            mark,
            kept,
            token,
          }),
        }),
      ),
    );
    return written !== undefined || (await this.read(key))?.completedBy === mark;
  }

  async release(key: string, token: string): Promise<void> {
    await unlessConditionFails(
      this.store.dynamo.send(
        new DeleteItemCommand({
          TableName: this.store.tableName(TABLE),
          Key: itemKey(key),
          ConditionExpression: '#token = :token AND #state = :inProgress',
          ExpressionAttributeNames: names('token', 'state'),
          ExpressionAttributeValues: values({ token, inProgress: 'in_progress' }),
        }),
      ),
    );
  }

  private async writeClaim(key: string, claim: Claim): Promise<boolean> {
    const { token, fingerprint, now, leaseUntil, expiresAt } = claim;
    const item: IdempotencyItem = { token, fingerprint, state: 'in_progress', leaseUntil, ttl: expiresAt };
    const written = await unlessConditionFails(
      this.store.dynamo.send(
        new PutItemCommand({
          TableName: this.store.tableName(TABLE),
          Item: { ...itemKey(key), ...marshallItem(item) },
          ConditionExpression:
            'attribute_not_exists(#id) OR #ttl <= :now OR (#state = :inProgress AND #leaseUntil <= :now)',
          ExpressionAttributeNames: names('id', 'ttl', 'state', 'leaseUntil'),
          ExpressionAttributeValues: values({ now, inProgress: 'in_progress' }),
        }),
      ),
    );
    return written !== undefined;
  }

  private read(key: string): Promise<IdempotencyItem | undefined> {
    return readItem<IdempotencyItem>(this.store, TABLE, { id: `key/${key}` });
  }

  private async toRecord(item: IdempotencyItem): Promise<IdempotencyRecord> {
    const { fingerprint, state } = item;
    if (state === 'in_progress') return { fingerprint, state };
    const response = item.response ?? (await readChunks(this.store, item.completedBy!, item.chunks!));
    return { fingerprint, state, response };
  }
}

const itemKey = (key: string) => marshallItem({ id: `key/${key}` });

/** The condition of a claim, said again for the item that was found. */
function isFree({ ttl, state, leaseUntil }: IdempotencyItem, now: number): boolean {
  return ttl <= now || (state === 'in_progress' && leaseUntil <= now);
}
