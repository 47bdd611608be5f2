import { ProtocolError } from '../errors.js';
import { LISTED_REQUEST_EXPIRY_SECONDS } from '../limits.js';
import type { Policy } from '../policy/policy.js';
import { decodePolicy, encodePolicy } from '../policy/transaction-data.js';
import type { Clock, ListedRequest, ListingStore, StoredListing } from '../ports/index.js';
import type { PresentationRequests } from '../requests/presentation-requests.js';
import type { WalletOptions } from '../requests/wallet-options.js';
import type {
  CreatedListing,
  CreatedRequest,
  CreateListingInput,
  CreateRequestInput,
  ListedRequestView,
  ListingInvitation,
  ListingView,
  OpenListing,
  WalletChannel,
} from '../types.js';
import { parseListingInput } from './listing-input.js';

export interface ListingsOptions {
  readonly listings: ListingStore;
  /** How long an answer and its receipt are stored: a listing stays as long as the last of them. */
  readonly receiptRetentionSeconds: number;
}

/** What names a listing and its owner, for the call that makes it. */
export interface NewListing {
  readonly id: string;
  /** SHA-256 of the secret in its link, base64url. */
  readonly secretHash: string;
  /** Names the API key of the owner. */
  readonly ownerKey: string;
}

/** Reads of one list at the same time. */
const CONCURRENT_READS = 16;

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
const modeOf = ({ mode = 'proof' }: WalletOptions) => mode;
const policyOf = ({ policy, wallet }: StoredListing): Policy => decodePolicy(policy, modeOf(wallet));

/**
 * One link that makes a request for each applicant. A request is announced in the listing, then admitted by one conditional
 * write, then made, and handed out if the listing is still open: a party that closed or deleted the listing finds every
 * request that was handed out.
 */
export class Listings {
  constructor(
    private readonly options: ListingsOptions,
    private readonly presentationRequests: PresentationRequests,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a listing. If a call with this id was interrupted after it stored the listing, the same call returns it.
   *
   * @throws ProtocolError that says what is wrong with the input
   */
  async create(ownerId: string, input: CreateListingInput, created: NewListing): Promise<CreatedListing> {
    const { expiresIn, requestExpiresIn, maxRequests } = parseListingInput(input);
    const { title, wallet, legal_basis: legalBasis } = input;
    const policy = this.presentationRequests.askedPolicy(askedOf(input), modeOf(wallet ?? {}));
    const createdAt = this.seconds();
    const expiresAt = createdAt + expiresIn;
    const listing: StoredListing = {
      ...created,
      ownerId,
      state: 'open',
      title,
      policy: encodePolicy(policy),
      wallet: definedOptions(wallet ?? {}),
      ...(typeof legalBasis === 'string' && { legalBasis }),
      createdAt,
      expiresAt,
      requestExpiresIn,
      maxRequests,
      admitted: 0,
      retainUntil: expiresAt + LISTED_REQUEST_EXPIRY_SECONDS.max + this.options.receiptRetentionSeconds,
    };
    return this.createdView(await this.record(listing), policy);
  }

  /** What the owner may see of a listing. For any other client the listing is unknown. */
  async find(ownerId: string, id: string): Promise<ListingView> {
    const listing = await this.findOwn(ownerId, id);
    const announced = await this.options.listings.announced(id);
    const requests = await inGroups(announced, (request) => this.requestView(ownerId, request));
    return {
      ...this.createdView(listing, policyOf(listing)),
      state:
        listing.state === 'open' && this.seconds() >= listing.expiresAt ? 'expired' : ownStateOf(listing),
      requests: requests.flatMap((request) => request ?? []).sort(byTime),
    };
  }

  /** Makes a listing take no further applicants. Requests that it has made stay as they are. Idempotent. */
  async close(ownerId: string, id: string): Promise<void> {
    await this.findOwn(ownerId, id);
    await this.options.listings.close(id);
  }

  /**
   * Deletes a listing together with all its requests and their receipts. The listing is gone for every party before the first
   * of them is deleted; a call that was interrupted is completed by the next one of the owner.
   */
  async delete(ownerId: string, id: string): Promise<void> {
    const listing = await this.load(id);
    if (listing?.ownerId !== ownerId) throw new ProtocolError('listing_unknown');
    if (await this.options.listings.beginDeletion(id)) await this.completeDeletion(listing);
  }

  /**
   * The listing of a link, if it takes applicants.
   *
   * @throws ProtocolError `listing_unknown`, also for a wrong secret, or `listing_closed`
   */
  async findOpen(id: string, secretHash: string): Promise<OpenListing> {
    const { ownerId, ownerKey, wallet } = await this.findInvited(id, secretHash);
    return { id, ownerId, ownerKey, wallet };
  }

  /** What a person sees before a request is made. @throws as `findOpen` */
  async invitation(id: string, secretHash: string): Promise<ListingInvitation> {
    const listing = await this.findInvited(id, secretHash);
    const policy = policyOf(listing);
    const { warnings: _, ...words } = this.presentationRequests.describe(policy);
    return {
      title: listing.title,
      purpose: policy.purpose,
      ...legalBasisOf(listing),
      ...words,
      expires_at: isoTime(listing.expiresAt),
    };
  }

  /**
   * Makes the request of one applicant.
   *
   * @param requestId an id that no request has
   * @throws ProtocolError `listing_unknown`, or `listing_closed` where it is closed, has expired, or has made all its requests
   */
  async apply(
    id: string,
    secretHash: string,
    requestId: string,
    wallet: WalletChannel,
  ): Promise<CreatedRequest> {
    const { listings } = this.options;
    const listing = await this.findInvited(id, secretHash);
    const { ownerId, legalBasis, requestExpiresIn, retainUntil } = listing;
    await listings.announce(id, { id: requestId, createdAt: this.seconds() }, retainUntil);
    if (!(await listings.admit(id, this.seconds()))) {
      await listings.retract(id, requestId);
      throw await this.closedError(id);
    }
    const input = {
      policy: policyOf(listing),
      expires_in: requestExpiresIn,
      ...(legalBasis !== undefined && { legal_basis: legalBasis }),
    };
    const request = await this.presentationRequests.create(ownerId, input, requestId, wallet, id);
    // A deletion may have passed between the announcement and the request.
    if ((await listings.find(id))?.state === 'open') return request;
    await this.deleteRequest(ownerId, id, requestId);
    throw await this.closedError(id);
  }

  private async record(listing: StoredListing): Promise<StoredListing> {
    if (await this.options.listings.create(listing)) return listing;
    const existing = await this.options.listings.find(listing.id);
    const isSame =
      existing?.ownerId === listing.ownerId &&
      existing.secretHash === listing.secretHash &&
      existing.policy === listing.policy;
    // Ids are random, so anything else is a fault of the caller.
    if (!isSame) throw new Error('The id belongs to another listing.');
    return existing;
  }

  private createdView(listing: StoredListing, policy: Policy): CreatedListing {
    const { id, title, createdAt, expiresAt, requestExpiresIn, maxRequests } = listing;
    return {
      id,
      title,
      policy,
      ...this.presentationRequests.describe(policy),
      ...legalBasisOf(listing),
      created_at: isoTime(createdAt),
      expires_at: isoTime(expiresAt),
      request_expires_in: requestExpiresIn,
      max_requests: maxRequests,
    };
  }

  /** Undefined where the request was not made, is deleted, or was stored as long as it may be. */
  private async requestView(
    ownerId: string,
    { id, createdAt }: ListedRequest,
  ): Promise<ListedRequestView | undefined> {
    const request = await unlessUnknown(this.presentationRequests.find(ownerId, id));
    return (
      request && {
        id,
        ...(request.status_id !== undefined && { status_id: request.status_id }),
        created_at: isoTime(createdAt),
        expires_at: request.expires_at!,
        state: request.state,
        ...(request.verdict && { verdict: request.verdict }),
      }
    );
  }

  private async findOwn(ownerId: string, id: string): Promise<StoredListing> {
    const listing = await this.load(id);
    if (listing?.ownerId === ownerId && listing.state === 'deleting') await this.completeDeletion(listing);
    if (listing?.ownerId !== ownerId || listing.state === 'deleting')
      throw new ProtocolError('listing_unknown');
    return listing;
  }

  private async findInvited(id: string, secretHash: string): Promise<StoredListing> {
    const listing = await this.load(id);
    // A hash of 256 random bits tells nothing by the time of its comparison.
    if (!listing || listing.secretHash !== secretHash || listing.state === 'deleting')
      throw new ProtocolError('listing_unknown');
    const isOpen =
      listing.state === 'open' &&
      this.seconds() < listing.expiresAt &&
      listing.admitted < listing.maxRequests;
    if (!isOpen) throw new ProtocolError('listing_closed');
    return listing;
  }

  /** Why an open listing made no request: it was closed, was deleted, has expired, or made its last one meanwhile. */
  private async closedError(id: string): Promise<ProtocolError> {
    const listing = await this.load(id);
    const isGone = listing === undefined || listing.state === 'deleting';
    return new ProtocolError(isGone ? 'listing_unknown' : 'listing_closed');
  }

  /** The listing last, so that a call which was interrupted can be repeated. */
  private async completeDeletion({ ownerId, id }: StoredListing): Promise<void> {
    const announced = await this.options.listings.announced(id);
    await inGroups(announced, (request) => this.deleteRequest(ownerId, id, request.id));
    await this.options.listings.delete(id);
  }

  /** The announcement last, for the same reason. */
  private async deleteRequest(ownerId: string, id: string, requestId: string): Promise<void> {
    await unlessUnknown(this.presentationRequests.delete(ownerId, requestId));
    await this.options.listings.retract(id, requestId);
  }

  /** Stores delete late: DynamoDB within days, the embedded store when it starts. */
  private async load(id: string): Promise<StoredListing | undefined> {
    const listing = await this.options.listings.find(id);
    return listing && this.seconds() < listing.retainUntil ? listing : undefined;
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

/** Undefined for a request that was not made, or is deleted. */
const unlessUnknown = <T>(call: Promise<T>): Promise<T | undefined> =>
  call.catch((error: unknown) => {
    if (error instanceof ProtocolError && error.code === 'request_unknown') return undefined;
    throw error;
  });

/** The members of an input that a request has as well. */
const askedOf = ({ policy, template, parameters, legal_basis }: CreateListingInput): CreateRequestInput => ({
  policy,
  template,
  parameters,
  ...(typeof legal_basis === 'string' && { legal_basis }),
});

const definedOptions = (options: WalletOptions): WalletOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));

const legalBasisOf = ({ legalBasis }: StoredListing) =>
  legalBasis === undefined ? {} : { legal_basis: legalBasis };

const ownStateOf = ({ state }: StoredListing): 'open' | 'closed' => (state === 'open' ? 'open' : 'closed');

/** ISO times are in the order of their texts. */
function byTime(one: ListedRequestView, two: ListedRequestView): number {
  const [a, b] = [one, two].map(({ created_at, id }) => `${created_at} ${id}`) as [string, string];
  return a < b ? -1 : 1;
}

/** Calls a function for each item, a few at the same time. */
async function inGroups<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += CONCURRENT_READS)
    results.push(...(await Promise.all(items.slice(i, i + CONCURRENT_READS).map(call))));
  return results;
}
