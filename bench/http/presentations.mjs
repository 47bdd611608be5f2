// Distinct valid presentations, each with a credential, a request and a proof of its own.
import { generateKeyPairSync } from 'node:crypto';
import { AUDIENCE } from './services.mjs';

const { CoreEngine } = await import('../../dist/libs/credential/src/index.js');

const POLICY = {
  type: 'urn:zk-income:policy:1',
  credential_ids: ['salary'],
  credentials: ['salary'],
  purpose: 'A benchmark',
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
/** An issuer signs so many copies at once. */
const COPIES = 50;

function lastTwelveMonths() {
  const now = new Date();
  const day = (months, date) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, date)).toISOString().slice(0, 10);
  return { start: day(-12, 1), end: day(0, 0) };
}

const makeKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

async function issue({ issuerUrl, issuerKey }, keys) {
  const response = await fetch(`${issuerUrl}/issue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${issuerKey}` },
    body: JSON.stringify({
      holder_keys: keys.map(({ d, ...publicKey }) => publicKey),
      attributes: { annual_income: '6000000', annual_debt: '0' },
      currency: 'EUR',
      period: lastTwelveMonths(),
      identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
    }),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(`POST /issue: ${response.status} ${json.code}`);
  return json.credentials;
}

/** The requests as a store keeps them, and the body that answers each. */
export async function makePresentations(services, count) {
  const holder = new CoreEngine();
  let stored;
  const asking = new CoreEngine({
    verifier: {
      iss: 'https://verifier.example',
      audience: AUDIENCE,
      requests: {
        create: async (request) => {
          stored = request;
        },
      },
      trust: [],
      documents: {},
      keys: {},
    },
  });
  const made = [];
  while (made.length < count) {
    const keys = Array.from({ length: Math.min(COPIES, count - made.length) }, makeKey);
    for (const [i, credential] of (await issue(services, keys)).entries()) {
      const request = await asking.createRequest('bench', { policy: POLICY, expires_in: 86_400 });
      const presentations = await holder.generateProof(request, {
        salary: { credential, holder_key: keys[i] },
      });
      made.push({ stored, body: JSON.stringify({ request_id: request.id, presentations }) });
    }
  }
  return made;
}
