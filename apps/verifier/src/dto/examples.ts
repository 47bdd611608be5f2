export const policyExample = {
  type: 'urn:zk-income:policy:1',
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
};

export const twoIncomesExample = {
  ...policyExample,
  credentials: ['salary', 'pension'],
  disclose: ['given_name', 'family_name', 'birthdate'],
  predicates: [
    {
      label: 'Both incomes are at least three times the rent',
      terms: [
        { credential: 'salary', attribute: 'annual_income', coefficient: 1 },
        { credential: 'pension', attribute: 'annual_income', coefficient: 1 },
      ],
      at_least: '5400000',
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
};

export const requestIdExample = 'Zt3lYvSx2f8GZyY3w0t1LA';

export const requestExample = {
  id: requestIdExample,
  nonce: 'q1Y0n5m3ZxQd0v7n2wXo8k4rT6yUeI9pLsAfGhJkZxc',
  audience: 'redirect_uri:http://localhost:3002/verify',
  transaction_data: ['eyJjcmVkZW50aWFsX2lkcyI6WyJzYWxhcnkiXSwi…'],
  policy: policyExample,
  expires_at: '2026-11-24T12:10:00.000Z',
};

export const pendingExample = { ...requestExample, state: 'pending', failed_attempts: 0 };

export const answeredExample = {
  ...requestExample,
  state: 'answered',
  failed_attempts: 0,
  verdict: { verified: true, code: 'verified', answered_at: '2026-11-24T12:03:11.000Z' },
  receipt: 'eyJhbGciOiJFUzI1NiIsInR5cCI6InprLWluY29tZS1yZWNlaXB0K2p3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl',
};

export const verifyExample = {
  request_id: requestIdExample,
  presentations: {
    salary: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl~eyJ0eXAiOiJrYitqd3Qi…',
  },
};

export const verifiedExample = {
  verified: true,
  code: 'verified',
  predicates: [
    {
      label: 'Income is at least three times the rent',
      statement: 'annual income (salary) is at least 54,000.00 EUR',
    },
  ],
};
