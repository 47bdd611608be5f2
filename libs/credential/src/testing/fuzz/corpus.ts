import { selectBackend } from '@zk-income/crypto';
import { encodeBase64url } from '../../encoding/base64url.js';
import { lastTwelveMonths, type Period } from '../../encoding/calendar.js';
import { policyTerm } from '../../examples.js';
import { decodePolicy } from '../../policy/transaction-data.js';
import type { StoredRequest } from '../../ports/index.js';
import {
  type ProofRunner,
  type ProofVerdict,
  runVerifyJobs,
  type VerifyJob,
} from '../../proof/proof-runner.js';
import type { IssueInput, PresentationRequest } from '../../types.js';
import {
  CLIENT,
  issueCredential,
  makeIssuer,
  makeTestEnvironment,
  NOW,
  OWNER,
  trusted,
} from '../environment.js';
import { type Forgery, forge } from '../forge.js';
import { MemoryRequestStore } from '../memory-stores.js';
import { incomePolicy } from '../policies.js';
import { PENSION_CLIENT, PENSIONS, twoIncomesPolicy } from '../two-incomes-fixture.js';

/** Requests that any number of presentations can answer. */
class EndlessRequestStore extends MemoryRequestStore {
  override async find(id: string): Promise<StoredRequest | undefined> {
    const request = await super.find(id);
    return request && { ...request, failedAttempts: 0, state: 'pending' };
  }

  override async consume(): Promise<'consumed'> {
    return 'consumed';
  }

  override async countFailedAttempt(): Promise<boolean> {
    return true;
  }
}

/** What an issuer attested in one credential. */
export interface Attested {
  readonly iss: string;
  readonly person: string;
  readonly source: string;
  readonly attributes: Readonly<Record<string, bigint>>;
  /** Days since 1970-01-01, the first and the last. */
  readonly window: { readonly start: number; readonly end: number };
  readonly claims: Readonly<Record<string, string>>;
  readonly forgery: Forgery;
  /** Header and payload of the issuer-signed JWT, as in its text. */
  readonly signedText: string;
}

/** A request with honest presentations of it. */
export interface Story {
  readonly name: string;
  readonly request: PresentationRequest;
  readonly credentials: Readonly<Record<string, Attested>>;
  readonly presentations: Readonly<Record<string, string>>;
  /** Whether what the credentials attest meets the policy; otherwise no presentation may be accepted. */
  readonly isTrue: boolean;
}

/** "Salary less the debts of the other issuer is at least 50,000.00 EUR": with windows of other lengths it is wide. */
const differencePolicy = () =>
  twoIncomesPolicy({
    predicates: [
      {
        label: 'Less debts',
        terms: [policyTerm('salary', 'gross_income'), policyTerm('pension', 'debt_payments', -1)],
        per: 'year',
        at_least: '5000000',
      },
    ],
  });

const income = (ids: string[], atLeast: string) => ({
  label: 'Income',
  terms: ids.map((id) => policyTerm(id, 'gross_income')),
  per: 'year',
  at_least: atLeast,
});
const DISCLOSED = ['given_name', 'family_name', 'birthdate'];

/** "The salaries of two people and the pension of one of them are at least 106,000.00 EUR, of which one has debts." */
const couplePolicy = () =>
  incomePolicy({
    credentials: ['salary', 'pension', 'partner'],
    credential_ids: ['salary', 'partner'],
    people: { main: ['salary', 'pension'], partner: ['partner'] },
    disclose: DISCLOSED,
    predicates: [
      income(['salary', 'pension', 'partner'], '10600000'),
      {
        ...income(['salary'], '5300000'),
        terms: [policyTerm('salary', 'gross_income'), policyTerm('partner', 'debt_payments', -1)],
      },
    ],
  });

/** The same of both, so that only what they sign tells their roles apart. */
const guarantorPolicy = () =>
  incomePolicy({
    credentials: ['salary', 'partner'],
    credential_ids: ['salary', 'partner'],
    people: { main: ['salary'], guarantor: ['partner'] },
    disclose: DISCLOSED,
    predicates: [income(['salary'], '4000000'), income(['partner'], '4000000')],
  });

export type Corpus = Awaited<ReturnType<typeof makeCorpus>>;

/** The text of a job, the same for equal jobs. */
const keyOf = (job: VerifyJob): string =>
  JSON.stringify(job, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}`;
    return value instanceof Uint8Array ? encodeBase64url(value) : value;
  });

/**
 * Verifies each job with both backends, alone and in a batch with a valid one, and throws unless all agree. Does so once
 * for equal jobs: many mutants leave the proof and its statement as they are.
 */
export class DifferentialRunner implements ProofRunner {
  /** Different jobs. */
  jobs = 0;
  private valid: VerifyJob | undefined;
  private readonly verdicts = new Map<string, ProofVerdict>();

  async prove(): Promise<never> {
    throw new Error('The verifier does not prove.');
  }

  async verify(job: VerifyJob): Promise<ProofVerdict> {
    const key = keyOf(job);
    const verdict = this.verdicts.get(key) ?? this.compare(job);
    // Only valid jobs recur often.
    if (verdict === 'valid') this.verdicts.set(key, verdict);
    return verdict;
  }

  private compare(job: VerifyJob): ProofVerdict {
    this.jobs++;
    selectBackend('noble');
    const reference = runVerifyJobs([job])[0]!;
    selectBackend('wasm-simd');
    const alone = runVerifyJobs([job])[0]!;
    const batch = this.valid === undefined ? [alone] : runVerifyJobs([this.valid, job, this.valid, job]);
    const expected = this.valid === undefined ? [alone] : ['valid', alone, 'valid', alone];
    if (reference !== alone || batch.join() !== expected.join())
      throw new Error(`Disagreement: noble ${reference}, wasm-simd ${alone}, batch ${batch.join()}.`);
    if (alone === 'valid') this.valid ??= job;
    return alone;
  }
}

const PERSONS = {
  erika: { birthdate: '1984-01-26', identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' } },
  max: { birthdate: '1979-12-31', identity: { country: 'DE', id_type: 'tax_id', id: '98765432109' } },
};
type Person = keyof typeof PERSONS;

interface StoryInput {
  readonly name: string;
  readonly policy: Record<string, unknown>;
  readonly credentials: Readonly<Record<string, Attested>>;
  readonly isTrue?: boolean;
}

/** Two persons with credentials of two issuers, requests of several shapes, and honest presentations of them. */
export async function makeCorpus() {
  const proofs = new DifferentialRunner();
  const requests = new EndlessRequestStore();
  const environment = await makeTestEnvironment({ trust: [trusted(), trusted(PENSIONS)], requests, proofs });
  const pensions = await makeIssuer(environment.documents, environment.clock, { iss: PENSIONS });
  const stranger = await makeIssuer(environment.documents, environment.clock, {
    iss: 'https://stranger.example',
  });

  const issue = async (
    issuer: typeof pensions,
    person: Person,
    income: string,
    {
      alg = 'ES256',
      client = issuer === pensions ? PENSION_CLIENT : CLIENT,
      period = lastTwelveMonths(NOW),
    }: {
      alg?: 'ES256' | 'EdDSA';
      client?: typeof CLIENT;
      period?: Period;
    } = {},
  ): Promise<Attested> => {
    const attributes = { gross_income: income, debt_payments: '100000' };
    const { birthdate, identity } = PERSONS[person];
    const claims = { given_name: person, family_name: 'Muster', birthdate };
    const input: Partial<IssueInput> = { attributes, claims, identity, period };
    const held = await issueCredential(issuer, input, { client, alg });
    return {
      iss: issuer.iss,
      person,
      source: client.sourceId,
      attributes: { gross_income: BigInt(income), debt_payments: 100_000n },
      window: { start: Date.parse(period.start) / 86_400_000, end: Date.parse(period.end) / 86_400_000 },
      claims: { ...claims, source_id: client.sourceId },
      forgery: { held, issuerKey: issuer.key.privateJwk },
      signedText: held.credential.slice(0, held.credential.lastIndexOf('.', held.credential.indexOf('~'))),
    };
  };

  const attested = {
    salary: await issue(environment.issuer, 'erika', '5400000'),
    instance: await issue(environment.issuer, 'erika', '5400000'),
    edwards: await issue(environment.issuer, 'erika', '5400000', { alg: 'EdDSA' }),
    pension: await issue(pensions, 'erika', '1200000'),
    // 366 days and 372 days, so that a sum of both is wide.
    days: await issue(environment.issuer, 'erika', '6000000', {
      period: { start: '2025-10-31', end: '2026-10-31' },
    }),
    offset: await issue(pensions, 'erika', '1300000', {
      period: { start: '2025-10-25', end: '2026-10-31' },
    }),
    poor: await issue(environment.issuer, 'max', '900000'),
    partner: await issue(environment.issuer, 'max', '4000000'),
    rich: await issue(pensions, 'max', '99000000'),
    foreign: await issue(stranger, 'erika', '99000000'),
  };

  const tell = async ({ name, policy, credentials, isTrue = true }: StoryInput): Promise<Story> => {
    const request = await environment.verifier.createRequest(OWNER, { policy });
    const forgeries = Object.fromEntries(
      Object.entries(credentials).map(([id, { forgery }]) => [id, forgery]),
    );
    // A false statement has no proof: its presentations prove another one, that all values are 2^52.
    const lie = { value: 2n ** 52n, blinding: new Uint8Array(32).fill(1) };
    const openings = {
      gross_income: lie,
      debt_payments: { ...lie, value: 0n },
      subject: { ...lie, value: 1n },
    };
    const told = isTrue
      ? forgeries
      : Object.fromEntries(Object.entries(forgeries).map(([id, forgery]) => [id, { ...forgery, openings }]));
    return { name, request, credentials, presentations: await forge(request, told), isTrue };
  };
  const ratio = {
    label: 'Debt is at most 40 % of income',
    terms: [policyTerm('salary', 'gross_income', 40), policyTerm('salary', 'debt_payments', -100)],
    per: 'year',
    at_least: '0',
  };
  const { salary, instance, edwards, pension, poor, partner, rich, days, offset } = attested;
  const inputs: StoryInput[] = [
    { name: 'one salary', policy: incomePolicy(), credentials: { salary } },
    { name: 'one salary, another request', policy: incomePolicy(), credentials: { salary } },
    { name: 'another instance', policy: incomePolicy(), credentials: { salary: instance } },
    { name: 'an Ed25519 holder', policy: incomePolicy(), credentials: { salary: edwards } },
    {
      name: 'names',
      policy: incomePolicy({ disclose: ['given_name', 'family_name'] }),
      credentials: { salary },
    },
    { name: 'a ratio', policy: incomePolicy({ predicates: [ratio] }), credentials: { salary } },
    { name: 'two incomes', policy: twoIncomesPolicy(), credentials: { salary, pension } },
    { name: 'another two incomes', policy: twoIncomesPolicy(), credentials: { salary: instance, pension } },
    {
      name: 'two incomes of other windows',
      policy: twoIncomesPolicy(),
      credentials: { salary: days, pension: offset },
    },
    {
      name: 'a debt of another window',
      policy: differencePolicy(),
      credentials: { salary: days, pension: offset },
    },
    { name: 'too little', policy: incomePolicy(), credentials: { salary: poor }, isTrue: false },
    {
      name: 'two persons',
      policy: twoIncomesPolicy(),
      credentials: { salary, pension: rich },
      isTrue: false,
    },
    { name: 'a couple', policy: couplePolicy(), credentials: { salary, pension, partner } },
    { name: 'a guarantor', policy: guarantorPolicy(), credentials: { salary, partner } },
    {
      name: 'a guarantor for herself',
      policy: guarantorPolicy(),
      credentials: { salary, partner: instance },
      isTrue: false,
    },
  ];
  const stories: Story[] = [];
  for (const input of inputs) stories.push(await tell(input));
  return { ...environment, pensions, stranger, attested, stories, proofs };
}

export const policyOf = ({ request }: Story) => decodePolicy(request.transaction_data[0]!);
