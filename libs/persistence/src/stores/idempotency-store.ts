import type { IdempotencyClaim, IdempotencyRecord, IdempotencyStore } from '@zk-income/credential';
import {
  deleteItemIf,
  getItem,
  newWriteToken,
  putItemIf,
  updateAndGetItemIf,
  updateItemIf,
} from '../items.js';
import type { StoreClient } from '../store-client.js';
import { CHUNK_BYTES, readChunks, writeChunks } from './chunks.js';

const TABLE = 'IdempotencyKeys';

interface IdempotencyItem {
  /** The token of the claim. */
  readonly token: string;
  /** Absent in items of version 0.1.0. */
  readonly operation?: string;
  readonly renewals?: number;
  readonly fingerprint: Uint8Array;
  readonly state: IdempotencyRecord['state'];
  /** Only version 0.1.0 takes a claim over at this time. `ABANDONED` for a claim that was given up. */
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

/** Chunks expire after the item that refers to them, so that a stored response is never incomplete. */
const CHUNK_GRACE_SECONDS = 24 * 60 * 60;

const LEASE_OF_RELEASE_0_1_SECONDS = 60;
const ABANDONED = 0;

const OWNED_AND_IN_PROGRESS = '#token = :token AND #state = :inProgress';

/**
 * Idempotency keys, one item each. A response too large for an item is first written as chunks. One conditional write
 * on the item then refers to them, so a crash leaves no incomplete response.
 */
export class DynamoIdempotencyStore implements IdempotencyStore {
  constructor(private readonly store: StoreClient) {}

  async claim(key: string, claim: IdempotencyClaim): Promise<'claimed' | IdempotencyRecord> {
    for (;;) {
      if (await this.putClaim(key, claim)) return 'claimed';
      const found = await this.find(key);
      // Released or expired between write and read: write again.
      if (found === undefined || found.ttl <= claim.now) continue;
      // Our own write, if its response was lost and the SDK retried it.
      if (found.token === claim.token && found.state === 'in_progress') return 'claimed';
      return this.toRecord(found, claim.now);
    }
  }

  async takeOver(key: string, lease: string, claim: IdempotencyClaim): Promise<string | undefined> {
    const { token, operation, now } = claim;
    const [owner, renewals] = lease.split('/');
    const item = await updateAndGetItemIf<IdempotencyItem>(this.store, TABLE, itemKey(key), {
      update:
        'SET #token = :token, #renewals = :zero, #leaseUntil = :leaseUntil, #operation = if_not_exists(#operation, :operation)',
      condition: `#token = :owner AND #state = :inProgress AND ${
        renewals === undefined ? 'attribute_not_exists(#renewals)' : '#renewals = :renewals'
      }`,
      values: {
        token,
        operation,
        owner: owner!,
        zero: 0,
        leaseUntil: now + LEASE_OF_RELEASE_0_1_SECONDS,
        inProgress: 'in_progress',
        ...(renewals !== undefined && { renewals: Number(renewals) }),
      },
    });
    if (item !== undefined) return item.operation;
    const found = await this.find(key);
    // Our own write, if its response was lost and the SDK retried it.
    return found?.token === token && found.state === 'in_progress' ? found.operation : undefined;
  }

  async renew(key: string, token: string): Promise<void> {
    await updateItemIf(this.store, TABLE, itemKey(key), {
      update: 'SET #renewals = #renewals + :one',
      condition: OWNED_AND_IN_PROGRESS,
      values: { token, one: 1, inProgress: 'in_progress' },
    });
  }

  async complete(key: string, token: string, response: Uint8Array): Promise<boolean> {
    const claimed = await this.find(key);
    if (claimed === undefined || claimed.token !== token || claimed.state !== 'in_progress') return false;
    const completionToken = newWriteToken();
    const [attribute, stored] =
      response.length <= CHUNK_BYTES
        ? (['response', response] as const)
        : (['chunks', await this.writeChunks(completionToken, response, claimed.ttl)] as const);
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

  async abandon(key: string, token: string): Promise<void> {
    await updateItemIf(this.store, TABLE, itemKey(key), {
      update: 'SET #leaseUntil = :abandoned',
      condition: OWNED_AND_IN_PROGRESS,
      values: { token, abandoned: ABANDONED, inProgress: 'in_progress' },
    });
  }

  private writeChunks(name: string, response: Uint8Array, expiresAt: number): Promise<number> {
    return writeChunks(this.store, TABLE, name, response, expiresAt + CHUNK_GRACE_SECONDS);
  }

  private putClaim(key: string, claim: IdempotencyClaim): Promise<boolean> {
    const { token, operation, fingerprint, now, expiresAt } = claim;
    const item: IdempotencyItem = {
      token,
      operation,
      renewals: 0,
      fingerprint,
      state: 'in_progress',
      leaseUntil: now + LEASE_OF_RELEASE_0_1_SECONDS,
      ttl: expiresAt,
    };
    return putItemIf(
      this.store,
      TABLE,
      { ...itemKey(key), ...item },
      { condition: 'attribute_not_exists(#id) OR #ttl <= :now', values: { now } },
    );
  }

  private find(key: string): Promise<IdempotencyItem | undefined> {
    return getItem<IdempotencyItem>(this.store, TABLE, itemKey(key));
  }

  private async toRecord(item: IdempotencyItem, now: number): Promise<IdempotencyRecord> {
    const { fingerprint, state } = item;
    if (state === 'in_progress') return { fingerprint, state, ...leaseOf(item, now) };
    const response = item.response ?? (await readChunks(this.store, TABLE, item.completedBy!, item.chunks!));
    if (response === undefined) throw new Error(`A chunk of a stored response is missing from ${TABLE}.`);
    return { fingerprint, state, response };
  }
}

const itemKey = (key: string) => ({ id: `key/${key}` });

function leaseOf(
  { token, renewals, leaseUntil }: IdempotencyItem,
  now: number,
): Pick<IdempotencyRecord, 'lease' | 'isAbandoned'> {
  if (renewals !== undefined) return { lease: `${token}/${renewals}`, isAbandoned: leaseUntil === ABANDONED };
  // A replica of version 0.1.0 does not renew its claim.
  return leaseUntil <= now ? { lease: token, isAbandoned: true } : {};
}
