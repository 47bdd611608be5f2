import type {
  AnnouncedChange,
  AnswerTimes,
  CredentialStatus,
  IssuedBatch,
  IssuedCredentialStore,
  ListedRequest,
  ListingStore,
  OfferStore,
  RequestAnswer,
  RequestStore,
  StatusListEntry,
  StatusListStore,
  StatusLists,
  StatusReference,
  StoredListing,
  StoredOffer,
  StoredRequest,
} from '../ports/index.js';

/** Implementations of the ports in memory, for tests. */
export class MemoryIssuedCredentialStore implements IssuedCredentialStore {
  readonly batches = new Map<string, IssuedBatch>();

  async create(batch: IssuedBatch): Promise<boolean> {
    if (this.batches.has(batch.id)) return false;
    this.batches.set(batch.id, batch);
    return true;
  }

  async find(id: string): Promise<IssuedBatch | undefined> {
    return this.batches.get(id);
  }

  async setStatus(
    id: string,
    fromVersion: number,
    status: CredentialStatus,
  ): Promise<IssuedBatch | undefined> {
    const batch = this.batches.get(id);
    if (batch?.version !== fromVersion || (batch.status === 'revoked' && status !== 'revoked')) return;
    const changed = { ...batch, status, version: batch.version + 1 };
    this.batches.set(id, changed);
    return changed;
  }
}

export class MemoryStatusListStore implements StatusListStore {
  private readonly taken = new Set<string>();
  private readonly statuses = new Map<string, { entry: StatusListEntry; list: number; version: number }>();
  private readonly changes = new Map<number, AnnouncedChange>();
  private storedLists: StatusLists | undefined;

  async reserve({ list, index }: StatusReference): Promise<boolean> {
    const name = `${list}/${index}`;
    if (this.taken.has(name)) return false;
    this.taken.add(name);
    return true;
  }

  async set({ list, index }: StatusReference, status: CredentialStatus, version: number): Promise<void> {
    const name = `${list}/${index}`;
    if ((this.statuses.get(name)?.version ?? -1) > version) return;
    this.statuses.set(name, { entry: { index, status }, list, version });
  }

  async entries(list: number): Promise<StatusListEntry[]> {
    return [...this.statuses.values()].filter((item) => item.list === list).map((item) => item.entry);
  }

  async announce(change: AnnouncedChange): Promise<void> {
    this.changes.set(change.id, change);
  }

  async announced(): Promise<AnnouncedChange[]> {
    return [...this.changes.values()];
  }

  async retract(id: number): Promise<void> {
    this.changes.delete(id);
  }

  async lists(): Promise<StatusLists | undefined> {
    return this.storedLists;
  }

  async writeLists(lists: StatusLists): Promise<boolean> {
    if (lists.version !== (this.storedLists?.version ?? 0) + 1) return false;
    this.storedLists = lists;
    return true;
  }
}

export class MemoryRequestStore implements RequestStore {
  readonly requests = new Map<string, StoredRequest>();
  /** `retainUntil` of answered requests, in seconds since the epoch. */
  readonly retained = new Map<string, number>();

  async create(request: StoredRequest): Promise<boolean> {
    if (this.requests.has(request.id)) return false;
    this.requests.set(request.id, request);
    return true;
  }

  async find(id: string): Promise<StoredRequest | undefined> {
    return this.requests.get(id);
  }

  async findIdByStatusId(statusId: string): Promise<string | undefined> {
    return [...this.requests.values()].find(({ links }) => links?.statusId === statusId)?.id;
  }

  async consume(
    id: string,
    answer: RequestAnswer,
    { now, retainUntil }: AnswerTimes,
    countedAttempts: 0 | 1,
    responseCode?: string,
  ): Promise<'consumed' | 'answered' | 'expired' | 'unknown'> {
    const request = this.requests.get(id);
    if (!request) return 'unknown';
    if (request.state === 'answered') return 'answered';
    if (now >= request.expiresAt) return 'expired';
    const failedAttempts = request.failedAttempts - countedAttempts;
    const code = responseCode === undefined ? {} : { responseCodes: [responseCode] };
    this.requests.set(id, { ...request, state: 'answered', failedAttempts, answer, ...code });
    this.retained.set(id, retainUntil);
    return 'consumed';
  }

  async addResponseCode(id: string, responseCode: string, limit: number): Promise<boolean> {
    const request = this.requests.get(id);
    if (!request?.responseCodes || request.responseCodes.length >= limit) return false;
    this.requests.set(id, { ...request, responseCodes: [...request.responseCodes, responseCode] });
    return true;
  }

  async redeem(
    id: string,
    code: string,
    { retainUntil }: Pick<AnswerTimes, 'retainUntil'>,
  ): Promise<boolean> {
    const { responseCodes, ...request } = this.requests.get(id) ?? {};
    if (!responseCodes?.includes(code)) return false;
    this.requests.set(id, request as StoredRequest);
    this.retained.set(id, retainUntil);
    return true;
  }

  async countWrongCode(id: string, limit: number): Promise<boolean> {
    const request = this.requests.get(id);
    const wrongCodes = (request?.wrongCodes ?? 0) + 1;
    if (!request?.responseCodes || wrongCodes > limit) return false;
    this.requests.set(id, { ...request, wrongCodes });
    return true;
  }

  async recordWalletErrors(
    id: string,
    walletErrors: NonNullable<StoredRequest['walletErrors']>,
  ): Promise<boolean> {
    const request = this.requests.get(id);
    if (request?.state !== 'pending' || (request.walletErrors?.count ?? 0) !== walletErrors.count - 1)
      return false;
    this.requests.set(id, { ...request, walletErrors });
    return true;
  }

  async countFailedAttempt(id: string, limit: number): Promise<boolean> {
    const request = this.requests.get(id);
    if (!request || request.state === 'answered' || request.failedAttempts >= limit) return false;
    this.requests.set(id, { ...request, failedAttempts: request.failedAttempts + 1 });
    return true;
  }

  async uncountAttempt(id: string): Promise<void> {
    const request = this.requests.get(id);
    if (request?.state === 'pending' && request.failedAttempts > 0)
      this.requests.set(id, { ...request, failedAttempts: request.failedAttempts - 1 });
  }

  async delete(id: string, ownerId: string): Promise<boolean> {
    return this.requests.get(id)?.ownerId === ownerId && this.requests.delete(id);
  }
}

export class MemoryOfferStore implements OfferStore {
  readonly offers = new Map<string, StoredOffer>();
  readonly contents = new Map<string, Uint8Array>();

  async create(offer: StoredOffer): Promise<boolean> {
    if (this.offers.has(offer.id)) return false;
    this.offers.set(offer.id, offer);
    return true;
  }

  async find(id: string): Promise<StoredOffer | undefined> {
    return this.offers.get(id);
  }

  async replace(offer: StoredOffer): Promise<boolean> {
    if (this.offers.get(offer.id)?.version !== offer.version - 1) return false;
    this.offers.set(offer.id, offer);
    return true;
  }

  async writeContent(name: string, content: Uint8Array): Promise<void> {
    this.contents.set(name, content);
  }

  async readContent(name: string): Promise<Uint8Array | undefined> {
    return this.contents.get(name);
  }

  async deleteContent(name: string): Promise<void> {
    this.contents.delete(name);
  }
}

export class MemoryListingStore implements ListingStore {
  readonly listings = new Map<string, StoredListing>();
  readonly announcements = new Map<string, ListedRequest & { readonly listingId: string }>();

  async create(listing: StoredListing): Promise<boolean> {
    if (this.listings.has(listing.id)) return false;
    this.listings.set(listing.id, listing);
    return true;
  }

  async find(id: string): Promise<StoredListing | undefined> {
    return this.listings.get(id);
  }

  async announce(listingId: string, request: ListedRequest): Promise<void> {
    this.announcements.set(request.id, { ...request, listingId });
  }

  async announced(listingId: string): Promise<readonly ListedRequest[]> {
    return [...this.announcements.values()].filter((request) => request.listingId === listingId);
  }

  async retract(_listingId: string, requestId: string): Promise<void> {
    this.announcements.delete(requestId);
  }

  async admit(id: string, now: number): Promise<boolean> {
    const listing = this.listings.get(id);
    if (listing?.state !== 'open' || now >= listing.expiresAt) return false;
    if (listing.admitted >= listing.maxRequests) return false;
    this.listings.set(id, { ...listing, admitted: listing.admitted + 1 });
    return true;
  }

  async close(id: string): Promise<boolean> {
    return this.change(id, 'closed', (listing) => listing.state === 'open');
  }

  async beginDeletion(id: string): Promise<boolean> {
    return this.change(id, 'deleting', () => true);
  }

  async delete(id: string): Promise<void> {
    this.listings.delete(id);
  }

  private change(
    id: string,
    state: StoredListing['state'],
    condition: (listing: StoredListing) => boolean,
  ): boolean {
    const listing = this.listings.get(id);
    if (!listing || !condition(listing)) return false;
    this.listings.set(id, { ...listing, state });
    return true;
  }
}
