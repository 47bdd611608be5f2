import type { JWK } from 'jose';
import type { Period } from './encoding/calendar.js';
import type { InputFault, RefusalCode } from './errors.js';
import type { Identity } from './identifiers/subject.js';
import type { DescribedAlternative } from './policy/describe-policy.js';
import type { RequestLinks, SigningKey, WalletEvent } from './ports/index.js';
import type { WalletMode, WalletOptions } from './requests/wallet-options.js';
import type { Words } from './words/language.js';

/** The client of an issuer, as far as issuing concerns it. */
export interface IssuingClient {
  readonly id: string;
  /** `<register>:<number>` of the payer; absent for a client that cannot issue. */
  readonly sourceId?: string;
}

/** What a client asks an issuer to attest. Attributes are decimal integers, as strings, in the smallest unit. */
export interface AttestedInput {
  readonly attributes: Readonly<Record<string, string>>;
  readonly currency: string;
  readonly period: Period;
  readonly identity: Identity;
  /** The payer's name of the contract that the amounts are of, for issuers that tell contracts apart. */
  readonly contract?: string;
  readonly claims?: Readonly<Record<string, string>>;
  /** 30 by default. */
  readonly expires_in_days?: number;
}

/** What a client asks an issuer to attest, and the keys of the holder. */
export interface IssueInput extends AttestedInput {
  readonly holder_keys: readonly JWK[];
}

/** What a client asks an issuer to attest, for a wallet that collects it later. */
export interface CreateOfferInput extends AttestedInput {
  /** Credential instances, at most; 10 by default. */
  readonly batch_size?: number;
  /** Whether the wallet needs a transaction code, which the person gets by another channel; true by default. */
  readonly tx_code?: boolean;
  /** Seconds; a day by default. */
  readonly expires_in?: number;
}

/** What a client hands out. Any party with code and transaction code can collect the credentials, once. */
export interface CreatedOffer {
  /** Also the id of the batch, once the credentials are collected. */
  readonly id: string;
  /** The pre-authorized code of OpenID4VCI. */
  readonly code: string;
  /** Digits. Absent for an offer without. */
  readonly tx_code?: string;
  /** ISO 8601. */
  readonly expires_at: string;
}

/** What the owner of an offer should know or do. */
export interface OfferAlert {
  readonly code:
    | 'already_collected'
    | 'not_collected'
    | 'wrong_tx_codes'
    | 'too_many_wrong_tx_codes'
    | 'not_issuable';
  readonly detail: string;
}

/** What the owner of an offer may see of it. */
export interface OfferView {
  readonly id: string;
  readonly state: 'created' | 'opened' | 'issued' | 'expired' | 'failed' | 'withdrawn';
  /** Times are ISO 8601. */
  readonly created_at: string;
  readonly expires_at: string;
  readonly opened_at?: string;
  readonly issued_at?: string;
  readonly batch_size: number;
  /** Credential instances that the wallet got. */
  readonly issued?: number;
  /** What the wallet said of the credentials. It changes nothing about their status. */
  readonly notification?: { readonly event: WalletEvent; readonly at: string };
  readonly alerts: readonly OfferAlert[];
}

/** The right of a wallet to collect the credentials of one offer. */
export interface OfferAccess {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Credentials for a wallet. The same token with the same keys gets the same again. */
export interface CollectedCredentials {
  /** SD-JWTs with all disclosures, one for each holder key, in order. */
  readonly credentials: readonly string[];
  readonly notificationId: string;
}

/** A batch of credential instances: equal in what they attest, different in everything that a verifier sees. */
export interface IssuedCredentials {
  /** The id of the batch. */
  readonly id: string;
  /** SD-JWTs with all disclosures, one for each holder key, in order. */
  readonly credentials: readonly string[];
}

/** What a verifier sends to a holder. */
export interface PresentationRequest {
  readonly id: string;
  readonly nonce: string;
  readonly audience: string;
  readonly transaction_data: readonly string[];
  /** The policy of the transaction data, for convenience. The holder checks that they agree. */
  readonly policy?: unknown;
  /** ISO 8601. */
  readonly expires_at?: string;
  /** The policy as a DCQL query (OpenID4VP 1.0). The holder checks that they agree. */
  readonly dcql_query?: unknown;
}

/** A request as its owner sees it. The holder does not use the members that a
 * {@link PresentationRequest} does not have, but rejects malformed ones. */
export interface CreatedRequest extends PresentationRequest {
  /** Each predicate in words made from its terms, in order: what the person is asked to prove. */
  readonly statements: readonly Words[];
  /** The alternatives of the policy, where it has some, in words. The person shows one of them. */
  readonly alternatives?: readonly DescribedAlternative[];
  /** What the owner probably did not mean, though the policy is valid. */
  readonly warnings: readonly InputFault[];
  /** Names the state of the request to those who may not read the request; only where OpenID wallets can answer. */
  readonly status_id?: string;
}

/** A credential instance with the private key that it is bound to. */
export interface HeldCredential {
  readonly credential: string;
  /**
   * A JWK, or what signs with a key that never leaves a secure element or another wallet. Its `kid` is the key's RFC 7638
   * thumbprint.
   */
  readonly holder_key: JWK | SigningKey;
}

/** An SD-JWT+KB for each credential id. */
export type Presentations = Readonly<Record<string, string>>;

/** A policy, or a template with its parameters. */
export interface CreateRequestInput {
  readonly policy?: unknown;
  /** The id of a template. */
  readonly template?: unknown;
  readonly parameters?: unknown;
  /** Seconds; 600 by default. */
  readonly expires_in?: number;
  readonly wallet?: WalletOptions;
  /** On what basis the owner may ask, in the owner's words. For the owner's records: it is not sent to holders. */
  readonly legal_basis?: string;
}

/** What each applicant is asked, and for how long the listing takes applicants. */
export interface CreateListingInput {
  /** The owner's words for people who see the link. */
  readonly title: string;
  readonly policy?: unknown;
  /** The id of a template. */
  readonly template?: unknown;
  readonly parameters?: unknown;
  readonly legal_basis?: string;
  /** Seconds; 30 days by default. */
  readonly expires_in?: number;
  /** Seconds that each applicant has for an answer; a day by default. */
  readonly request_expires_in?: number;
  /** 100 by default. */
  readonly max_requests?: number;
  readonly wallet?: Omit<WalletOptions, 'redirect_uri'>;
}

/** A listing as its owner gets it at first. */
export interface CreatedListing {
  readonly id: string;
  readonly title: string;
  readonly policy: unknown;
  readonly statements: readonly Words[];
  readonly alternatives?: readonly DescribedAlternative[];
  readonly warnings: readonly InputFault[];
  readonly legal_basis?: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly expires_at: string;
  readonly request_expires_in: number;
  readonly max_requests: number;
}

/** One request of a listing. `GET /requests/{id}` has the rest. */
export interface ListedRequestView {
  readonly id: string;
  readonly status_id?: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly state: RequestView['state'];
  readonly verdict?: NonNullable<RequestView['verdict']>;
}

/** What the owner may see of a listing. */
export interface ListingView extends CreatedListing {
  readonly state: 'open' | 'closed' | 'expired';
  /** The requests that exist, the oldest first. */
  readonly requests: readonly ListedRequestView[];
}

/** What a person with the link of a listing sees before a request is made. */
export interface ListingInvitation {
  readonly title: string;
  /** The purpose of the policy. */
  readonly purpose: string;
  readonly legal_basis?: string;
  readonly statements: readonly Words[];
  readonly alternatives?: readonly DescribedAlternative[];
  /** ISO 8601. */
  readonly expires_at: string;
}

/** A listing that takes applicants, for the code that makes a channel for the request of one. */
export interface OpenListing {
  readonly id: string;
  readonly ownerId: string;
  /** Names the API key with which the owner made the listing. */
  readonly ownerKey: string;
  readonly wallet: WalletOptions;
}

export interface VerifyInput {
  readonly request_id: string;
  readonly presentations: Presentations;
}

export interface ProofInput {
  readonly request: PresentationRequest;
  readonly credentials: Readonly<Record<string, HeldCredential>>;
  /** The alternative to show, of a policy that has alternatives. */
  readonly alternative?: string;
}

/** A predicate that a presentation has proved. */
export interface ProvedPredicate {
  /** The verifier's words. */
  readonly label: string;
  /** What was proved, made from the terms of the policy. */
  readonly statement: Words;
}

export interface VerifiedVerdict {
  readonly verified: true;
  readonly code: 'verified';
  /** The alternative that was shown, of a policy that has alternatives. */
  readonly alternative?: string;
  readonly predicates: readonly ProvedPredicate[];
}

export interface RefusedVerdict {
  readonly verified: false;
  readonly code: RefusalCode;
  /** The code in words. It depends on nothing but the code, so it tells an attacker nothing more. */
  readonly detail: string;
}

/** The answer to a presentation that was understood. */
export type Verdict = VerifiedVerdict | RefusedVerdict;

/** What a wallet disclosed: claims by name, by credential id. */
export type DisclosedClaims = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A wallet disclosed what was asked for. No income was checked, so this is no {@link VerifiedVerdict}. */
export interface DisclosedVerdict {
  readonly disclosed: true;
  readonly code: 'disclosed';
  readonly claims: DisclosedClaims;
}

/** The answer to a presentation of a request in disclosure mode. */
export type DisclosureVerdict =
  | DisclosedVerdict
  | (Omit<RefusedVerdict, 'verified'> & { readonly disclosed: false });

/** What makes a request answerable by OpenID wallets. */
export interface WalletChannel {
  /** The verifier's `client_id` in the request object: the `aud` of the key-binding JWTs of wallets. */
  readonly audience: string;
  /**
   * `proof` by default. In mode `disclosure` the policy has no predicates, wallets only disclose its claims, and only wallets
   * answer.
   */
  readonly mode?: WalletMode;
  /** What is stored of the links by which wallets answer. */
  readonly links?: RequestLinks;
}

/** A request as its links show it to a wallet. */
export interface WalletRequest {
  readonly id: string;
  readonly nonce: string;
  /** The verifier's `client_id` for wallets. */
  readonly audience: string;
  /** Empty in disclosure mode. */
  readonly transactionData: readonly string[];
  readonly dcqlQuery: object;
  /** The ids of the credentials that the query asks for. */
  readonly credentialIds: readonly string[];
  readonly mode: WalletMode;
  readonly links: RequestLinks;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** `done`: there is an answer, whatever it is. `gone`: the request has expired or accepts no more attempts. */
export interface RequestStatus {
  readonly state: 'open' | 'done' | 'gone';
}

/** What the owner of a request may see of it. */
export interface RequestView extends CreatedRequest {
  /**
   * `disclosed` is the answer to a request in disclosure mode: no income was checked. `answered_unbound`: there is an answer,
   * which the owner sees once a response code binds it to the session that asked.
   */
  readonly state: 'pending' | 'answered' | 'answered_unbound' | 'disclosed' | 'expired';
  /** Only of a proof. */
  readonly verdict?: {
    readonly verified: true;
    readonly code: 'verified';
    readonly answered_at: string;
    readonly alternative?: string;
  };
  readonly receipt?: string;
  readonly failed_attempts: number;
  readonly legal_basis?: string;
  /** The listing that made the request. */
  readonly listing_id?: string;
  /** The latest errors that wallets reported. Any party with the link of the request can report one: no error is final. */
  readonly wallet_errors?: readonly {
    readonly at: string;
    readonly error: string;
    readonly error_description?: string;
  }[];
}
