import { lastTwelveMonths } from './encoding/calendar.js';
import { EXAMPLE_AMOUNT } from './example-amount.js';
import { LISTED_REQUEST_EXPIRY_SECONDS, LISTING_REQUESTS } from './limits.js';
import { describePredicates } from './policy/describe-policy.js';
import { CLAIMS_OF_PEOPLE } from './policy/people.js';
import { POLICY_TYPE, type Policy } from './policy/policy.js';
import { encodePolicy } from './policy/transaction-data.js';
import type {
  CreatedListing,
  CreatedRequest,
  CreateRequestInput,
  IssueInput,
  VerifiedVerdict,
} from './types.js';

/**
 * One example for the API documentation, the demo, the end-to-end run, benchmarks and tests: a person with a salary
 * of 54,000.00 EUR a year, and a landlord whose policy asks for exactly that.
 */

/** The income of the example person and the bound of the example policy, in cents. */
export const EXAMPLE_INCOME = EXAMPLE_AMOUNT;

/** A phone's key, a point on P-256 (RFC 7515, appendix A.3). */
export const exampleHolderKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
} as const;

/** The same key with its private part, which the RFC publishes. */
export const exampleHolderPrivateKey = {
  ...exampleHolderKey,
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
} as const;

/** Body of `POST /issue`: the example salary. Its period is the last twelve months, unless `changes` say otherwise. */
export const salaryInput = (
  holderKeys: readonly object[],
  changes: Partial<IssueInput> = {},
): IssueInput => ({
  holder_keys: holderKeys as IssueInput['holder_keys'],
  attributes: { gross_income: EXAMPLE_INCOME, debt_payments: '600000' },
  currency: 'EUR',
  period: lastTwelveMonths(),
  identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
  claims: { given_name: 'Erika', family_name: 'Mustermann', birthdate: '1984-01-26' },
  ...changes,
});

/**
 * Body of `POST /issue` of an issuer that attests all attributes: the example salary, in twelve monthly payslips. What the
 * person does not have is "0".
 */
export const allAttributesInput = (holderKeys: readonly object[]): IssueInput =>
  salaryInput(holderKeys, {
    attributes: {
      gross_income: EXAMPLE_INCOME,
      net_income: '3480000',
      regular_gross: '4800000',
      regular_net: '3120000',
      variable_income: '400000',
      lowest_month_gross: '400000',
      lowest_month_net: '260000',
      self_employed_profit: '0',
      benefits: '0',
      pension: '0',
      maintenance: '0',
      debt_payments: '600000',
      rent_paid: '1440000',
      months_employed: '31',
      contract_months_left: '1200',
    },
    period: { ...lastTwelveMonths(), pay_periods: { unit: 'month', count: 12 } },
  });

/** A fixed period, so that the API documentation does not change from month to month. */
const DOCUMENTED_PERIOD = { start: '2025-11-01', end: '2026-10-31' } as const;

export const exampleIssueInput: IssueInput = salaryInput([exampleHolderKey], {
  period: DOCUMENTED_PERIOD,
  expires_in_days: 30,
});

/** `Σ coefficient × attribute` has one of these for each summand. */
export const policyTerm = (credential: string, attribute: string, coefficient = 1) => ({
  credential,
  attribute,
  coefficient,
});

/** A policy that one salary meets: a gross income of at least `atLeast` cents. */
export const incomePolicy = (atLeast: string = EXAMPLE_INCOME): Policy => ({
  type: POLICY_TYPE,
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'Lease of a flat, 1,500 EUR a month',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income is at least three times the rent',
      terms: [policyTerm('salary', 'gross_income')],
      per: 'year',
      at_least: atLeast,
    },
  ],
});

export const examplePolicy: Policy = incomePolicy();

/** A salary and a pension together, the ratio of debt to income, and the person's name. */
export const exampleTwoIncomesPolicy: Policy = {
  ...examplePolicy,
  credentials: ['salary', 'pension'],
  disclose: ['given_name', 'family_name', 'birthdate'],
  predicates: [
    {
      label: 'Both incomes are at least three times the rent',
      terms: [policyTerm('salary', 'gross_income'), policyTerm('pension', 'gross_income')],
      per: 'year',
      at_least: EXAMPLE_INCOME,
    },
    {
      label: 'Debt is at most 40 % of income',
      terms: [policyTerm('salary', 'gross_income', 40), policyTerm('salary', 'debt_payments', -100)],
      per: 'year',
      at_least: '0',
    },
  ],
};

/** The salaries of two people together, who both show name and birthdate. */
export const exampleCouplePolicy: Policy = {
  ...examplePolicy,
  credential_ids: ['salary', 'partner_salary'],
  credentials: ['salary', 'partner_salary'],
  people: { main: ['salary'], partner: ['partner_salary'] },
  disclose: CLAIMS_OF_PEOPLE,
  predicates: [
    {
      label: 'Income of both is at least three times the rent',
      terms: [policyTerm('salary', 'gross_income'), policyTerm('partner_salary', 'gross_income')],
      per: 'year',
      at_least: EXAMPLE_INCOME,
    },
  ],
};

/** A body of `POST /requests`: the rent of 1,350.00 EUR is at most 30 % of the income. */
export const exampleTemplateInput = {
  template: 'annual_rent_multiple',
  parameters: { rent: '135000', currency: 'EUR' },
} as const satisfies CreateRequestInput;

/** What an owner records as the basis of a request. */
export const exampleLegalBasis = 'GDPR Art. 6(1)(b): steps at the request of the applicant before a lease';

/** An answer of `POST /issue`. Texts are abridged. */
export const exampleIssued = {
  id: 'n0qyvG3bq0mYh1cR9b2d5A',
  credentials: ['eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl~WyJzYWx0Ii…~'],
};

/** An answer of `POST /requests`. */
export const exampleRequest: CreatedRequest = {
  id: 'Zt3lYvSx2f8GZyY3w0t1LA',
  nonce: 'q1Y0n5m3ZxQd0v7n2wXo8k4rT6yUeI9pLsAfGhJkZxc',
  audience: 'redirect_uri:https://localhost:3442/verify',
  transaction_data: [encodePolicy(examplePolicy)],
  policy: examplePolicy,
  expires_at: '2026-11-24T12:10:00.000Z',
  statements: describePredicates(examplePolicy),
  warnings: [],
};

/** An answer of `POST /listings`, without links. */
export const exampleListing: CreatedListing = {
  id: 'Rw3mYvSx2f8GZyY3w0t1LA',
  title: 'Flat 7, Lindenstraße 12',
  policy: examplePolicy,
  statements: describePredicates(examplePolicy),
  warnings: [],
  legal_basis: exampleLegalBasis,
  created_at: '2026-11-24T12:00:00.000Z',
  expires_at: '2026-12-24T12:00:00.000Z',
  request_expires_in: LISTED_REQUEST_EXPIRY_SECONDS.default,
  max_requests: LISTING_REQUESTS.default,
};

export const examplePresentations = {
  salary: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl~eyJ0eXAiOiJrYitqd3Qi…',
};

/** An answer of `POST /verify`. */
export const exampleVerdict: VerifiedVerdict = {
  verified: true,
  code: 'verified',
  predicates: [
    {
      label: examplePolicy.predicates[0]!.label,
      statement: describePredicates(examplePolicy)[0]!,
    },
  ],
};
