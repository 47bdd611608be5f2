import type { IdempotencyRecord, IdempotencyStore } from '@zk-income/credential';
import { deleteItemIf, getItem, newWriteToken, putItemIf, updateItemIf } from '../items.js';
import type { StoreClient } from '../store-client.js';
import { CHUNK_BYTES, readChunks, writeChunks } from './chunks.js';

const TABLE = 'IdempotencyKeys';

type Claim = Parameters<IdempotencyStore['claim']>[1];

interface IdempotencyItem {
  /** The token of the claim. */
  readonly token: string;
  readonly fingerprint: Uint8Array;
  readonly state: IdempotencyRecord['state'];
  readonly leaseUntil: number;
  /** The time from which the key can be claimed again. */
  readonly ttl: number;
  /** Write token of the completion, which is also the name of its chunks. Version 0.1.0 reads it under this name. */
  readonly completedBy?: string;
  /** The response if it fits into the item. */
  readonly response?: Uint8Array;
  /** Number of chunks of a larger response. */
  readonly chunks?: number;
}

const OWNED_AND_IN_PROGRESS = '#token = :token AND #state = :inProgress';

/**
 * Idempotency keys, one item each. A response too large for an item is first written as chunks. One conditional write
 * on the item then refers to them, so a crash leaves no incomplete response.
 */
export class DynamoIdempotencyStore implements IdempotencyStore {
  constructor(private readonly store: StoreClient) {}

  async claim(key: string, claim: Claim): Promise<'claimed' | IdempotencyRecord> {
    for (;;) {
      if (await this.putClaim(key, claim)) return 'claimed';
      const found = await this.find(key);
      // Released or expired between write and read: write again.
      if (found === undefined || isFree(found, claim.now)) continue;
      // Our own write, if its response was lost and the SDK retried it.
      if (found.token === claim.token && found.state === 'in_progress') return 'claimed';
      return this.toRecord(found);
    }
  }

  async complete(key: string, token: string, response: Uint8Array): Promise<boolean> {
    const claimed = await this.find(key);
    if (claimed === undefined || claimed.token !== token || claimed.state !== 'in_progress') return false;
    const completionToken = newWriteToken();
    const [attribute, stored] =
      response.length <= CHUNK_BYTES
        ? (['response', response] as const)
        : (['chunks', await writeChunks(this.store, completionToken, response, claimed.ttl)] as const);
    const written = await updateItemIf(this.store, TABLE, itemKey(key), {
      update: `SET #state = :completed, #completedBy = :completionToken, #${attribute} = :stored`,
      condition: OWNED_AND_IN_PROGRESS,
      values: { completed: 'completed', inProgress: 'in_progress', completionToken, stored, token },
    });
    return written || (await this.find(key))?.completedBy === completionToken;
  }

  async release(key: string, token: string): Promise<void> {
    await deleteItemIf(this.store, TABLE, itemKey(key), {
      condition: OWNED_AND_IN_PROGRESS,
      values: { token, inProgress: 'in_progress' },
    });
  }

  private putClaim(key: string, claim: Claim): Promise<boolean> {
    const { token, fingerprint, now, leaseUntil, expiresAt } = claim;
    const item: IdempotencyItem = { token, fingerprint, state: 'in_progress', leaseUntil, ttl: expiresAt };
    return putItemIf(
      this.store,
      TABLE,
      { ...itemKey(key), ...item },
      {
        condition:
          'attribute_not_exists(#id) OR #ttl <= :now OR (#state = :inProgress AND #leaseUntil <= :now)',
        values: { now, inProgress: 'in_progress' },
      },
    );
  }

  private find(key: string): Promise<IdempotencyItem | undefined> {
    return getItem<IdempotencyItem>(this.store, TABLE, itemKey(key));
  }

  private async toRecord(item: IdempotencyItem): Promise<IdempotencyRecord> {
    const { fingerprint, state } = item;
    if (state === 'in_progress') return { fingerprint, state };
    const response = item.response ?? (await readChunks(this.store, item.completedBy!, item.chunks!));
    return { fingerprint, state, response };
  }
}

const itemKey = (key: string) => ({ id: `key/${key}` });

/** The condition of a claim, for an item that was read. */
function isFree({ ttl, state, leaseUntil }: IdempotencyItem, now: number): boolean {
  return ttl <= now || (state === 'in_progress' && leaseUntil <= now);
}
