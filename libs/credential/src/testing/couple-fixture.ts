import { policyTerm } from '../examples.js';
import type { IssueInput, PresentationRequest, Presentations } from '../types.js';
import { issueCredential, makeIssuer, makeTestEnvironment, OWNER, trusted } from './environment.js';
import type { Forgery } from './forge.js';
import { incomePolicy, type Json } from './policies.js';
import { verdictCode } from './salary-fixture.js';
import { PENSION_CLIENT, PENSIONS } from './two-incomes-fixture.js';

export const CLAIMS_OF_ANNA = { given_name: 'Anna', family_name: 'Meyer', birthdate: '1988-03-05' };
export const CLAIMS_OF_BEN = { given_name: 'Ben', family_name: 'Meyer', birthdate: '1986-11-30' };
const ANNA = { country: 'DE', id_type: 'tax_id', id: 'ANNA1234' };
const BEN = { country: 'DE', id_type: 'tax_id', id: 'BEN12345' };

/** A predicate that some credentials have at least a gross income a year together. */
export const incomeOf = (ids: readonly string[], atLeast: string) => ({
  label: 'Income',
  terms: ids.map((id) => policyTerm(id, 'gross_income')),
  per: 'year',
  at_least: atLeast,
});

/** "Anna's salary and pension, and Ben's salary, are at least 106,000.00 EUR together", which they meet exactly. */
export const couplePolicy = (changes: object = {}): Json =>
  incomePolicy({
    credentials: ['salary', 'pension', 'partner_salary'],
    credential_ids: ['salary', 'partner_salary'],
    people: { anna: ['salary', 'pension'], ben: ['partner_salary'] },
    disclose: ['given_name', 'family_name', 'birthdate'],
    predicates: [incomeOf(['salary', 'pension', 'partner_salary'], '10600000')],
    ...changes,
  });

/** "Anna earns 54,000.00 EUR a year, and her guarantor Ben 40,000.00 EUR", which both meet exactly. */
export const guarantorPolicy = (changes: object = {}): Json =>
  incomePolicy({
    credentials: ['salary', 'partner_salary'],
    credential_ids: ['salary', 'partner_salary'],
    people: { anna: ['salary'], ben: ['partner_salary'] },
    disclose: ['given_name', 'family_name', 'birthdate'],
    predicates: [incomeOf(['salary'], '5400000'), incomeOf(['partner_salary'], '4000000')],
    ...changes,
  });

/** Two people with one employer, of whom one has a pension as well, and a verifier that trusts both issuers. */
export async function makeCoupleFixture() {
  const environment = await makeTestEnvironment({ trust: [trusted(), trusted(PENSIONS)] });
  const pensions = await makeIssuer(environment.documents, environment.clock, { iss: PENSIONS });
  const income = (gross: string, debt = '0') => ({ gross_income: gross, debt_payments: debt });

  const issueSalary = (changes: Partial<IssueInput> = {}) =>
    issueCredential(environment.issuer, {
      attributes: income('4000000'),
      identity: BEN,
      claims: CLAIMS_OF_BEN,
      ...changes,
    });
  const issuePension = (changes: Partial<IssueInput> = {}) =>
    issueCredential(
      pensions,
      { attributes: income('1200000'), identity: ANNA, claims: CLAIMS_OF_ANNA, ...changes },
      { client: PENSION_CLIENT },
    );
  const held = {
    salary: await issueSalary({
      attributes: income('5400000', '600000'),
      identity: ANNA,
      claims: CLAIMS_OF_ANNA,
    }),
    pension: await issuePension(),
    partner_salary: await issueSalary(),
  };

  const createRequest = (policy: Json = couplePolicy()): Promise<PresentationRequest> =>
    environment.verifier.createRequest(OWNER, { policy });
  const verify = (request: PresentationRequest, presentations: Presentations): Promise<string> =>
    verdictCode(environment.verifier, request, presentations);
  const issuerKeys = {
    salary: environment.issuer.key.privateJwk,
    pension: pensions.key.privateJwk,
    partner_salary: environment.issuer.key.privateJwk,
  };
  /** Forgeries of these credentials, each honest except for its changes. */
  const forgeries = (
    ids: readonly (keyof typeof held)[],
    changes: Partial<Record<keyof typeof held, Partial<Forgery>>> = {},
  ): Record<string, Forgery> =>
    Object.fromEntries(ids.map((id) => [id, { held: held[id], issuerKey: issuerKeys[id], ...changes[id] }]));

  return { ...environment, pensions, issueSalary, issuePension, held, createRequest, verify, forgeries };
}

export type CoupleFixture = Awaited<ReturnType<typeof makeCoupleFixture>>;
