/** The type of policies that this version speaks. */
export const POLICY_TYPE = 'urn:zk-income:policy:1';

export const MAX_CREDENTIALS = 4;
export const MAX_INEQUALITIES = 16;
export const MAX_COEFFICIENT = 2 ** 32;

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

export interface Term {
  readonly credential: string;
  readonly attribute: string;
  readonly coefficient: number;
}

/** A bound, or two, on a sum of attributes with coefficients. Bounds are integers inside strings. */
export interface LinearPredicate {
  readonly label: string;
  readonly terms: readonly Term[];
  readonly at_least?: string;
  readonly at_most?: string;
}

/** What a verifier wants to see shown, as it travels. */
export interface Policy {
  readonly type: typeof POLICY_TYPE;
  /** OpenID4VP's member: the carrier alone. */
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
