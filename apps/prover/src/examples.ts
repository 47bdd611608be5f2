export const proveExample = {
  request: {
    id: 'Zt3lYvSx2f8GZyY3w0t1LA',
    nonce: 'q1Y0n5m3ZxQd0v7n2wXo8k4rT6yUeI9pLsAfGhJkZxc',
    audience: 'redirect_uri:http://localhost:3002/verify',
    transaction_data: ['eyJjcmVkZW50aWFsX2lkcyI6WyJzYWxhcnkiXSwi…'],
  },
  credentials: {
    salary: {
      credential: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl~WyJzYWx0Ii…~',
      holder_key: {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
      },
    },
  },
};

export const presentationsExample = {
  presentations: {
    salary: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl~eyJ0eXAiOiJrYitqd3Qi…',
  },
};
