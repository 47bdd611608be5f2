import { sha256 } from './encoding/hash.js';
import { type CheckedRequest, Holder, type HolderOptions } from './holder/holder.js';
import type { CommitPhase } from './holder/joint-presentation.js';
import type { JoinOptions, PresentOptions } from './holder/personal-holder.js';
import type { AssessOptions } from './holder/prepared-answer.js';
import type { RequestAssessment } from './holder/probing.js';
import { Issuer, type IssuerOptions } from './issue/issuer.js';
import { Listings, type ListingsOptions, type NewListing } from './listings/listings.js';
import { Offers, type ProveKeys, type WalletInput } from './offers/offers.js';
import { PolicyCache } from './policy/policy-cache.js';
import {
  type Clock,
  type CredentialStatus,
  systemClock,
  type WalletError,
  type WalletEvent,
} from './ports/index.js';
import { PresentationRequests } from './requests/presentation-requests.js';
import { WalletRequests } from './requests/wallet-requests.js';
import type {
  CollectedCredentials,
  CreatedListing,
  CreatedOffer,
  CreatedRequest,
  CreateListingInput,
  CreateOfferInput,
  CreateRequestInput,
  DisclosureVerdict,
  HeldCredential,
  IssuedCredentials,
  IssueInput,
  IssuingClient,
  ListingInvitation,
  ListingView,
  OfferAccess,
  OfferView,
  OpenListing,
  PresentationRequest,
  Presentations,
  RequestStatus,
  RequestView,
  Verdict,
  VerifyInput,
  WalletChannel,
  WalletRequest,
} from './types.js';
import { CredentialChecks } from './verify/credential-checks.js';
import { type DisclosureOptions, DisclosureVerifier } from './verify/disclosure-verifier.js';
import { Verifier, type VerifierOptions, type VerifyOptions } from './verify/verifier.js';

export interface CoreEngineOptions {
  readonly clock?: Clock;
  /** Required to issue credentials. */
  readonly issuer?: IssuerOptions;
  /** Required to create requests and to verify presentations. */
  readonly verifier?: VerifierOptions & { readonly listings?: ListingsOptions };
  readonly holder?: HolderOptions;
}

/**
 * The protocol's API for code without HTTP. Each role (issuer, verifier, holder) needs its options; a call of a role
 * without options throws a `TypeError`.
 *
 * @example
 * const issuing = new CoreEngine({ issuer: { iss, keys, credentials, statusLists, attributes, statusListTtlSeconds } });
 * const { credentials } = await issuing.issueCredential({ id: 'acme', sourceId: 'vat:DE123456789' }, input);
 *
 * const presentations = await new CoreEngine().generateProof(request, {
 *   salary: { credential: credentials[0], holder_key },
 * });
 */
export class CoreEngine {
  private readonly optionalIssuer: Issuer | undefined;
  private readonly optionalOffers: Offers | undefined;
  private readonly optionalVerifier:
    | {
        requests: PresentationRequests;
        verifier: Verifier;
        disclosures: DisclosureVerifier;
        wallets: WalletRequests;
        listings: Listings | undefined;
      }
    | undefined;
  private readonly holder: Holder;

  constructor({ clock = systemClock, issuer, verifier, holder = {} }: CoreEngineOptions = {}) {
    this.optionalIssuer = issuer && new Issuer(issuer, clock);
    this.optionalOffers = issuer?.offers && new Offers(this.issuer, issuer.offers, clock);
    if (verifier) {
      const policies = new PolicyCache(verifier.sha256 ?? sha256);
      const requests = new PresentationRequests(verifier, policies, clock);
      const checks = new CredentialChecks(verifier, clock);
      this.optionalVerifier = {
        requests,
        verifier: new Verifier(verifier, requests, policies, checks, clock),
        disclosures: new DisclosureVerifier(verifier, requests, checks, clock),
        wallets: new WalletRequests(verifier.requests, requests, clock),
        listings: verifier.listings && new Listings(verifier.listings, requests, clock),
      };
    }
    this.holder = new Holder(holder, clock);
  }

  /** Signs one credential instance for each holder key, in order. See {@link Issuer.issue}. */
  issueCredential(client: IssuingClient, input: IssueInput, batchId?: string): Promise<IssuedCredentials> {
    return this.issuer.issue(client, input, batchId);
  }

  /** Stores an offer of credentials, which a wallet collects later. See {@link Offers.create}. */
  createOffer(client: IssuingClient, input: CreateOfferInput, id?: string): Promise<CreatedOffer> {
    return this.offers.create(client, input, id);
  }

  /** What the owner may see of an offer. See {@link Offers.find}. */
  findOffer(ownerId: string, id: string): Promise<OfferView> {
    return this.offers.find(ownerId, id);
  }

  /** Withdraws an offer, and revokes its credentials. See {@link Offers.withdraw}. */
  withdrawOffer(ownerId: string, id: string): Promise<void> {
    return this.offers.withdraw(ownerId, id);
  }

  /** Exchanges the pre-authorized code of an offer for an access token. See {@link Offers.open}. */
  openOffer(code: string, input?: WalletInput): Promise<OfferAccess> {
    return this.offers.open(code, input);
  }

  /** Issues the credentials of an offer to the wallet with its access token. See {@link Offers.collect}. */
  collectOffer(accessToken: string, proveKeys: ProveKeys): Promise<CollectedCredentials> {
    return this.offers.collect(accessToken, proveKeys);
  }

  /** Records what a wallet says of the credentials of an offer. See {@link Offers.notify}. */
  notifyOffer(accessToken: string, notificationId: string, event: WalletEvent): Promise<void> {
    return this.offers.notify(accessToken, notificationId, event);
  }

  /** Revokes, suspends or reinstates all instances of a batch. See {@link Issuer.changeStatus}. */
  changeStatus(clientId: string, batchId: string, status: CredentialStatus): Promise<void> {
    return this.issuer.changeStatus(clientId, batchId, status);
  }

  /** A signed status list, and the seconds for which it may be cached. See {@link Issuer.statusListToken}. */
  statusListToken(list: number): Promise<{ token: string; ttl: number }> {
    return this.issuer.statusListToken(list);
  }

  /**
   * Proves that the credentials meet the policy of a request. The holder's ledger, in memory by default, remembers the
   * answer; requests that tell too much need consent. See {@link Holder.present}.
   */
  generateProof(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options?: PresentOptions,
  ): Promise<Presentations> {
    return this.holder.present(request, held, options);
  }

  /** What the answer to a request would tell its verifier. See {@link Holder.assess}. */
  assessRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options?: AssessOptions,
  ): Promise<RequestAssessment> {
    return this.holder.assessRequest(request, held, options);
  }

  /** Whether the predicates of a request hold, and what its answer would tell. See {@link Holder.checkRequest}. */
  checkRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options?: AssessOptions,
  ): Promise<CheckedRequest> {
    return this.holder.checkRequest(request, held, options);
  }

  /** Starts an answer of several people, each with a device of their own. See {@link Holder.join}. */
  joinRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options: JoinOptions,
  ): Promise<CommitPhase> {
    return this.holder.join(request, held, options);
  }

  /** Stores a request for a policy. See {@link PresentationRequests.create}. */
  createRequest(
    ownerId: string,
    input: CreateRequestInput,
    id?: string,
    wallet?: WalletChannel,
  ): Promise<CreatedRequest> {
    return this.requests.create(ownerId, input, id, wallet);
  }

  /** What the owner may see of a request. See {@link PresentationRequests.find}. */
  findRequest(ownerId: string, id: string): Promise<RequestView> {
    return this.requests.find(ownerId, id);
  }

  /** Deletes a request of the owner. See {@link PresentationRequests.delete}. */
  deleteRequest(ownerId: string, id: string): Promise<void> {
    return this.requests.delete(ownerId, id);
  }

  /** Verifies a presentation and, if every check passes, consumes the request. See {@link Verifier.verify}. */
  verifyProof(input: VerifyInput, options?: VerifyOptions): Promise<Verdict> {
    return this.verifier.verifier.verify(input, options);
  }

  /**
   * Checks what a wallet discloses in answer to a request in disclosure mode, and consumes the request. No income is
   * checked. See {@link DisclosureVerifier.verify}.
   */
  verifyDisclosure(input: VerifyInput, options?: DisclosureOptions): Promise<DisclosureVerdict> {
    return this.verifier.disclosures.verify(input, options);
  }

  /** The request of a link, which may be answered already. See {@link WalletRequests.find}. */
  findWalletRequest(id: string, secretHash: string): Promise<WalletRequest> {
    return this.verifier.wallets.find(id, secretHash);
  }

  /** The request of a link, if it can be answered. See {@link WalletRequests.findOpen}. */
  findOpenWalletRequest(id: string, secretHash: string): Promise<WalletRequest> {
    return this.verifier.wallets.findOpen(id, secretHash);
  }

  /** Records what a wallet reports instead of an answer. See {@link WalletRequests.recordError}. */
  recordWalletError(id: string, error: Omit<WalletError, 'at'>): Promise<void> {
    return this.verifier.wallets.recordError(id, error);
  }

  /** The state of a request by its public name. See {@link WalletRequests.status}. */
  requestStatus(statusId: string): Promise<RequestStatus> {
    return this.verifier.wallets.status(statusId);
  }

  /** Binds the answer of a wallet to the session that asked. See {@link PresentationRequests.redeem}. */
  redeemResponseCode(ownerId: string, id: string, codeHash: string): Promise<RequestView> {
    return this.requests.redeem(ownerId, id, codeHash);
  }

  /** Stores a listing, one link that makes a request for each applicant. See {@link Listings.create}. */
  createListing(ownerId: string, input: CreateListingInput, listing: NewListing): Promise<CreatedListing> {
    return this.listings.create(ownerId, input, listing);
  }

  /** What the owner may see of a listing and its requests. See {@link Listings.find}. */
  findListing(ownerId: string, id: string): Promise<ListingView> {
    return this.listings.find(ownerId, id);
  }

  /** Makes a listing take no further applicants. See {@link Listings.close}. */
  closeListing(ownerId: string, id: string): Promise<void> {
    return this.listings.close(ownerId, id);
  }

  /** Deletes a listing together with all its requests and receipts. See {@link Listings.delete}. */
  deleteListing(ownerId: string, id: string): Promise<void> {
    return this.listings.delete(ownerId, id);
  }

  /** The listing of a link, if it takes applicants. See {@link Listings.findOpen}. */
  findOpenListing(id: string, secretHash: string): Promise<OpenListing> {
    return this.listings.findOpen(id, secretHash);
  }

  /** What a person sees before a listing makes a request. See {@link Listings.invitation}. */
  listingInvitation(id: string, secretHash: string): Promise<ListingInvitation> {
    return this.listings.invitation(id, secretHash);
  }

  /** Makes the request of one applicant of a listing. See {@link Listings.apply}. */
  applyToListing(
    id: string,
    secretHash: string,
    requestId: string,
    wallet: WalletChannel,
  ): Promise<CreatedRequest> {
    return this.listings.apply(id, secretHash, requestId, wallet);
  }

  private get issuer(): Issuer {
    if (!this.optionalIssuer) throw new TypeError('CoreEngine: the `issuer` options are missing.');
    return this.optionalIssuer;
  }

  private get offers(): Offers {
    if (!this.optionalOffers) throw new TypeError('CoreEngine: the `issuer.offers` option is missing.');
    return this.optionalOffers;
  }

  private get verifier() {
    if (!this.optionalVerifier) throw new TypeError('CoreEngine: the `verifier` options are missing.');
    return this.optionalVerifier;
  }

  private get listings(): Listings {
    const { listings } = this.verifier;
    if (!listings) throw new TypeError('CoreEngine: the `verifier.listings` option is missing.');
    return listings;
  }

  private get requests(): PresentationRequests {
    return this.verifier.requests;
  }
}
