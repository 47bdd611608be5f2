import type { Inequality } from '../policy/inequality.js';
import type { Opening } from '../proof/proof-runner.js';
import type { Presentations } from '../types.js';
import type { AssessOptions, PreparedAnswer } from './prepared-answer.js';
import type { ConsentReason, RequestAssessment } from './probing.js';

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
