import { CoreEngine } from '../core-engine.js';
import { policyTerm } from '../examples.js';
import type { HeldCredential, IssueInput, PresentationRequest, Presentations } from '../types.js';
import type { TrustedIssuer } from '../verify/trust.js';
import { CLAIMS_OF_BEN } from './couple-fixture.js';
import {
  AUDIENCE,
  issueCredential,
  makeIssuer,
  makeKey,
  makeTestEnvironment,
  NOW,
  OWNER,
  signingKeys,
  TestClock,
  TestDocuments,
  type TestEnvironment,
  trusted,
  VERIFIER,
} from './environment.js';
import { type ForgeOptions, type Forgery, forge } from './forge.js';
import { MemoryRequestStore } from './memory-stores.js';
import { incomePolicy, type Json } from './policies.js';
import { verdictCode } from './salary-fixture.js';

// Whole presentations with everything that a verifier needs to check them, and everything that a holder needs to make them.

export interface PresentationVector {
  readonly id: string;
  readonly comment: string;
  /** With `policy` and `transaction_data`. */
  readonly request: PresentationRequest;
  /** The credentials with their private holder keys, where an honest holder made the presentations. */
  readonly held?: Readonly<Record<string, HeldCredential>>;
  readonly presentations: Presentations;
  /** `verified`, or the code of the failed check. */
  readonly code: string;
}

export interface PresentationVectors {
  readonly notes: readonly string[];
  /** The time of the verification. */
  readonly now: string;
  readonly audience: string;
  readonly trust: readonly TrustedIssuer[];
  /** What the verifier fetches, by URL. */
  readonly documents: Readonly<Record<string, string>>;
  readonly vectors: readonly PresentationVector[];
}

const NOTES = [
  'Presentations of docs/protocol.md with the verdict on each at the time `now`, and the documents of the issuers. Credentials with their openings and private keys are those of an honest holder. All keys are for tests only.',
  'A request was created 600 seconds before its expires_at. Presentations are random, so another holder makes other ones of the same length.',
];

const ISSUER_OF_PENSIONS = 'https://pensions.example';
const BANK = 'https://bank.example';
const BUREAU = 'https://bureau.example';
const END = '2026-10-31';
const YEAR = { start: '2025-11-01', end: END };
const WEEKS: IssueInput['period'] = {
  start: '2025-10-26',
  end: END,
  pay_periods: { unit: 'week', count: 53 },
};

const income = (gross: string, debts = '0') => ({ gross_income: gross, debt_payments: debts });
const predicate = (ids: Record<string, [attribute: string, coefficient: number]>, bounds: object) => ({
  label: 'A predicate',
  terms: Object.entries(ids).map(([id, [attribute, coefficient]]) => policyTerm(id, attribute, coefficient)),
  per: 'year',
  ...bounds,
});
const gross = (...ids: string[]) =>
  Object.fromEntries(ids.map((id): [string, [string, number]] => [id, ['gross_income', 1]]));
const policyOf = (credentials: string[], predicates: object[], changes: object = {}) =>
  incomePolicy({ credentials, credential_ids: credentials.slice(0, 1), predicates, ...changes });

/** The four issuers, the first of which tells contracts apart, and a verifier that trusts them. */
async function makeWorld() {
  const trust = [trusted(), ...[ISSUER_OF_PENSIONS, BANK, BUREAU].map((iss) => trusted(iss))];
  const environment = await makeTestEnvironment({ trust, issuer: { contracts: true } });
  const { documents, clock } = environment;
  const issuer = (iss: string, contracts = false) => makeIssuer(documents, clock, { iss, contracts });
  return {
    environment,
    trust,
    pensions: await issuer(ISSUER_OF_PENSIONS),
    bank: await issuer(BANK),
    bureau: await issuer(BUREAU, true),
  };
}

const clientOf = (name: string) => ({ client: { id: name, sourceId: `demo:${name}` } });

/** Makes new vectors: other keys, nonces and proofs of the same cases. */
export async function makePresentationVectors(): Promise<PresentationVectors> {
  const { environment, trust, pensions, bank, bureau } = await makeWorld();
  const { issuer, verifier, holder, documents } = environment;
  type Issuer = TestEnvironment['issuer'];
  const issued = async (
    from: Issuer,
    payer: string,
    changes: Partial<IssueInput>,
  ): Promise<HeldCredential> => {
    const { credential, holder_key } = await issueCredential(from, changes, clientOf(payer));
    return { credential, holder_key };
  };
  const contract = (name: string, amount: string, from: Issuer = issuer) =>
    issued(from, 'acme', { contract: name, attributes: income(amount), period: YEAR });
  const salary = await contract('2019-04', '5400000');
  const second = await contract('2024-01', '1200000');
  const pension = await issued(pensions, 'pensions', { attributes: income('1272000'), period: WEEKS });
  const annuity = await issued(bank, 'insurer', { attributes: income('5400000'), period: YEAR });
  const loans = await issued(bank, 'bank', { attributes: income('0', '600000'), period: YEAR });

  const vectors: PresentationVector[] = [];
  const request = (policy: object) => verifier.createRequest(OWNER, { policy });
  const honest = async (
    id: string,
    comment: string,
    policy: object,
    held: Record<string, HeldCredential>,
  ) => {
    const created = await request(policy);
    const presentations = await holder.generateProof(created, held);
    vectors.push({ id, comment, request: created, held, presentations, code: 'verified' });
  };
  const forged = async (
    [id, comment, code]: [id: string, comment: string, code: string],
    policy: object,
    forgeries: Record<string, Partial<Forgery> & Pick<Forgery, 'held'>>,
    options: ForgeOptions = {},
  ) => {
    const created = await request(policy);
    const signed = Object.entries(forgeries).map(([name, forgery]): [string, Forgery] => [
      name,
      { issuerKey: issuer.key.privateJwk, ...forgery },
    ]);
    const presentations = await forge(created, Object.fromEntries(signed), options);
    vectors.push({ id, comment, request: created, presentations, code });
  };

  const one = policyOf(['salary'], [predicate(gross('salary'), { at_least: '5400000' })]);
  const claims = policyOf(['salary'], [predicate(gross('salary'), { at_least: '5400000' })], {
    disclose: ['given_name', 'family_name', 'birthdate'],
  });
  // An income of one contract has no upper bound, so the annuity stands for the salary.
  const range = policyOf(
    ['annuity', 'pension'],
    [predicate(gross('annuity', 'pension'), { at_least: '5000000', at_most: '7000000' })],
  );
  const three = policyOf(
    ['salary', 'pension', 'loans'],
    [
      predicate(
        { salary: ['gross_income', 40], pension: ['gross_income', 40], loans: ['debt_payments', -100] },
        { at_least: '0' },
      ),
    ],
  );
  const contracts = policyOf(
    ['salary', 'second', 'pension'],
    [predicate(gross('salary', 'second', 'pension'), { at_least: '7500000' })],
  );
  const both = policyOf(
    ['salary', 'second'],
    [predicate(gross('salary', 'second'), { at_least: '6600000' })],
  );
  await honest('one-income', 'One credential, one narrow inequality.', one, { salary });
  await honest('disclosed-claims', 'The same, with name and birthdate.', claims, { salary });
  await honest('range-of-a-sum', 'Two credentials, both bounds, floors and ceilings.', range, {
    annuity,
    pension,
  });
  await honest('three-lengths', 'A year, 53 weeks and a year of debts: a wide inequality.', three, {
    salary,
    pension,
    loans,
  });
  await honest('two-contracts', 'Two contracts with one payer, and another payer.', contracts, {
    salary,
    second,
    pension,
  });

  const lie = { value: 1n, blinding: new Uint8Array(32) };
  const again = await contract('2019/04', '1200000');
  await forged(
    ['one-contract-twice', 'The names of the contract are spellings of one.', 'range_proof_invalid'],
    both,
    { salary: { held: salary }, second: { held: again, openings: { contract: lie } } },
  );
  const elsewhere = await contract('A', '1200000', bureau);
  await forged(['contracts-of-two-issuers', 'Two issuers of one payer.', 'source_not_distinct'], both, {
    salary: { held: salary },
    second: { held: elsewhere, issuerKey: bureau.key.privateJwk },
  });
  const stranger = await issued(pensions, 'pensions', {
    attributes: income('1272000'),
    period: WEEKS,
    identity: { country: 'DE', id_type: 'tax_id', id: 'S1234' },
  });
  await forged(['two-people', 'The pension is that of another person.', 'range_proof_invalid'], range, {
    annuity: { held: annuity, issuerKey: bank.key.privateJwk },
    pension: { held: stranger, issuerKey: pensions.key.privateJwk },
  });
  const shifted = await issued(pensions, 'pensions', {
    attributes: income('1272000'),
    period: { start: '2025-09-01', end: '2026-09-29' },
  });
  await forged(['other-times', 'Windows that start 61 days apart.', 'windows_not_concurrent'], range, {
    annuity: { held: annuity, issuerKey: bank.key.privateJwk },
    pension: { held: shifted, issuerKey: pensions.key.privateJwk },
  });
  await forged(
    ['unscaled', 'The holder proves as if 53 weeks were a year.', 'range_proof_invalid'],
    three,
    {
      salary: { held: salary },
      pension: { held: pension, issuerKey: pensions.key.privateJwk },
      loans: { held: loans, issuerKey: bank.key.privateJwk },
    },
    {
      job: (job) => ({
        ...job,
        inequalities: job.inequalities.map(({ terms, isWide }) => ({
          terms: terms.map((term, i) => ({ ...term, coefficient: i === 2 ? -100n : 40n })),
          constant: 0n,
          ...(isWide && { isWide }),
        })),
      }),
    },
  );
  await forged(['another-request', 'The key binding has another nonce.', 'nonce_mismatch'], one, {
    salary: { held: salary, keyBindingPayload: { nonce: 'A'.repeat(43) } },
  });
  await forged(
    ['too-long', 'A byte more than the length that follows from the policy.', 'range_proof_malformed'],
    one,
    { salary: { held: salary } },
    { proof: (proof) => Uint8Array.from([...proof, 0]) },
  );
  const ben = { claims: CLAIMS_OF_BEN, identity: { country: 'DE', id_type: 'tax_id', id: 'BEN12345' } };
  const salaryOfBen = (changes: Partial<IssueInput> = {}) =>
    issued(bank, 'bank', { attributes: income('4000000', '600000'), period: YEAR, ...ben, ...changes });
  const partner = await salaryOfBen();
  const people = {
    credential_ids: ['salary', 'partner'],
    people: { main: ['salary', 'pension'], partner: ['partner'] },
    disclose: ['given_name', 'family_name', 'birthdate'],
  };
  const couple = policyOf(
    ['salary', 'pension', 'partner'],
    [
      predicate(gross('salary', 'pension', 'partner'), { at_least: '10000000' }),
      predicate({ salary: ['gross_income', 1], partner: ['debt_payments', -1] }, { at_least: '4800000' }),
    ],
    people,
  );
  const guarantor = policyOf(
    ['salary', 'partner'],
    [
      predicate(gross('salary'), { at_least: '4000000' }),
      predicate(gross('partner'), { at_least: '4000000' }),
    ].map((one, i) => ({ ...one, label: `Predicate ${i}` })),
    { ...people, people: { main: ['salary'], guarantor: ['partner'] } },
  );
  await honest('couple', 'Two people, joint predicates, bounds of both.', couple, {
    salary,
    pension,
    partner,
  });
  await honest('guarantor', 'Two people, each with predicates of their own.', guarantor, { salary, partner });
  const guarantors = (changes: Partial<Forgery> = {}) => ({
    salary: { held: salary },
    partner: { held: partner, issuerKey: bank.key.privateJwk, ...changes },
  });
  const onlyGuarantor = (change: Required<ForgeOptions>['job']): ForgeOptions => ({
    job: (job, person) => (person === 'guarantor' ? change(job, person) : job),
  });
  await forged(
    ['other-role', 'The guarantor signed another id.', 'credential_id_mismatch'],
    guarantor,
    guarantors({ keyBindingPayload: { credential_id: 'salary' } }),
  );
  await forged(
    ['other-partner', 'The guarantor signed another key of the tenant.', 'partners_mismatch'],
    guarantor,
    guarantors({
      keyBindingPayload: (payload) => ({
        ...payload,
        with: { ...(payload.with as object), salary: 'A'.repeat(43) },
      }),
    }),
  );
  const sameDay = await salaryOfBen({
    claims: { ...CLAIMS_OF_BEN, birthdate: '1984-01-26' },
  });
  await forged(
    ['one-birthdate', 'Both people were born on one day.', 'people_not_distinct'],
    guarantor,
    guarantors({ held: sameDay }),
  );
  await forged(
    ['proof-of-another-role', 'The transcript has the other person.', 'range_proof_invalid'],
    guarantor,
    guarantors(),
    onlyGuarantor((job) => ({ ...job, binding: { ...job.binding, person: 'main' } })),
  );
  await forged(
    ['too-little-of-the-guarantor', 'The guarantor proves a cent less.', 'range_proof_invalid'],
    guarantor,
    guarantors(),
    onlyGuarantor((job) => ({
      ...job,
      inequalities: job.inequalities.map((one) => ({ ...one, constant: one.constant + 1n })),
    })),
  );
  const texts = [...documents.sources].map(async ([url, source]) => [url, await source()] as const);
  return {
    notes: NOTES,
    now: new Date(NOW).toISOString(),
    audience: AUDIENCE,
    trust,
    documents: Object.fromEntries(await Promise.all(texts)),
    vectors,
  };
}

/** The verdict of this library on a vector, from nothing but the vectors. */
export async function verdictOnVector(
  { now, audience, trust, documents }: PresentationVectors,
  { request, presentations }: PresentationVector,
): Promise<string> {
  const clock = new TestClock(Date.parse(now));
  const fetched = new TestDocuments();
  for (const [url, text] of Object.entries(documents)) fetched.sources.set(url, () => text);
  const requests = new MemoryRequestStore();
  const expiresAt = Date.parse(request.expires_at!) / 1000;
  await requests.create({
    id: request.id,
    ownerId: OWNER,
    nonce: request.nonce,
    audience,
    transactionData: request.transaction_data,
    createdAt: expiresAt - 600,
    expiresAt,
    state: 'pending',
    failedAttempts: 0,
  });
  const keys = await signingKeys(await makeKey());
  const verifier = new CoreEngine({
    clock,
    verifier: { iss: VERIFIER, audience, keys, requests, trust, documents: fetched },
  });
  return verdictCode(verifier, request, presentations);
}

/** A new presentation of the credentials of a vector, as another holder would make it. */
export async function presentAgain(
  { now }: PresentationVectors,
  { request, held }: PresentationVector,
): Promise<Presentations> {
  const holder = new CoreEngine({ clock: new TestClock(Date.parse(now)), holder: { ledger: 'off' } });
  return holder.generateProof(request, held as Json);
}
