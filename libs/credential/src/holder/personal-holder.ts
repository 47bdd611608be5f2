import type { Inequality } from '../policy/inequality.js';
import type { Opening } from '../proof/proof-runner.js';
import type { Presentations } from '../types.js';
import type { PreparedAnswer } from './prepared-answer.js';
import type { ConsentReason, RequestAssessment } from './probing.js';

export interface AssessOptions {
  /** The alternative that the person chooses, of a policy that has alternatives. */
  readonly alternative?: string;
  /**
   * The host that the certificate of a signed request names, which the wallet has validated. Required to tell verifiers apart
   * whose identifier is the hash of a certificate (`x509_hash`): without it, all of them count as one. Ignored for identifiers
   * that name a host.
   */
  readonly certifiedHost?: string;
}

export interface Consent {
  /** Reasons for which the person has consented to the answer, knowing the assessment of the request. */
  readonly accept?: readonly ConsentReason[];
}

export interface PresentOptions extends AssessOptions, Consent {}

export interface JoinOptions extends AssessOptions {
  /** The id of the person in the policy. */
  readonly person: string;
}

/** The sums of other people, by inequality that this person proves. */
export type SharedSums = ReadonlyMap<Inequality, readonly Opening[]>;

/** What an answer of several people needs of the holder of one of them. */
export interface PersonalHolder {
  assess(prepared: PreparedAnswer, shares?: SharedSums): Promise<RequestAssessment>;
  record(prepared: PreparedAnswer, shares: SharedSums, consent: Consent): Promise<void>;
  answer(prepared: PreparedAnswer, shares: SharedSums, consent: Consent): Promise<Presentations>;
}
