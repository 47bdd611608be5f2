/** The policy type of this protocol version. */
export const POLICY_TYPE = 'urn:zk-income:policy:1';

/** Claims about the person that an issuer may add and a policy may ask for. */
export const PERSONAL_CLAIMS = [
  'given_name',
  'family_name',
  'birthdate',
  'employer',
  'employment_type',
  'employed_since',
] as const;
export type PersonalClaim = (typeof PERSONAL_CLAIMS)[number];

export const isPersonalClaim = (name: string): name is PersonalClaim =>
  (PERSONAL_CLAIMS as readonly string[]).includes(name);

export interface Term {
  readonly credential: string;
  readonly attribute: string;
  readonly coefficient: number;
}

/** One or two bounds on `Σ coefficient × attribute`. Bounds are decimal integers, as strings. */
export interface LinearPredicate {
  readonly label: string;
  readonly terms: readonly Term[];
  readonly at_least?: string;
  readonly at_most?: string;
}

/** What a verifier asks a holder to prove, in its wire form. */
export interface Policy {
  readonly type: typeof POLICY_TYPE;
  /** Member of OpenID4VP: the carrier alone. */
  readonly credential_ids: readonly [string];
  /** All credential ids, the carrier first. */
  readonly credentials: readonly string[];
  readonly purpose: string;
  readonly currency: string;
  readonly max_age_days: number;
  readonly predicates: readonly LinearPredicate[];
  readonly issuers?: Readonly<Record<string, readonly string[]>>;
  readonly disclose?: readonly PersonalClaim[];
}
