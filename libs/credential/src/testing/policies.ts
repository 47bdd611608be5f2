import { POLICY_TYPE } from '../policy/policy.js';

/** "Income is at least 54,000.00 EUR": exactly what `issueCredential` attests. */
export const incomePolicy = (changes: object = {}): Record<string, unknown> => ({
  type: POLICY_TYPE,
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'Lease of a flat, 1,500 EUR a month',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income is at least three times the rent',
      terms: [{ credential: 'salary', attribute: 'annual_income', coefficient: 1 }],
      at_least: '5400000',
    },
  ],
  ...changes,
});

/** Two credentials, a sum, a ratio, an upper bound, issuers and claims: every member that a policy can have. */
export const fullPolicy = (): Record<string, unknown> => ({
  type: POLICY_TYPE,
  credential_ids: ['salary'],
  credentials: ['salary', 'pension'],
  purpose: 'Lease of a flat, 1,500 EUR a month',
  currency: 'EUR',
  max_age_days: 60,
  predicates: [
    {
      label: 'Income is at least three times the rent',
      terms: [
        { credential: 'salary', attribute: 'annual_income', coefficient: 1 },
        { credential: 'pension', attribute: 'annual_income', coefficient: 1 },
      ],
      at_least: '5400000',
      at_most: '50000000',
    },
    {
      label: 'Debt is at most 40 % of income',
      terms: [
        { credential: 'salary', attribute: 'annual_income', coefficient: 40 },
        { credential: 'salary', attribute: 'annual_debt', coefficient: -100 },
      ],
      at_least: '0',
    },
  ],
  issuers: { salary: ['https://issuer.example'], pension: ['https://pensions.example/de'] },
  disclose: ['given_name', 'family_name'],
});

export type Json = ReturnType<typeof JSON.parse>;

/** A copy of the full policy with one thing changed. */
export function policyWith(change: (policy: Json) => void): Json {
  const policy = structuredClone(fullPolicy());
  change(policy);
  return policy;
}
