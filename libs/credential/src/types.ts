import type { JWK } from 'jose';

/** What an API client asks an issuer to attest. `annual_income` and the like are decimal strings in the smallest unit. */
export interface IssueInput {
  readonly holder_keys: readonly JWK[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly currency: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly identity: { readonly country: string; readonly id_type: string; readonly id: string };
  readonly claims?: Readonly<Record<string, string>>;
  readonly expires_in_days?: number;
}

export interface IssuedCopies {
  /** Names the batch. */
  readonly id: string;
  /** SD-JWTs with all disclosures, one per holder key, in order. */
  readonly credentials: readonly string[];
}

/** What a verifier sends to a holder. */
export interface PresentationRequest {
  readonly id: string;
  readonly nonce: string;
  readonly audience: string;
  readonly transaction_data: readonly string[];
  /** A convenience: what the transaction data says, parsed. The holder checks that it agrees. */
  readonly policy?: unknown;
  /** ISO 8601. */
  readonly expires_at?: string;
  /** The same wishes as a DCQL query (OpenID4VP 1.0); checked against the policy when present. */
  readonly dcql_query?: unknown;
}

/** One copy in a holder's hand, with the private key it is bound to. */
export interface HeldCredential {
  readonly credential: string;
  readonly holder_key: JWK;
}

/** SD-JWT+KB texts by credential id. */
export type Presentations = Readonly<Record<string, string>>;

export interface CreateRequestInput {
  readonly policy: unknown;
  /** Seconds; 600 unless given. */
  readonly expires_in?: number;
}

/** The answer to a presenter. */
export type Verdict =
  | {
      readonly verified: true;
      readonly code: 'verified';
      readonly predicates: readonly { readonly label: string }[];
    }
  | { readonly verified: false; readonly code: string };

/** What the owner of a request may see of it. */
export interface RequestView extends PresentationRequest {
  readonly state: 'pending' | 'answered' | 'expired';
  readonly verdict?: { readonly verified: true; readonly code: 'verified'; readonly answered_at: string };
  readonly receipt?: string;
  readonly failed_attempts: number;
}
