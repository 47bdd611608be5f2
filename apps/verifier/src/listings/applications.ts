import { Inject, Injectable } from '@nestjs/common';
import {
  type ApiClientStore,
  exhaustedPolicies,
  isDisabled,
  type RateLimitDecision,
  RateLimiter,
  retryAfterSeconds,
} from '@zk-income/api-clients';
import {
  CoreEngine,
  type CreatedListing,
  type CreateListingInput,
  type ListingInvitation,
  type OpenListing,
  ProtocolError,
  randomBase64url,
} from '@zk-income/credential';
import {
  API_CLIENT_STORE,
  addressGroup,
  KnownRequests,
  ServiceError,
  Throttle,
} from '@zk-income/service-kit';
import {
  addLink,
  addListing,
  newSecret,
  parseLink,
  type RequestLink,
  sha256Base64url,
  textOfLink,
} from '../openid/request-link.js';
import { type RequestOperation, type RequestUrls, WalletChannels } from '../openid/wallet-channels.js';
import { VerifierConfig } from '../verifier.config.js';

const ID_BYTES = 16;
/** A person with a link shall not learn when the month of the owner's plan ends. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/** The client that makes a listing. */
export interface ListingOwner {
  readonly id: string;
  /** The hash of its API key. */
  readonly key: string;
}

/** A new listing with its links: the store cannot give them again. */
export interface LinkedListing extends CreatedListing {
  /** The page for applicants. The secret is in the fragment, which browsers send to no server. */
  readonly link: string;
  /** What the page calls. */
  readonly apply_url: string;
}

/** The request of one applicant. */
export interface Application extends RequestUrls {
  readonly status_id: string;
  readonly expires_at: string;
}

/** Listings as persons with their link use them. */
@Injectable()
export class Applications {
  private readonly throttle: Throttle;

  constructor(
    private readonly engine: CoreEngine,
    private readonly wallets: WalletChannels,
    private readonly known: KnownRequests,
    private readonly limiter: RateLimiter,
    @Inject(API_CLIENT_STORE) private readonly clients: ApiClientStore,
    private readonly config: VerifierConfig,
  ) {
    this.throttle = new Throttle({
      kind: 'application',
      perMinute: config.MAX_APPLICATIONS_PER_MINUTE,
      detail: 'Too many requests of this listing from this address.',
    });
  }

  async createListing(
    owner: ListingOwner,
    input: CreateListingInput,
    operation: RequestOperation,
  ): Promise<LinkedListing> {
    if ((await this.wallets.signer()) === undefined) throw new ProtocolError('wallets_unsupported');
    const link = {
      id: operation.id ?? randomBase64url(ID_BYTES),
      secret: operation.secret ?? newSecret(),
    };
    const created = await this.engine.createListing(owner.id, input, {
      id: link.id,
      secretHash: sha256Base64url(link.secret),
      ownerKey: owner.key,
    });
    addListing(this.known, link);
    return { ...created, ...this.urlsOf(link) };
  }

  invitation(text: string): Promise<ListingInvitation> {
    const { id, secret } = parseLink(text, 'listing_unknown');
    return this.engine.listingInvitation(id, sha256Base64url(secret));
  }

  /** @throws ProtocolError `listing_unknown`, `listing_closed`; ServiceError `rate_limited`, `unavailable` */
  async apply(text: string, address: string): Promise<Application> {
    const { id, secret } = parseLink(text, 'listing_unknown');
    const secretHash = sha256Base64url(secret);
    const listing = await this.engine.findOpenListing(id, secretHash);
    await this.throttle.take(`${addressGroup(address)} ${id}`);
    await this.takeOfPlan(listing);
    const opened = await this.wallets.open(listing.wallet, { id: undefined, secret: undefined });
    // The certificate expired or was replaced after the listing was made.
    if (opened === undefined) throw new ServiceError('unavailable');
    const { link, channel, urls } = opened;
    const request = await this.engine.applyToListing(id, secretHash, link.id, channel);
    this.known.add(request.id);
    addLink(this.known, link, request.status_id!);
    return { ...urls(request.status_id!), status_id: request.status_id!, expires_at: request.expires_at! };
  }

  /**
   * Counts the request against the plan of the owner, as one of the owner's own calls. The key that made the listing tells
   * whether the client is disabled; after two rotations it is gone, and the default plan applies.
   */
  private async takeOfPlan({ ownerId, ownerKey }: OpenListing): Promise<void> {
    const owner = await this.clients.findByKeyHash(ownerKey);
    if (owner && isDisabled(owner)) throw new ProtocolError('listing_closed');
    const decision = await this.limiter.take(owner ?? { id: ownerId, name: ownerId, scopes: [] });
    if (!decision.isAllowed) throw busyError(decision);
  }

  private urlsOf(link: RequestLink): Pick<LinkedListing, 'link' | 'apply_url'> {
    const { publicUrl } = this.config;
    return {
      link: `${publicUrl}/listing#${textOfLink(link)}`,
      apply_url: `${publicUrl}/listings/${textOfLink(link)}/requests`,
    };
  }
}

function busyError({ budget, limits, now }: RateLimitDecision): ServiceError {
  const seconds = retryAfterSeconds(exhaustedPolicies(budget, limits, now), budget, limits, now);
  return new ServiceError('rate_limited', 'This listing takes no further applicants now. Retry later.', {
    headers: { 'retry-after': String(Math.min(seconds, MAX_RETRY_AFTER_SECONDS)) },
  });
}
