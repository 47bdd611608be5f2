/** A phone's key, an EC point on P-256 (RFC 7515, appendix A.3). */
export const holderKeyExample = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};

export const issueExample = {
  holder_keys: [holderKeyExample],
  attributes: { annual_income: '5400000', annual_debt: '600000' },
  currency: 'EUR',
  period: { start: '2025-11-01', end: '2026-10-31' },
  identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
  claims: { given_name: 'Erika', family_name: 'Mustermann', birthdate: '1984-01-26' },
  expires_in_days: 30,
};

export const issueMinimalExample = {
  holder_keys: [holderKeyExample],
  attributes: { annual_income: '5400000', annual_debt: '0' },
  currency: 'EUR',
  period: { start: '2025-11-01', end: '2026-10-31' },
  identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
};

export const issuedExample = {
  id: 'n0qyvG3bq0mYh1cR9b2d5A',
  credentials: ['eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl~WyJzYWx0Ii…~'],
};
