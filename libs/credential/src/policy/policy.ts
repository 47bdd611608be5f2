import { ONE_YEAR_WINDOW } from '../limits.js';

/** The policy type of this protocol version. */
export const POLICY_TYPE = 'urn:zk-income:policy:2';

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

/** The lengths of windows, in months. */
export interface WindowMonths {
  readonly min: number;
  readonly max: number;
}

export const PERIODS = ['year', 'month'] as const;
export const COMBINATIONS = ['concurrent', 'consecutive'] as const;

/** One or two bounds on `Σ coefficient × attribute`. Bounds are decimal integers, as strings. */
export interface LinearPredicate {
  readonly label: string;
  readonly terms: readonly Term[];
  /** For amounts per period: what the bounds are amounts of. */
  readonly per?: (typeof PERIODS)[number];
  /** Of credentials that the predicate adds; one year by default. */
  readonly window_months?: WindowMonths;
  /** How the windows of several credentials lie; `concurrent` by default. */
  readonly combine?: (typeof COMBINATIONS)[number];
  readonly at_least?: string;
  readonly at_most?: string;
}

/** Predicates of which the holder shows those of one alternative, together with the predicates of the policy. */
export interface Alternative {
  readonly id: string;
  readonly label: string;
  readonly predicates: readonly LinearPredicate[];
}

/**
 * What a policy is for. `disclosure`: wallets disclose claims of one credential and prove nothing, so that the policy has no
 * predicates.
 */
export type PolicyMode = 'proof' | 'disclosure';

/** What a verifier asks a holder to prove, in its wire form. */
export interface Policy {
  readonly type: typeof POLICY_TYPE;
  /** Member of OpenID4VP: the credentials that carry proofs. One for each person, and with alternatives those of each. */
  readonly credential_ids: readonly string[];
  /** All credential ids, the carrier first. */
  readonly credentials: readonly string[];
  readonly purpose: string;
  readonly currency: string;
  readonly max_age_days: number;
  /** Empty only beside `any_of`, and in disclosure mode. */
  readonly predicates: readonly LinearPredicate[];
  readonly any_of?: readonly Alternative[];
  /** The credentials of each person, by the id of the person; absent where all belong to one person. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  readonly issuers?: Readonly<Record<string, readonly string[]>>;
  readonly disclose?: readonly PersonalClaim[];
}

/** An attribute as one bound of a predicate counts it. */
export interface CountedTerm {
  readonly credential: string;
  readonly attribute: string;
  /** Whether a larger value makes the bound fail: a debt, or any term of an upper bound. */
  readonly isOpposing: boolean;
}

/** The terms of a predicate, once for each bound. */
export const countedTerms = ({ terms, at_least, at_most }: LinearPredicate): CountedTerm[] =>
  [at_least === undefined ? 0 : 1, at_most === undefined ? 0 : -1].flatMap((sign) =>
    sign === 0
      ? []
      : terms.map(({ credential, attribute, coefficient }) => ({
          credential,
          attribute,
          isOpposing: sign * coefficient < 0,
        })),
  );

/** The windows, by length in months, that a predicate admits for credentials that it adds. */
export const admittedMonths = ({ window_months }: LinearPredicate): WindowMonths =>
  window_months ?? ONE_YEAR_WINDOW;
