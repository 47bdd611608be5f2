import type { ListedRequest, ListingStore, StoredListing, WalletOptions } from '@zk-income/credential';
import { deleteItem, getItem, putItem, putItemIfAbsent, queryPartition, updateItemIf } from '../items.js';
import type { StoreClient } from '../store-client.js';

const TABLE = 'Listings';
const LISTING = 'listing';
const REQUEST = 'request/';

type ListingItem = Omit<StoredListing, 'wallet'> & {
  readonly item: typeof LISTING;
  /** JSON */
  readonly wallet: string;
  readonly ttl: number;
};

interface RequestItem {
  /** `request/<id>` */
  readonly item: string;
  readonly createdAt: number;
}

/**
 * Listings, one partition each: an item for the listing, whose state and count change by conditional writes, and an item for
 * each of its requests.
 */
export class DynamoListingStore implements ListingStore {
  constructor(private readonly store: StoreClient) {}

  create(listing: StoredListing): Promise<boolean> {
    return putItemIfAbsent(this.store, TABLE, toItem(listing));
  }

  async find(id: string): Promise<StoredListing | undefined> {
    const item = await getItem<ListingItem>(this.store, TABLE, listingKey(id));
    return item && toListing(item);
  }

  async announce(id: string, request: ListedRequest, ttl: number): Promise<void> {
    await putItem(this.store, TABLE, { ...requestKey(id, request.id), createdAt: request.createdAt, ttl });
  }

  async announced(id: string): Promise<readonly ListedRequest[]> {
    const items = await queryPartition<RequestItem>(this.store, TABLE, id);
    return items
      .filter(({ item }) => item.startsWith(REQUEST))
      .map(({ item, createdAt }) => ({ id: item.slice(REQUEST.length), createdAt }));
  }

  async retract(id: string, requestId: string): Promise<void> {
    await deleteItem(this.store, TABLE, requestKey(id, requestId));
  }

  /** If a response is lost and the SDK retries the write, the request counts twice: the count is never too low. */
  admit(id: string, now: number): Promise<boolean> {
    return updateItemIf(this.store, TABLE, listingKey(id), {
      update: 'SET #admitted = #admitted + :one',
      condition: '#state = :open AND #expiresAt > :now AND #admitted < #maxRequests',
      values: { one: 1, open: 'open', now },
    });
  }

  /** If a response is lost and the SDK retries the write, it reports false although it has written. */
  close(id: string): Promise<boolean> {
    return updateItemIf(this.store, TABLE, listingKey(id), {
      update: 'SET #state = :closed',
      condition: '#state = :open',
      values: { closed: 'closed', open: 'open' },
    });
  }

  beginDeletion(id: string): Promise<boolean> {
    return updateItemIf(this.store, TABLE, listingKey(id), {
      update: 'SET #state = :deleting',
      condition: 'attribute_exists(#id)',
      values: { deleting: 'deleting' },
    });
  }

  async delete(id: string): Promise<void> {
    await deleteItem(this.store, TABLE, listingKey(id));
  }
}

const listingKey = (id: string) => ({ id, item: LISTING });
const requestKey = (id: string, requestId: string) => ({ id, item: REQUEST + requestId });

/** Selects the members of the port, so that nothing else is stored or returned. */
function membersOf(listing: Omit<StoredListing, 'wallet'>) {
  const { id, ownerId, ownerKey, state, title, secretHash, policy, legalBasis } = listing;
  const { createdAt, expiresAt, requestExpiresIn, maxRequests, admitted, retainUntil } = listing;
  return {
    id,
    ownerId,
    ownerKey,
    state,
    title,
    secretHash,
    policy,
    ...(legalBasis !== undefined && { legalBasis }),
    createdAt,
    expiresAt,
    requestExpiresIn,
    maxRequests,
    admitted,
    retainUntil,
  };
}

const toItem = (listing: StoredListing): ListingItem => ({
  ...membersOf(listing),
  item: LISTING,
  wallet: JSON.stringify(listing.wallet),
  ttl: listing.retainUntil,
});

const toListing = (item: ListingItem): StoredListing => ({
  ...membersOf(item),
  wallet: JSON.parse(item.wallet) as WalletOptions,
});
