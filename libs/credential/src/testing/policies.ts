import { incomePolicy as exampleIncomePolicy, policyTerm } from '../examples.js';
import { POLICY_TYPE } from '../policy/policy.js';

/** The example policy, with other members. The credential of `issueCredential` meets its bound exactly. */
export const incomePolicy = (changes: object = {}): Record<string, unknown> => ({
  ...exampleIncomePolicy(),
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
      terms: [policyTerm('salary', 'gross_income'), policyTerm('pension', 'gross_income')],
      per: 'year',
      at_least: '5400000',
      at_most: '50000000',
    },
    {
      label: 'Debt is at most 40 % of income',
      terms: [policyTerm('salary', 'gross_income', 40), policyTerm('salary', 'debt_payments', -100)],
      per: 'year',
      at_least: '0',
    },
  ],
  issuers: { salary: ['https://issuer.example'], pension: ['https://pensions.example/de'] },
  disclose: ['given_name', 'family_name'],
});

export type Json = ReturnType<typeof JSON.parse>;

/** The full policy with one change. */
export function policyWith(change: (policy: Json) => void): Json {
  const policy = structuredClone(fullPolicy());
  change(policy);
  return policy;
}
